"""A release with a mistake: cart 1.2.0 knows six of eight categories and fails for the others. Rolled back, and that helps."""

SUMMARY = "cart 1.2.0 fails for two of eight categories; the roll-back helps"


def tell(story):
    story.mark("calm")
    story.wait(235)
    story.commit("cart-1.2.0")
    story.wait(35)
    story.bad_release("cart", "1.2.0", "error_deploy", 150)
    story.wait(140)
