import re

from common import client, settings, trace
from common.log import Log, zap
from common.server import Failed, route, serve

WORKERS = 12
ORDERS_TIMEOUT = 6.0
PAGE_SIZE = 12
log = Log(zap, "storefront")


def call(method, service, path, body=None, timeout=3.0):
    return client.call(method, settings.peer(service) + path, body, timeout)


def customer(request):
    match = re.search(r"customer=(\d+)", request.headers.get("Cookie") or "")
    return match and match.group(1)


def wanted(what, method, service, path, timeout=3.0):
    """A part of a page that the page can do without."""
    try:
        return call(method, service, path, timeout=timeout)[1]
    except client.CallFailed as error:
        log.warn("page part left out", part=what, peer=error.peer, error=str(error), trace_id=trace.current().trace_id)
        return None


def needed(method, service, path, body=None, timeout=3.0):
    """A part without which there is no answer: 502 for a neighbour that fails, 504 for one that is silent."""
    try:
        status, value = call(method, service, path, body, timeout)
    except client.CallFailed as error:
        silent = "no answer within" in str(error)
        log.error("call failed", peer=error.peer, path=path.split("?")[0], error=str(error), trace_id=trace.current().trace_id)
        raise Failed(504 if silent else 502, str(error)) from error
    if status >= 400:
        raise Failed(status, value.get("error", "refused"))
    return value


def home(request):
    page = {"featured": needed("GET", "catalogue", f"/products?featured=1&limit={PAGE_SIZE}")}
    who = customer(request)
    if who:
        page["recent_orders"] = wanted("recent_orders", "GET", "orders", f"/orders?customer={who}", ORDERS_TIMEOUT)
        page["cart"] = wanted("cart", "GET", "cart", f"/carts/{who}")
    return 200, page


def products(request):
    return 200, needed("GET", "catalogue", f"/products?category={request.query.get('category', '1')}&limit={PAGE_SIZE}")


def product(request):
    number = request.parts["id"]
    value = needed("GET", "catalogue", f"/products/{number}")
    value["available"] = wanted("availability", "GET", "stock", f"/levels/{number}")
    return 200, value


def show_cart(request):
    return 200, needed("GET", "cart", f"/carts/{customer(request)}")


def add_to_cart(request):
    return 201, needed("POST", "cart", f"/carts/{customer(request)}/lines", request.body)


def checkout(request):
    who = customer(request)
    if not who:
        raise Failed(401, "sign in first")
    order = needed("POST", "orders", "/orders", {"customer": int(who), "key": request.body.get("key")}, ORDERS_TIMEOUT)
    return 201, order


def show_order(request):
    return 200, needed("GET", "orders", f"/orders/{request.parts['id']}", timeout=ORDERS_TIMEOUT)


def done(request, method, status, seconds, span):
    fields = {"method": method, "path": request.path, "status": status, "duration": round(seconds, 6), "trace_id": span.trace_id}
    if status >= 500:
        log.error("request failed", **fields)
    elif status >= 400 or seconds > 1 or method == "POST":
        log.info("request completed", **fields)


def crashed(request, method, error, span):
    log.error("unhandled error", error, method=method, path=request.path, trace_id=span.trace_id)


if __name__ == "__main__":
    log.info("starting", version=settings.VERSION, workers=WORKERS, instance=settings.INSTANCE)
    serve([
        route("GET", "/", home), route("GET", "/products", products), route("GET", "/products/{id}", product),
        route("GET", "/cart", show_cart), route("POST", "/cart", add_to_cart), route("POST", "/checkout", checkout),
        route("GET", "/orders/{id}", show_order),
    ], WORKERS, done, crashed, lambda: log.info("shutting down", signal="SIGTERM"))
