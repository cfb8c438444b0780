import sys
import threading

import psycopg2

from common import client, metrics, settings
from common.log import Log, python
from common.pool import Pool, PoolTimeout, query
from common.server import Failed, route, serve
from orders import statements
from orders.place import place

WORKERS = 32
WARM_CONNECTIONS = 6
log = Log(python, "orders.api")
start_log = Log(python, "orders.start")
pool = Pool(size=8, timeout=4.0)


def new_order(request):
    order = place(pool, request.body["customer"], request.body.get("key"))
    metrics.count("orders_total", result=order["status"])
    if order["status"] != "paid":
        raise Failed(409 if order["status"] == "sold_out" else 402, order["status"])
    return 201, order


def recent(request):
    with pool.connection() as connection:
        rows = query(connection, statements.RECENT, (int(request.query["customer"]),))
    return 200, [as_order(row) for row in rows]


def one(request):
    with pool.connection() as connection:
        rows = query(connection, statements.ONE, (int(request.parts["id"]),))
        if not rows:
            raise Failed(404, "no such order")
        lines = query(connection, statements.LINES, (rows[0][0],))
    return 200, {**as_order(rows[0]), "lines": [{"product": row[0], "count": row[1], "price_cents": row[2]} for row in lines]}


def as_order(row):
    return {"id": row[0], "status": row[1], "total_cents": row[2], "placed_at": row[3]}


def done(request, method, status, seconds, span):
    if status >= 500:
        log.error("request failed", method=method, path=request.path, status=status, ms=round(1000 * seconds), trace_id=span.trace_id)
    elif seconds > 1:
        log.warn("slow request", method=method, path=request.path, status=status, ms=round(1000 * seconds), trace_id=span.trace_id)


def crashed(request, method, error, span):
    metrics.count("exceptions_total", type=type(error).__name__)
    expected = isinstance(error, (PoolTimeout, client.CallFailed))
    log.error(f"{method} {request.path}: {type(error).__name__}" + (f": {error}" if expected else ""), None if expected else error)


def check_schema():
    with pool.connection() as connection:
        applied = query(connection, statements.APPLIED)[0][0]
    if applied != statements.SCHEMA:
        start_log.warn("database schema is not the one this version was written for", expected=statements.SCHEMA, found=applied)


def take_up_pending(shard, found, failed):
    """Orders that were interrupted by the last stop: they are read before anything is served."""
    try:
        with pool.connection() as connection:
            found.extend(query(connection, statements.PENDING, (WARM_CONNECTIONS, shard)))
    except psycopg2.Error as error:
        failed.append(error)


def warm_up():
    start_log.info("reading pending orders", connections=WARM_CONNECTIONS)
    found, failed = [], []
    shards = [threading.Thread(target=take_up_pending, args=(shard, found, failed), daemon=True) for shard in range(WARM_CONNECTIONS)]
    for shard in shards:
        shard.start()
    for shard in shards:
        shard.join()
    if failed:
        raise failed[0]
    start_log.info("pending orders read", pending=len(found))


if __name__ == "__main__":
    start_log.info("orders starting", version=settings.VERSION, instance=settings.INSTANCE)
    try:
        check_schema()
        warm_up()
    except psycopg2.OperationalError as error:
        start_log.error("cannot start without the database", error)
        sys.exit(1)
    start_log.info("serving", address=f"{settings.ADDRESS}:{settings.PORT}", workers=WORKERS)
    serve([
        route("POST", "/orders", new_order), route("GET", "/orders", recent), route("GET", "/orders/{id}", one),
    ], WORKERS, done, crashed, lambda: log.info("SIGTERM received, stopping"))
