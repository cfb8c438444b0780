import threading
import time

import psycopg2

from common import metrics, settings
from common.log import Log, bracketed
from common.pool import Pool, PoolTimeout, query
from common.server import Failed, route, serve

WORKERS = 16
CACHE_SECONDS = 20
COLUMNS = "id, name, price_cents, category"
log = Log(bracketed, "catalogue")
pool = Pool(size=4, timeout=2.0)
_cache, _lock = {}, threading.Lock()


def cached(key, sql, values):
    """Rows of a statement, at most CACHE_SECONDS old."""
    with _lock:
        kept = _cache.get(key)
    if kept and time.monotonic() - kept[0] < CACHE_SECONDS:
        metrics.count("cache_requests_total", result="hit")
        return kept[1]
    metrics.count("cache_requests_total", result="miss")
    rows = read(sql, values)
    with _lock:
        _cache[key] = (time.monotonic(), rows)
    return rows


def read(sql, values):
    try:
        with pool.connection() as connection:
            began = time.monotonic()
            rows = query(connection, sql, values)
    except (psycopg2.OperationalError, PoolTimeout) as error:
        log.error("database not available", detail=repr(str(error).strip().split("\n")[0]))
        raise Failed(503, "catalogue database not available") from error
    if time.monotonic() - began > 0.2:
        log.warn("slow query", milliseconds=round(1000 * (time.monotonic() - began)), sql=repr(sql))
    return rows


def as_product(row):
    return {"id": row[0], "name": row[1], "price_cents": row[2], "category": row[3]}


def products(request):
    limit = int(request.query.get("limit", "12"))
    if "featured" in request.query:
        rows = cached("featured", f"SELECT {COLUMNS} FROM products WHERE featured ORDER BY id LIMIT %s", (limit,))
    else:
        category = int(request.query.get("category", "1"))
        rows = cached(("category", category), f"SELECT {COLUMNS} FROM products WHERE category = %s ORDER BY name LIMIT %s", (category, limit))
    return 200, [as_product(row) for row in rows]


def product(request):
    number = int(request.parts["id"])
    rows = cached(("product", number), f"SELECT {COLUMNS} FROM products WHERE id = %s", (number,))
    if not rows:
        raise Failed(404, "no such product")
    return 200, as_product(rows[0])


def done(request, method, status, seconds, span):
    if status >= 400 or seconds > 0.5:
        log.warn(f"{method} {request.path} -> {status}", milliseconds=round(1000 * seconds), trace=span.trace_id)


def crashed(request, method, error, span):
    log.error(f"{method} {request.path} crashed", error, trace=span.trace_id)


def report():
    """A line a minute about the cache, which is how one sees that this service is alive."""
    while True:
        settings.pause(60)
        with _lock:
            log.info("cache", entries=len(_cache))


if __name__ == "__main__":
    log.info("listening", version=settings.VERSION, address=f"{settings.ADDRESS}:{settings.PORT}")
    threading.Thread(target=report, daemon=True).start()
    serve([route("GET", "/products", products), route("GET", "/products/{id}", product)], WORKERS, done, crashed, lambda: log.info("stopping"))
