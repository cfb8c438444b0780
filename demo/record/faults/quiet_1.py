"""Nothing happens: customers come and go."""

SUMMARY = "a quiet time"


def tell(story):
    story.mark("calm")
    story.wait(540)
    story.mark("calm_still")
