import random

from common import metrics, settings
from common.log import Log, bracketed
from common.server import Failed, route, serve

WORKERS = 24
DECLINED = 0.015
SLOW = 0.01
log = Log(bracketed, "payment")


def network():
    """What the card network takes: tens of milliseconds, now and then a second."""
    seconds = random.lognormvariate(-2.7, 0.4)
    if random.random() < SLOW:
        seconds += random.uniform(0.6, 1.4)
        log.warn("card network slow", milliseconds=round(1000 * seconds))
    settings.pause(seconds)


def charge(request):
    order, cents = request.body["order"], request.body["cents"]
    network()
    if random.random() < DECLINED:
        metrics.count("charges_total", result="declined")
        log.warn("charge declined", order=order, cents=cents, code="51")
        raise Failed(402, "card declined")
    reference = f"ch_{random.getrandbits(40):010x}"
    metrics.count("charges_total", result="authorised")
    metrics.count("charged_cents_total", cents)
    log.info("charge authorised", order=order, cents=cents, reference=reference)
    return 201, {"reference": reference}


def refund(request):
    reference = request.parts["reference"]
    network()
    metrics.count("refunds_total")
    log.info("charge refunded", reference=reference)
    return 201, {"reference": reference}


def done(request, method, status, seconds, span):
    if status >= 500 or seconds > 2:
        log.warn(f"{method} {request.path} -> {status}", milliseconds=round(1000 * seconds))


def crashed(request, method, error, span):
    log.error(f"{method} {request.path} crashed", error, trace=span.trace_id)


if __name__ == "__main__":
    log.info("ready", version=settings.VERSION)
    serve([route("POST", "/charges", charge), route("POST", "/refunds/{reference}", refund)], WORKERS, done, crashed, lambda: log.info("stopping"))
