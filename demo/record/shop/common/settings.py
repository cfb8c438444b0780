"""Who this process is and where its neighbours are, from the environment."""

import os
import threading

SERVICE = os.environ.get("SERVICE", "unnamed")
INSTANCE = os.environ.get("INSTANCE", SERVICE)
VERSION = os.environ.get("VERSION", "0.0.0")
ADDRESS = os.environ.get("ADDRESS", "127.0.0.1")
PORT = int(os.environ.get("PORT", "8080"))
TRACES = os.environ.get("TRACES")
DATABASE = os.environ.get("DATABASE", "")


def peer(service):
    """Base URL of a neighbour: `http://NAME:8080`, unless `NAME_URL` says otherwise."""
    return os.environ.get(service.upper() + "_URL", f"http://{service}:8080")


def pause(seconds):
    """Sleeps. Not `time.sleep`, whose absolute deadlines break in a process with a shifted clock."""
    threading.Event().wait(seconds)
