"""A bounded HTTP server: many connections, few workers. Routes are (method, pattern, template, handler).

A handler takes a `Request` and gives `(status, value)`; the value is written as JSON. `/healthz` and `/metrics`
need no worker, so that a full service still says it is alive.
"""

import json
import os
import re
import signal
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from common import metrics, settings, trace


class Failed(Exception):
    """A request that ends with a status other than 2xx, on purpose."""

    def __init__(self, status, message):
        super().__init__(message)
        self.status = status


class Request:
    def __init__(self, handler, url, parts):
        self.path, self.parts, self.headers = url.path, parts, handler.headers
        self.query = {key: values[0] for key, values in parse_qs(url.query).items()}
        length = int(handler.headers.get("Content-Length") or 0)
        body = handler.rfile.read(length) if length else b""
        self.body = json.loads(body) if body else {}


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = 65536
    timeout = 75

    def do_GET(self):
        url = urlsplit(self.path)
        if url.path == "/healthz":
            return self._send(200, b"ok\n", "text/plain")
        if url.path == "/metrics":
            return self._send(200, metrics.exposition().encode(), "text/plain; version=0.0.4")
        return self._route(url)

    def do_POST(self):
        self._route(urlsplit(self.path))

    do_DELETE = do_POST

    def _route(self, url):
        for method, pattern, template, handle in self.server.routes:
            match = pattern.fullmatch(url.path)
            if match and method == self.command:
                return self._answer(template, handle, Request(self, url, match.groupdict()))
        return self._send(404, b'{"error":"no such route"}', "application/json")

    def _answer(self, template, handle, request):
        began = time.monotonic()
        span = trace.incoming(f"{self.command} {template}", self.headers.get("traceparent"))
        span.attributes.update({"http.request.method": self.command, "http.route": template, "url.path": request.path})
        metrics.move("http_requests_waiting", 1)
        self.server.workers.acquire()
        metrics.move("http_requests_waiting", -1)
        metrics.move("http_workers_busy", 1)
        try:
            status, value = self._handle(handle, request, span)
        finally:
            metrics.move("http_workers_busy", -1)
            self.server.workers.release()
        seconds = time.monotonic() - began
        metrics.count("http_requests_total", method=self.command, route=template, code=status)
        metrics.observe("http_request_duration_seconds", seconds, route=template)
        self.server.done(request, self.command, status, seconds, span)
        self._send(status, json.dumps(value).encode(), "application/json")

    def _handle(self, handle, request, span):
        try:
            with trace.active(span):
                status, value = handle(request)
                span.attributes["http.response.status_code"] = status
        except Failed as error:
            status, value = error.status, {"error": str(error)}
        except Exception as error:  # the last line of defence: whatever it was, the caller gets an answer
            self.server.crashed(request, self.command, error, span)
            status, value = 500, {"error": "internal error"}
        span.attributes["http.response.status_code"] = status
        return status, value

    def _send(self, status, body, kind):
        try:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            self.wfile.flush()
        except (BrokenPipeError, ConnectionResetError):
            metrics.count("http_clients_gone_total")
            self.close_connection = True

    def log_message(self, *_):
        """Nothing: each service writes its own log."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, request, client_address):
        """A connection that broke between requests is nobody's error."""


def route(method, path, handle):
    """`/products/{id}` matches one path segment and hands it on in `request.parts`."""
    return method, re.compile(re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", path)), path, handle


def serve(routes, workers, done, crashed, stopping):
    """Serves until told to stop. `done` and `crashed` write the service's log lines."""
    trace.start()

    def stop(*_):
        stopping()
        trace.flush()
        os._exit(0)

    signal.signal(signal.SIGTERM, stop)
    server = _Server((settings.ADDRESS, settings.PORT), _Handler)
    server.routes, server.workers, server.done, server.crashed = routes, threading.BoundedSemaphore(workers), done, crashed
    metrics.put("http_workers", workers)
    metrics.put("build_info", 1, service=settings.SERVICE, version=settings.VERSION)
    server.serve_forever()
