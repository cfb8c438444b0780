"""A release with a mistake: cart 1.2.0 knows six of eight categories and fails for the others. Rolled back, and that helps."""

SUMMARY = "cart 1.2.0 fails for two of eight categories; the roll-back helps"


def tell(story):
    story.mark("calm")
    story.wait(235)
    story.commit("cart-1.2.0")
    story.wait(35)
    story.deploy("cart", "1.2.0")
    story.mark("fault_began", service="cart", kind="error_deploy")
    story.wait(150)
    story.alerts("worst")
    story.mark("rollback_started", service="cart", version="1.1.0")
    story.stack.deploys.roll_back("cart", "1.1.0")("finished")
    story.until(lambda: story.stack.instances["cart"][0].healthy, 30, "cart is healthy")
    story.mark("recovered")
    story.wait(140)
