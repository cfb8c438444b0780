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

    def reroute(self, service, delay, instance="payment-1"):
        """Sends new calls to a service through a link that holds every piece of data back for `delay` seconds."""
        self.stack.add(Process("relay", ["/usr/bin/python3", "-m", "recorder.relay", "10.30.0.99", instance, str(delay)], folder=place.HERE))
        self._direct = pathlib.Path("/etc/hosts").read_text()
        lines = [line for line in self._direct.splitlines() if service not in line.split()]
        pathlib.Path("/etc/hosts").write_text("\n".join([*lines, f"10.30.0.99 {service}", f"10.30.0.51 {instance}"]) + "\n")

    def route_back(self):
        pathlib.Path("/etc/hosts").write_text(self._direct)

    def until(self, condition, seconds, what):
        place.until(condition, seconds, what)

    def orders_paid(self):
        return int(self.psql("SELECT count(*) FROM orders WHERE status = 'paid' AND placed_at > now() - interval '10 seconds'"))

    def written(self):
        """Marks and what was seen, as JSON."""
        return json.dumps({"pace": self.pace, "marks": self.marks, "seen": self.seen}, indent=1)
