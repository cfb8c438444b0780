"""Log lines. Every service has its own layout, as services of different teams do; each is one function here.

A layout takes (level, logger, message, fields, error) and gives the text of one record.
"""

import json
import os
import sys
import threading
import time
import traceback
from datetime import datetime, timezone

from common import settings

_lock = threading.Lock()


def _trace(error):
    return "".join(traceback.format_exception(error)).rstrip()


def zap(level, logger, message, fields, error):
    """One JSON object a line, as Go's zap writes it in production mode: epoch seconds."""
    record = {"level": level.lower(), "ts": round(time.time(), 6), "logger": logger, "msg": message, **fields}
    if error is not None:
        record["error"] = str(error)
    return json.dumps(record, separators=(",", ":"))


def logfmt(level, logger, message, fields, error):
    stamp = datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    values = {"time": stamp, "level": level.lower(), "component": logger, "msg": message, **fields}
    if error is not None:
        values["err"] = error
    return " ".join(f"{key}={_quoted(value)}" for key, value in values.items())


def _quoted(value):
    text = str(value)
    return json.dumps(text) if any(sign in text for sign in ' ="\n') or not text else text


def python(level, logger, message, fields, error):
    """The layout most Python programs use, with the stack below the line."""
    now = datetime.now(timezone.utc)
    stamp = f"{now:%Y-%m-%d %H:%M:%S},{now.microsecond // 1000:03d}"
    name = "WARNING" if level == "warn" else level.upper()
    return f"{stamp} {name} [{logger}] {_told(message, fields)}" + ("" if error is None else "\n" + _trace(error))


def spring(level, logger, message, fields, error):
    """A Java-like layout in the local zone of the process, which the line does not name."""
    now = datetime.now()
    stamp = f"{now:%Y-%m-%d %H:%M:%S}.{now.microsecond // 1000:03d}"
    thread = threading.current_thread().name.split(" ")[0].lower()[-15:]
    line = f"{stamp} {level.upper():>5} {os.getpid()} --- [{thread:>15}] {logger:<32} : {_told(message, fields)}"
    return line if error is None else line + "\n" + _trace(error)


def bracketed(level, logger, message, fields, error):
    stamp = datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    line = f"[{stamp}] [{level.lower()}] [{settings.INSTANCE}] {logger}: {_told(message, fields)}"
    return line if error is None else line + "\n" + _trace(error)


def _told(message, fields):
    return message + "".join(f" {key}={value}" for key, value in fields.items())


class Log:
    def __init__(self, layout, logger):
        self._layout, self._logger = layout, logger

    def write(self, level, message, error=None, **fields):
        text = self._layout(level, self._logger, message, fields, error)
        with _lock:
            sys.stdout.write(text + "\n")
            sys.stdout.flush()

    def info(self, message, **fields):
        self.write("info", message, **fields)

    def warn(self, message, error=None, **fields):
        self.write("warn", message, error, **fields)

    def error(self, message, error=None, **fields):
        self.write("error", message, error, **fields)
