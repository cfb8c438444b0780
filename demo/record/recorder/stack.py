"""The whole shop: what runs, in the order in which it starts."""

import glob

from recorder import database, history, monitoring, place
from recorder.deploy import Deploys
from recorder.instance import Instance
from recorder.process import Process

VERSIONS = {"catalogue": "1.3.2", "cart": "1.1.0", "payment": "3.0.4", "stock": "2.2.1", "orders": "1.7.0", "storefront": "2.14.0"}
TWICE = ("orders", "storefront")
# Seconds that payment's clock is behind: its host lost its time server long ago. The library shifts what the process reads.
PAYMENT_CLOCK = -197
ODD = {
    "payment": {
        "LD_PRELOAD": (glob.glob("/usr/lib/*/faketime/libfaketime.so.1") + [""])[0],
        "FAKETIME": f"{PAYMENT_CLOCK}s", "FAKETIME_DONT_FAKE_MONOTONIC": "1"},
    "stock": {"TZ": "Asia/Kolkata"},
}


class Stack:
    def __init__(self, data_size=None, limits=None):
        """`data_size` (as `320m`) puts the database on a volume of that size; `limits` are bytes of memory by service."""
        place.prepare()
        history.create()
        self.database = database.start(data_size)
        self._processes = []
        self.instances = {}
        for service, version in VERSIONS.items():
            history.release(service, version)
            names = [f"{service}-{number}" for number in range(1, 3 if service in TWICE else 2)]
            self.instances[service] = [Instance(name, service, ODD.get(service), (limits or {}).get(service)) for name in names]
            for instance in self.instances[service]:
                instance.switch(version)
        history.release("report", "0.9.0")
        self._processes.append(Process("nginx", ["nginx", "-c", place.HERE / "config/nginx.conf", "-e", place.LOG / "nginx-error.log"]))
        place.until(lambda: all(one.healthy for group in self.instances.values() for one in group), 60, "every instance is healthy")
        self._processes += monitoring.start()
        self.deploys = Deploys(self.instances, VERSIONS)

    def add(self, process):
        self._processes.append(process)
        return process

    def database_again(self):
        """What an operator does when the server is gone: start it. True when that was necessary."""
        if self.database.running():
            return False
        self.database = database.serve()
        return True

    def dead(self):
        """Names of what should run and does not."""
        return [process.name for process in self._processes if not process.running() and process.code() not in (0, -15)]

    def stop(self):
        for group in self.instances.values():
            for instance in group:
                instance.stop()
        for process in reversed(self._processes):
            process.stop()
        self.database.stop()
