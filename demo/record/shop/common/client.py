"""Calls to other services, with the trace context and a time limit in seconds."""

import http.client
import json
import time
from urllib.parse import urlsplit

from common import metrics, trace


class CallFailed(Exception):
    """No usable answer: refused, timed out, or a status of 500 and more."""

    def __init__(self, peer, message, status=None):
        super().__init__(f"{peer}: {message}")
        self.peer, self.status = peer, status


def call(method, url, body=None, timeout=5.0):
    """`(status, value)` for a status below 500."""
    parts = urlsplit(url)
    peer = parts.hostname
    began = time.monotonic()
    code = "error"
    with trace.child(f"{method} {peer}", server__address=peer, http__request__method=method, url__full=url) as span:
        try:
            status, value = _exchange(parts, method, body, timeout, span)
            code = status
            span.attributes["http.response.status_code"] = status
        except (OSError, http.client.HTTPException) as error:
            raise CallFailed(peer, _reason(error, timeout)) from error
        finally:
            metrics.count("http_client_requests_total", peer=peer, code=code)
            metrics.observe("http_client_request_duration_seconds", time.monotonic() - began, peer=peer)
        if status >= 500:
            raise CallFailed(peer, f"answered {status}", status)
        return status, value


def _exchange(parts, method, body, timeout, span):
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=timeout)
    try:
        payload = None if body is None else json.dumps(body).encode()
        headers = {"traceparent": span.header(), "Content-Type": "application/json", "Connection": "close"}
        connection.request(method, parts.path + ("?" + parts.query if parts.query else ""), payload, headers)
        answer = connection.getresponse()
        text = answer.read()
        return answer.status, json.loads(text or b"null") if answer.status < 500 else None
    finally:
        connection.close()


def _reason(error, timeout):
    if isinstance(error, TimeoutError):
        return f"no answer within {timeout:g} s"
    if isinstance(error, ConnectionRefusedError):
        return "connection refused"
    return f"{type(error).__name__}: {error}"
