"""A name that nobody can look up: the entry of stock is gone, stock itself is well. It is put in again."""

SUMMARY = "the name of stock cannot be resolved for some minutes"


def tell(story):
    story.mark("calm")
    story.wait(280)
    story.lose_name("stock")
    story.mark("fault_began", service="stock", kind="name_resolution")
    story.wait(150)
    story.alerts("worst")
    story.route_back()
    story.mark("recovered")
    story.wait(180)
