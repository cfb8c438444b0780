"""Takes everything out of the running shop: logs, traces, alerts, metrics, the repository's history."""

import json
import shutil
import time
import urllib.parse
import urllib.request

from recorder import history, place

STEP = 5


def metrics(output, start, end):
    """One `query_range` answer per line of `config/metrics.txt`, whole window, as Prometheus gave it."""
    output.mkdir()
    for line in (place.HERE / "config/metrics.txt").read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        name, expression = line.split(maxsplit=1)
        query = urllib.parse.urlencode({"query": expression, "start": start, "end": end, "step": STEP})
        answer = urllib.request.urlopen(f"{place.PROMETHEUS}/api/v1/query_range?{query}", timeout=30).read()
        if json.loads(answer)["data"]["result"]:
            (output / f"{name}.json").write_bytes(answer)
        else:
            print(f"no series: {expression}", flush=True)


def everything(output, story, start):
    metrics(output / "metrics", int(start), int(time.time()))
    for folder in (place.LOG, place.TRACES, place.ALERTS):
        shutil.copytree(folder, output / folder.name)
    (output / "git-log.txt").write_text(history.git("log", "--stat") + "\n")
    (output / "story.json").write_text(story.written() + "\n")
