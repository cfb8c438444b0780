import signal
import sys

import psycopg2
from psycopg2.extensions import ISOLATION_LEVEL_REPEATABLE_READ

from common import settings
from common.log import Log, logfmt

BATCH = 20
log = Log(logfmt, "finance-report")
REVENUE = """
    SELECT customer_id, date_trunc('week', placed_at) AS week, count(*), sum(total_cents)
      FROM orders WHERE status = 'paid' AND customer_id BETWEEN %s AND %s GROUP BY 1, 2 ORDER BY 1, 2"""


def main(pause):
    """One batch of customers after the other, with a pause between them that keeps the ledger's upload limit."""
    connection = psycopg2.connect(settings.DATABASE, application_name="finance-report")
    connection.set_session(isolation_level=ISOLATION_LEVEL_REPEATABLE_READ, readonly=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT min(customer_id), max(customer_id) FROM orders")
        first, last = cursor.fetchone()
        log.info("report started", report="revenue-by-customer-week", customers=last - first + 1, batch=BATCH)
        rows = 0
        for lower in range(first, last + 1, BATCH):
            cursor.execute(REVENUE, (lower, lower + BATCH - 1))
            rows += len(cursor.fetchall())
            if lower // BATCH % 10 == 0:
                log.info("batch uploaded", customers_done=lower - first + BATCH, rows=rows)
            settings.pause(pause)
    connection.commit()
    log.info("report finished", rows=rows)


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    try:
        main(float(sys.argv[1]))
    except psycopg2.Error as error:
        log.error("report aborted", str(error).strip().split("\n")[0])
        sys.exit(1)
