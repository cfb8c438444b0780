"""A slow link: calls to payment take a way that holds data back for 1.35 s, so that some of them time out. Nothing was deployed; the way is set back later."""

SUMMARY = "the way to payment is slow for some minutes"
SECONDS = 1.35


def tell(story):
    story.mark("calm")
    story.wait(270)
    story.reroute("payment", SECONDS)
    story.mark("fault_began", service="payment", kind="network_delay", seconds=SECONDS)
    story.wait(165)
    story.alerts("worst")
    story.route_back()
    story.mark("recovered")
    story.wait(140)
