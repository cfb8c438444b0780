"""A release that leaks: storefront 2.15.0 keeps every home page, meets its memory limit, fails and is restarted, again and again."""

SUMMARY = "storefront 2.15.0 leaks until its limit and is restarted; the roll-back helps"
MEMORY = {"storefront": 450_000_000}


def tell(story):
    story.mark("calm")
    story.wait(205)
    story.commit("storefront-2.15.0")
    story.wait(35)
    story.bad_release("storefront", "2.15.0", "memory_leak", 230)
    story.wait(130)
