"""A dependency that refuses: what stands before payment answers 503 to everything. Payment itself is well and gets nothing to do."""

SUMMARY = "what stands before payment answers 503 for some minutes"


def tell(story):
    story.mark("calm")
    story.wait(280)
    story.maintenance("payment")
    story.mark("fault_began", service="payment", kind="dependency_refuses")
    story.wait(150)
    story.alerts("worst")
    story.route_back()
    story.mark("recovered")
    story.wait(180)
