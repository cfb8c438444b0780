"""A link that loses: of seven connections to catalogue one leads nowhere. Nothing was deployed; the way is set back later."""

SUMMARY = "the way to catalogue loses one connection of seven for some minutes"
LOSES = 7


def tell(story):
    story.mark("calm")
    story.wait(280)
    story.reroute("catalogue", 0, LOSES)
    story.mark("fault_began", service="catalogue", kind="network_loss", one_of=LOSES)
    story.wait(165)
    story.alerts("worst")
    story.route_back()
    story.mark("recovered")
    story.wait(180)
