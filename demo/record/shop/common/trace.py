"""Spans: W3C trace context over HTTP, written in the shape of the OTLP-JSON file exporter.

One line per batch of at most two seconds. A trace is sampled where it begins and the flag travels with it.
"""

import atexit
import contextlib
import json
import random
import threading
import time

from common import settings

KINDS = {"server": 2, "client": 3, "internal": 1}
SAMPLED = 0.12
_current = threading.local()
_lock = threading.Lock()
_waiting = []


class Span:
    def __init__(self, name, kind, trace_id, parent_id, sampled):
        self.name, self.kind, self.trace_id, self.parent_id, self.sampled = name, kind, trace_id, parent_id, sampled
        self.span_id = f"{random.getrandbits(64):016x}"
        self.start = time.time_ns()
        self.attributes, self.events, self.error = {}, [], None

    def header(self):
        return f"00-{self.trace_id}-{self.span_id}-{'01' if self.sampled else '00'}"

    def fail(self, error):
        """Mark as failed; an exception is kept as the event that OpenTelemetry's conventions name."""
        self.error = str(error).strip().split("\n")[0]
        if isinstance(error, Exception):
            self.events.append({
                "timeUnixNano": str(time.time_ns()), "name": "exception",
                "attributes": _attributes({"exception.type": type(error).__qualname__, "exception.message": self.error}),
            })

    def finish(self):
        if not self.sampled:
            return
        record = {
            "traceId": self.trace_id, "spanId": self.span_id, "parentSpanId": self.parent_id or "", "name": self.name,
            "kind": KINDS[self.kind], "startTimeUnixNano": str(self.start), "endTimeUnixNano": str(time.time_ns()),
            "attributes": _attributes(self.attributes), "status": {},
        }
        if self.events:
            record["events"] = self.events
        if self.error is not None:
            record["status"] = {"code": 2, "message": self.error}
        with _lock:
            _waiting.append(record)


def _attributes(values):
    return [{"key": key, "value": _value(value)} for key, value in values.items()]


def _value(value):
    return {"intValue": str(value)} if isinstance(value, int) else {"stringValue": str(value)}


def current():
    return getattr(_current, "span", None)


def incoming(name, traceparent):
    """The server span of a request; a new trace when the caller sent no context."""
    parts = (traceparent or "").split("-")
    if len(parts) == 4:
        return Span(name, "server", parts[1], parts[2], parts[3] == "01")
    return Span(name, "server", f"{random.getrandbits(128):032x}", None, random.random() < SAMPLED)


@contextlib.contextmanager
def active(span):
    """Makes the span the current one; failures are noted and passed on."""
    before, _current.span = current(), span
    try:
        yield span
    except Exception as error:
        span.fail(error)
        raise
    finally:
        _current.span = before
        span.finish()


def child(name, kind="client", **attributes):
    above = current()
    if above is None:
        span = Span(name, kind, f"{random.getrandbits(128):032x}", None, False)
    else:
        span = Span(name, kind, above.trace_id, above.span_id, above.sampled)
    span.attributes.update({key.replace("__", "."): value for key, value in attributes.items()})
    return active(span)


def flush():
    with _lock:
        spans, _waiting[:] = list(_waiting), []
    if not spans or not settings.TRACES:
        return
    resource = {"service.name": settings.SERVICE, "service.instance.id": settings.INSTANCE, "service.version": settings.VERSION}
    batch = {"resourceSpans": [{"resource": {"attributes": _attributes(resource)},
                                "scopeSpans": [{"scope": {"name": "shop.trace", "version": "1"}, "spans": spans}]}]}
    with open(settings.TRACES, "a") as file:
        file.write(json.dumps(batch, separators=(",", ":")) + "\n")


def _flush_for_ever():
    while True:
        settings.pause(2)
        flush()


def start():
    threading.Thread(target=_flush_for_ever, daemon=True).start()
    atexit.register(flush)
