"""Where things are inside the recording's namespaces."""

import pathlib
import time
from datetime import datetime, timezone

HERE = pathlib.Path(__file__).resolve().parent.parent
HOME = pathlib.Path("/srv/shop")
LOG, RUN, TRACES, ALERTS = HOME / "log", HOME / "run", HOME / "traces", HOME / "alerts"
RELEASES, REPOSITORY, DATA = HOME / "releases", HOME / "repository", HOME / "data"
PROMETHEUS, ALERTMANAGER = "http://monitor-1:9090", "http://monitor-1:9093"
FRONT = "http://shop.example"
DATABASE = "host=db-1 dbname=shop user=shop"
ADMIN = "host=db-1 dbname=shop user=postgres"


def prepare():
    for folder in (LOG, RUN, TRACES, ALERTS, RELEASES):
        folder.mkdir(parents=True)
    RUN.chmod(0o777)


def now():
    """The moment as written into marks and deploy events: RFC 3339, UTC, milliseconds."""
    return datetime.now(timezone.utc).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def until(condition, seconds, what):
    """Waits for a condition; gives up with an error that says what never came."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise TimeoutError(f"not within {seconds:g} s: {what}")
        time.sleep(0.4)
