"""A slow database: an inventory count books all of stock_levels in one transaction and leaves it open. No deploy is involved."""

import threading

SUMMARY = "an inventory count locks the rows of stock_levels; it is ended by hand"
COUNT = """
    BEGIN; SET application_name = 'inventory-count';
    UPDATE stock_levels SET available = available + 1 WHERE product_id % 2 = 0;
    SELECT pg_sleep({seconds}); COMMIT"""


def tell(story):
    story.mark("calm")
    story.wait(270)
    story.mark("fault_began", service="postgres", kind="slow_database", table="stock_levels")
    counting = threading.Thread(target=count, args=(story,))
    counting.start()
    story.wait(165)
    story.alerts("worst")
    story.psql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'inventory-count'")
    story.mark("transaction_terminated")
    counting.join()
    story.mark("recovered")
    story.wait(140)


def count(story):
    try:
        story.psql(COUNT.format(seconds=600))
    except RuntimeError as ended:
        print(ended, flush=True)
