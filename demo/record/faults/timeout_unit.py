"""A push of settings: storefront 2.14.2 has nothing new but a time limit, which was meant in another unit. Orders is well, and is not waited for."""

SUMMARY = "storefront 2.14.2 waits a tenth of a second for orders; the roll-back helps"


def tell(story):
    story.mark("calm")
    story.wait(250)
    story.commit("storefront-2.14.2")
    story.wait(35)
    story.bad_release("storefront", "2.14.2", "config_push", 150)
    story.wait(170)
