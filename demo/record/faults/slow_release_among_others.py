"""Three releases within two minutes. Two do no harm; orders 1.7.1 reads the whole table for the recent orders of a customer.
Nothing fails, it only takes longer."""

SUMMARY = "orders 1.7.1 reads a whole table, released after two that do no harm"


def tell(story):
    story.mark("calm")
    story.wait(210)
    story.commit("storefront-2.14.1")
    story.commit("orders-1.7.1")
    story.commit("catalogue-1.3.3")
    story.wait(30)
    story.deploy("storefront", "2.14.1")
    story.wait(40)
    story.deploy("catalogue", "1.3.3")
    story.wait(20)
    story.bad_release("orders", "1.7.1", "slow_release", 170)
    story.wait(170)
