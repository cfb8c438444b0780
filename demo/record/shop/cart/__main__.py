import threading

from common import client, metrics, settings
from common.log import Log, logfmt
from common.server import Failed, route, serve

WORKERS = 16
log = Log(logfmt, "cart")
_carts, _lock = {}, threading.Lock()


def show(request):
    with _lock:
        return 200, {"lines": list(_carts.get(request.parts["customer"], []))}


def add(request):
    customer, line = request.parts["customer"], request.body
    try:
        status, product = client.call("GET", f"{settings.peer('catalogue')}/products/{line['product']}", timeout=2.5)
    except client.CallFailed as error:
        log.error("price lookup failed", error, customer=customer, product=line["product"])
        raise Failed(502, "no price for the product") from error
    if status == 404:
        raise Failed(404, "no such product")
    with _lock:
        lines = _carts.setdefault(customer, [])
        lines.append({"product": product["id"], "count": int(line.get("count", 1)), "price_cents": product["price_cents"]})
        metrics.put("carts_open", len(_carts))
    log.info("line added", customer=customer, product=product["id"], lines=len(lines))
    return 201, {"lines": len(lines)}


def clear(request):
    with _lock:
        gone = _carts.pop(request.parts["customer"], [])
        metrics.put("carts_open", len(_carts))
    return 200, {"removed": len(gone)}


def done(request, method, status, seconds, span):
    if status >= 400 or seconds > 1:
        log.warn("request", method=method, path=request.path, status=status, duration_ms=round(1000 * seconds), trace_id=span.trace_id)


def crashed(request, method, error, span):
    log.error("request crashed", error, method=method, path=request.path, trace_id=span.trace_id)


if __name__ == "__main__":
    log.info("listening", version=settings.VERSION, addr=f"{settings.ADDRESS}:{settings.PORT}")
    serve([
        route("GET", "/carts/{customer}", show), route("POST", "/carts/{customer}/lines", add), route("DELETE", "/carts/{customer}", clear),
    ], WORKERS, done, crashed, lambda: log.info("stopping"))
