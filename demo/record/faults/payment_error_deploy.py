"""A release with a mistake: payment 3.1.0 knows three of its four acquirers and fails for every fourth order. Rolled back, and that helps."""

SUMMARY = "payment 3.1.0 fails for every fourth order; the roll-back helps"


def tell(story):
    story.mark("calm")
    story.wait(250)
    story.commit("payment-3.1.0")
    story.wait(35)
    story.bad_release("payment", "3.1.0", "error_deploy", 160)
    story.wait(170)
