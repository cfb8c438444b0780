"""What a fault may do: wait, deploy, roll back, ask the database, mark a moment as true, keep what was seen.

A fault is a file `faults/NAME.py` with `SUMMARY` and `tell(story)`; see `faults/` for what they look like.
"""

import json
import pathlib
import threading
import time
import urllib.request

from recorder import database, history, place
from recorder.process import Process

HOSTS = pathlib.Path("/etc/hosts")
DETOUR = "10.30.0.99"


class Story:
    def __init__(self, stack, pace):
        self.stack, self.pace = stack, pace
        self.marks, self.seen = [], {}

    def wait(self, seconds):
        """Seconds of the full length; shorter in a try."""
        time.sleep(seconds * self.pace)

    def mark(self, name, **facts):
        """This happened now, and we know it because we did it or looked."""
        moment = {"name": name, "time": place.now(), **facts}
        self.marks.append(moment)
        print(f"{moment['time']} {name} {facts or ''}", flush=True)

    def commit(self, tag):
        history.make(tag)
        self.mark("commit", tag=tag)

    def deploy(self, service, version, **by):
        self.mark("deploy_started", service=service, version=version)
        done = self.stack.deploys.roll_out(service, version, **by)
        self.mark("deploy_finished" if done else "deploy_abandoned", service=service, version=version)
        return done

    def deploy_aside(self, service, version, **by):
        """The same, while the story goes on."""
        thread = threading.Thread(target=self.deploy, args=(service, version), kwargs=by)
        thread.start()
        return thread

    def psql(self, sql):
        return database.psql(sql)

    def look(self, name, sql):
        """What somebody saw in psql, kept under a name for the chat."""
        self.seen[name] = database.psql(sql, format="table")
        return self.seen[name]

    def alerts(self, name):
        """A snapshot of Alertmanager's API, kept as a file."""
        url = f"{place.ALERTMANAGER}/api/v2/alerts"
        (place.ALERTS / f"alertmanager-{name}.json").write_bytes(urllib.request.urlopen(url, timeout=5).read())

    def run(self, name, service, *arguments, **env):
        """A job of the shop, beside its services."""
        version = {"report": "0.9.0"}[service]
        settings = {"SERVICE": service, "INSTANCE": name, "VERSION": version, "DATABASE": place.DATABASE, **env}
        folder = place.RELEASES / f"{service}-{version}"
        return self.stack.add(Process(name, ["/usr/bin/python3", "-m", service, *arguments], env=settings, folder=folder))

    def bad_release(self, service, version, kind, seconds):
        """A release that does harm, and the roll-back that takes it away after some time."""
        before, instances = self.stack.deploys.current[service], self.stack.instances[service]
        self.deploy(service, version)
        self.mark("fault_began", service=service, kind=kind)
        self.wait(seconds)
        self.alerts("worst")
        self.mark("rollback_started", service=service, version=before)
        self.stack.deploys.roll_back(service, before)("finished")
        self.until(lambda: all(one.healthy for one in instances), 30, f"{service} is healthy")
        self.mark("recovered")

    def reroute(self, service, *way):
        """Sends new calls to a service over a poor link; `way` is what `recorder.relay` takes."""
        relay = ["/usr/bin/python3", "-m", "recorder.relay", DETOUR, f"{service}-1", *map(str, way)]
        self.stack.add(Process("relay", relay, folder=place.HERE))
        self._rename(service, DETOUR)

    def maintenance(self, service):
        """Sends new calls to a service to something that answers 503, as what stands in front of it does while it is worked on."""
        config, log = place.HERE / "config/maintenance.conf", place.LOG / "relay.log"
        self.stack.add(Process("relay", ["nginx", "-c", config, "-e", log]))
        self._rename(service, DETOUR)

    def lose_name(self, service):
        """From now on nobody finds the address of a service by its name."""
        self._rename(service, None)

    def _rename(self, service, address):
        self._direct = HOSTS.read_text()
        lines = []
        for line in self._direct.splitlines():
            number, *names = line.split()
            lines.append(" ".join([number, *(name for name in names if name != service)]))
        HOSTS.write_text("\n".join(lines + ([f"{address} {service}"] if address else [])) + "\n")

    def route_back(self):
        HOSTS.write_text(self._direct)

    def until(self, condition, seconds, what):
        place.until(condition, seconds, what)

    def orders_paid(self):
        return int(self.psql("SELECT count(*) FROM orders WHERE status = 'paid' AND placed_at > now() - interval '10 seconds'"))

    def written(self):
        """Marks and what was seen, as JSON."""
        return json.dumps({"pace": self.pace, "marks": self.marks, "seen": self.seen}, indent=1)
