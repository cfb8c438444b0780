"""A migration queues behind a report; the roll-back does not help and breaks more; the fix is to end the report.

1. The finance report reads `orders` in one long transaction and holds ACCESS SHARE on it.
2. orders 1.8.0 is rolled out. Its first migration (a column of `order_lines`) is done at once, the second (a column of
   `orders`) wants ACCESS EXCLUSIVE and waits for the report. Every later statement on `orders` waits behind it.
3. Both instances of orders run out of connections, the storefront out of workers, nginx out of patience.
4. The team rolls back. The migration's client is killed, but its backend goes on waiting: the queue stays. The restarted
   instances read pending orders before they serve, wait too, are killed and restarted by the supervisor, and leave more
   waiting backends each time, until PostgreSQL has no connection left: catalogue and stock fail as well.
5. The report is ended by hand. The queue dissolves, but the first migration stays: 1.7.0 charges cards and then fails on
   the column that has another name now.
6. orders 1.8.0 is rolled out again, and that is the recovery.
"""

SUMMARY = "a migration waits behind a report, the roll-back makes it worse"

WAITING = """
    SELECT pid, application_name, wait_event_type AS waits_for, pg_blocking_pids(pid) AS blocked_by,
           date_trunc('second', now() - xact_start) AS since, left(regexp_replace(query, '\\s+', ' ', 'g'), 48) AS query
      FROM pg_stat_activity WHERE datname = 'shop' AND state <> 'idle' AND pid <> pg_backend_pid()
     ORDER BY xact_start LIMIT 8"""


def tell(story):
    calm(story)
    stuck = deploy(story)
    roll_back(story)
    end_report(story)
    roll_forward(story)
    stuck.join()
    story.mark("quiet_after")
    story.wait(570)
    story.alerts("after")


def calm(story):
    story.mark("calm")
    story.wait(400)
    story.commit("storefront-2.14.1")
    story.wait(35)
    story.deploy("storefront", "2.14.1")
    story.wait(135)
    story.mark("report_started")
    story.run("finance-report", "report", str(9 * story.pace))
    story.wait(60)
    story.commit("orders-1.8.0")
    story.wait(110)


def deploy(story):
    stuck = story.deploy_aside("orders", "1.8.0")
    story.until(lambda: waiting(story) > 0, 30, "the migration waits for its lock")
    story.mark("lock_wait_began", relation="orders", pid=migration(story))
    story.wait(105)
    story.alerts("first-page")
    story.wait(130)
    story.look("connections", "SELECT application_name, state, count(*) FROM pg_stat_activity WHERE datname = 'shop' GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 8")
    story.wait(35)
    return stuck


def roll_back(story):
    story.mark("rollback_started", service="orders", version="1.7.0")
    story.stack.deploys.roll_back("orders", "1.7.0")
    story.mark("rollback_instances_restarted", waiting=waiting(story))
    exhausted(story)
    story.wait(120)
    story.alerts("worst")
    story.wait(70)


def exhausted(story):
    """The roll-back is not over when all slots are taken; in a try it may not come to that."""
    sql = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"
    try:
        story.until(lambda: int(story.psql(sql)) >= 66, 240, "every connection is taken")
        story.mark("connections_exhausted", connections=int(story.psql(sql)))
    except TimeoutError:
        story.mark("connections_not_exhausted")


def end_report(story):
    story.look("waiting", WAITING)
    story.wait(40)
    ended = story.psql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'finance-report'")
    story.mark("report_terminated", answer=ended)
    story.until(lambda: waiting(story) == 0, 60, "nobody waits for a lock")
    story.mark("locks_free")
    instances = story.stack.instances["orders"]
    story.until(lambda: all(one.healthy for one in instances), 90, "orders is up again")
    story.mark("orders_1_7_0_serving", version="1.7.0")
    story.wait(95)
    story.look("columns", "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = 'order_lines'")
    story.look("migrations", "SELECT version, name, date_trunc('second', applied_at) AS applied_at FROM schema_migrations ORDER BY 1")
    story.wait(30)


def roll_forward(story):
    story.deploy("orders", "1.8.0", by="database engineer")
    story.until(lambda: story.orders_paid() > 0, 60, "orders are paid again")
    story.mark("recovered")
    story.wait(60)
    story.psql("ALTER ROLE shop SET lock_timeout = '3s'")
    story.mark("lock_timeout_set")
    story.look("unpaid", "SELECT status, count(*) FROM orders WHERE placed_at > now() - interval '40 minutes' GROUP BY 1 ORDER BY 1")


def waiting(story):
    return int(story.psql("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"))


def migration(story):
    return int(story.psql("SELECT coalesce(max(pid), 0) FROM pg_stat_activity WHERE application_name = 'orders-migrate'"))
