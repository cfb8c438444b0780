"""Nothing happens but a release that does no harm: storefront 2.14.1 shows 16 products on a page."""

SUMMARY = "a quiet time with a harmless release"


def tell(story):
    story.mark("calm")
    story.wait(250)
    story.commit("storefront-2.14.1")
    story.wait(35)
    story.deploy("storefront", "2.14.1")
    story.wait(255)
    story.mark("calm_still")
