"""One supervised instance of a service: kept alive, restarted when it dies or does not answer.

The rules are those of a usual orchestrator: GRACE seconds to come up, then PROBES failed health probes in a row end it.
Its decisions are written to `supervisor.log`.
"""

import os
import threading
import time
import urllib.request

from recorder import place
from recorder.process import Process

GRACE, INTERVAL, PROBES, BACKOFF = 20, 4, 3, 2
_lock = threading.Lock()


def note(text):
    with _lock, open(place.LOG / "supervisor.log", "a") as log:
        log.write(f"{place.now()} supervisor: {text}\n")


class Instance:
    def __init__(self, name, service, env=None, memory=None):
        self.name, self.service, self._env, self._memory = name, service, env or {}, memory
        self.version, self._process, self._wanted = None, None, False
        self.healthy = False
        self._turn = threading.Lock()
        threading.Thread(target=self._watch, daemon=True).start()

    def switch(self, version):
        """(Re)starts with a version; does not wait for it."""
        with self._turn:
            self._wanted, self.version = True, version
            self._end("replaced")
            self._start()

    def stop(self):
        with self._turn:
            self._wanted = False
            self._end("stopped")

    def pid(self):
        return self._process.pid if self._process else None

    def _start(self):
        release = place.RELEASES / f"{self.service}-{self.version}"
        env = {
            "SERVICE": self.service, "INSTANCE": self.name, "VERSION": self.version, "ADDRESS": self.name,
            "TRACES": str(place.TRACES / f"{self.name}.jsonl"), "DATABASE": place.DATABASE, "PATH": os.environ["PATH"], **self._env}
        limit = ["prlimit", f"--data={self._memory}"] if self._memory else []
        self._process = Process(self.name, [*limit, "/usr/bin/python3", "-m", self.service], env=env, folder=release)
        self._started, self.healthy, self._failed = time.monotonic(), False, 0
        note(f"started {self.name} version={self.version} pid={self._process.pid}")

    def _end(self, why):
        if self._process and self._process.running():
            pid = self._process.pid
            self._process.stop()
            note(f"ended {self.name} pid={pid} reason={why!r} exit={self._process.code()}")
        self.healthy = False

    def _watch(self):
        while True:
            time.sleep(1 if not self.healthy else INTERVAL)
            with self._turn:
                if self._wanted:
                    self._check()

    def _check(self):
        if not self._process.running():
            note(f"{self.name} pid={self._process.pid} exited with {self._process.code()}, restarting in {BACKOFF}s")
            time.sleep(BACKOFF)
            return self._start()
        if self._answers():
            if not self.healthy:
                note(f"{self.name} pid={self._process.pid} is healthy after {time.monotonic() - self._started:.1f}s")
            self.healthy, self._failed = True, 0
        elif not self.healthy and time.monotonic() - self._started > GRACE:
            self._again(f"not healthy within {GRACE}s")
        elif self.healthy:
            self._failed += 1
            note(f"{self.name} health probe failed ({self._failed} of {PROBES})")
            if self._failed >= PROBES:
                self._again("health probes failed")

    def _again(self, why):
        self._end(why)
        self._start()

    def _answers(self):
        try:
            return urllib.request.urlopen(f"http://{self.name}:8080/healthz", timeout=2).status == 200
        except OSError:
            return False
