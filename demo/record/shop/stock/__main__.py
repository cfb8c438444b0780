import threading

import psycopg2

from common import metrics, settings
from common.log import Log, spring
from common.pool import Pool, PoolTimeout, query
from common.server import Failed, route, serve

WORKERS = 16
log = Log(spring, "shop.stock.StockController")
refill_log = Log(spring, "shop.stock.RefillJob")
pool = Pool(size=4, timeout=2.0)


def work(sql, values=()):
    try:
        with pool.connection() as connection:
            return query(connection, sql, values)
    except (psycopg2.OperationalError, PoolTimeout) as error:
        log.error("stock database not available", error)
        raise Failed(503, "stock database not available") from error


def level(request):
    rows = work("SELECT available FROM stock_levels WHERE product_id = %s", (int(request.parts["product"]),))
    if not rows:
        raise Failed(404, "no such product")
    return 200, {"available": rows[0][0]}


def reserve(request):
    for line in sorted(request.body["lines"], key=lambda line: line["product"]):
        sql = "UPDATE stock_levels SET available = available - %s WHERE product_id = %s AND available >= %s RETURNING available"
        rows = work(sql, (line["count"], line["product"], line["count"]))
        if not rows:
            metrics.count("reservations_total", result="sold_out")
            log.warn("sold out", order=request.body["order"], product=line["product"])
            raise Failed(409, "sold out")
    metrics.count("reservations_total", result="reserved")
    log.info("reserved", order=request.body["order"], lines=len(request.body["lines"]))
    return 201, {"reserved": len(request.body["lines"])}


def refill():
    """Goods come in: every half minute what runs low is filled up."""
    while True:
        settings.pause(30)
        try:
            rows = work("UPDATE stock_levels SET available = 500 WHERE available < 100 RETURNING product_id")
            refill_log.info("goods received", products=len(rows))
        except Failed:
            refill_log.warn("goods not booked, trying again in 30 s")


def done(request, method, status, seconds, span):
    if status >= 500 or seconds > 1:
        log.warn("request", method=method, path=request.path, status=status, ms=round(1000 * seconds))


def crashed(request, method, error, span):
    log.error(f"{method} {request.path} crashed", error)


if __name__ == "__main__":
    log.info("Started StockApplication", version=settings.VERSION)
    threading.Thread(target=refill, daemon=True, name="refill-1").start()
    serve([route("GET", "/levels/{product}", level), route("POST", "/reservations", reserve)], WORKERS, done, crashed, lambda: log.info("Stopping"))
