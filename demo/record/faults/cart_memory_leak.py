"""A release that leaks: cart 1.3.0 keeps what it would need to undo each line, meets its memory limit, fails and is restarted."""

SUMMARY = "cart 1.3.0 leaks until its limit and is restarted; the roll-back helps"
MEMORY = {"cart": 400_000_000}


def tell(story):
    story.mark("calm")
    story.wait(230)
    story.commit("cart-1.3.0")
    story.wait(35)
    story.bad_release("cart", "1.3.0", "memory_leak", 230)
    story.wait(150)
