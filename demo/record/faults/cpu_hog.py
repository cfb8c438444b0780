"""A release that burns processor time: catalogue 1.4.0 compares every product with every other for each product page."""

SUMMARY = "catalogue 1.4.0 needs the processor for itself; the roll-back helps"


def tell(story):
    story.mark("calm")
    story.wait(235)
    story.commit("catalogue-1.4.0")
    story.wait(35)
    story.bad_release("catalogue", "1.4.0", "cpu_hog", 160)
    story.wait(140)
