"""The team's deploy script: migrations first, then one instance after the other. Writes deploy events, one JSON object a line."""

import json
import threading

from recorder import history, place
from recorder.process import Process

HEALTHY_SECONDS = 900
_number = 1040


class Deploys:
    def __init__(self, instances, current):
        """`instances` by service; `current` version by service."""
        self._instances, self.current = instances, dict(current)
        self._migration, self._abandoned = None, threading.Event()

    def roll_out(self, service, version, by="release engineer"):
        """Blocks until every instance is healthy with the new version, or until a roll-back takes over: then false."""
        deploy = self._open("deploy", service, version, by)
        self._abandoned.clear()
        deploy("started")
        if not self._migrate(service, version, deploy):
            deploy("failed", reason="superseded by a rollback" if self._abandoned.is_set() else "migration failed")
            return False
        for instance in self._instances[service]:
            instance.switch(version)
            place.until(lambda: instance.healthy or self._abandoned.is_set(), HEALTHY_SECONDS, f"{instance.name} is healthy")
            deploy("instance_updated", instance=instance.name)
        self.current[service] = version
        deploy("finished")
        return True

    def roll_back(self, service, version, by="incident commander"):
        """The standard procedure: stop the running deploy, restart every instance with the old version at once. Does not wait."""
        deploy = self._open("rollback", service, version, by)
        deploy("started")
        self._abandoned.set()
        if self._migration:
            self._migration.stop()
        for instance in self._instances[service]:
            instance.switch(version)
            deploy("instance_updated", instance=instance.name)
        self.current[service] = version
        return deploy

    def _open(self, kind, service, version, by):
        global _number
        _number += 1
        revision = history.release(service, version)
        fixed = {"id": f"{kind}-{_number}", "service": service, "version": version, "previous": self.current[service],
                 "revision": revision, "environment": "production", "by": by}

        def write(what, **more):
            with open(place.LOG / "deploys.jsonl", "a") as file:
                file.write(json.dumps({"time": place.now(), "event": f"{kind}.{what}", **fixed, **more}) + "\n")

        return write

    def _migrate(self, service, version, deploy):
        release = place.RELEASES / f"{service}-{version}"
        if not (release / service / "migrate.py").exists():
            return True
        deploy("migrating")
        env = {"SERVICE": service, "INSTANCE": f"{service}-migrate", "VERSION": version, "DATABASE": place.DATABASE}
        self._migration = Process(f"{service}-migrate", ["/usr/bin/python3", "-m", f"{service}.migrate"], env=env, folder=release)
        place.until(lambda: not self._migration.running(), HEALTHY_SECONDS, "the migration ends")
        return self._migration.code() == 0
