"""A release that leaks: storefront 2.15.0 keeps every home page, meets its memory limit, fails and is restarted, again and again."""

SUMMARY = "storefront 2.15.0 leaks until its limit and is restarted; the roll-back helps"
MEMORY = {"storefront": 450_000_000}


def tell(story):
    story.mark("calm")
    story.wait(205)
    story.commit("storefront-2.15.0")
    story.wait(35)
    story.deploy("storefront", "2.15.0")
    story.mark("fault_began", service="storefront", kind="memory_leak")
    story.wait(230)
    story.alerts("worst")
    story.mark("rollback_started", service="storefront", version="2.14.0")
    story.stack.deploys.roll_back("storefront", "2.14.0")("finished")
    story.until(lambda: all(one.healthy for one in story.stack.instances["storefront"]), 30, "storefront is healthy")
    story.mark("recovered")
    story.wait(130)
