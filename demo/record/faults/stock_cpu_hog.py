"""A release that burns processor time: stock 2.3.0 adds a forecast to every level, quarter by quarter of an hour for twenty years."""

SUMMARY = "stock 2.3.0 needs the processor for itself; the roll-back helps"


def tell(story):
    story.mark("calm")
    story.wait(250)
    story.commit("stock-2.3.0")
    story.wait(35)
    story.bad_release("stock", "2.3.0", "cpu_hog", 160)
    story.wait(170)
