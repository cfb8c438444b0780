"""A release that burns processor time: catalogue 1.4.0 compares every product with every other for each product page."""

SUMMARY = "catalogue 1.4.0 needs the processor for itself; the roll-back helps"


def tell(story):
    story.mark("calm")
    story.wait(235)
    story.commit("catalogue-1.4.0")
    story.wait(35)
    story.deploy("catalogue", "1.4.0")
    story.mark("fault_began", service="catalogue", kind="cpu_hog")
    story.wait(160)
    story.alerts("worst")
    story.mark("rollback_started", service="catalogue", version="1.3.2")
    story.stack.deploys.roll_back("catalogue", "1.3.2")("finished")
    story.until(lambda: story.stack.instances["catalogue"][0].healthy, 30, "catalogue is healthy")
    story.mark("recovered")
    story.wait(140)
