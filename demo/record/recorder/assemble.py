"""`python3 -m recorder.assemble FAULT RAW EVIDENCE TRUTH`: raw recording -> a folder as a team would export it.

Nothing is changed inside a file: files are sorted into folders, large ones packed, empty ones and the recorder's own
left out. The chat, where the fault has one, is filled with the recorded moments (see `chat`).
"""

import gzip
import json
import pathlib
import shutil
import socket
import sys

from recorder import chat, truth

SERVICES = ("storefront", "catalogue", "cart", "orders", "payment", "stock", "finance-report")
OWN = ("load.log", "wrk.log", "pager.log", "nginx.log", "node-exporter.log")
PACK_FROM = 400_000


def folder_of(name):
    """Where a log belongs in the export."""
    if name.startswith("nginx"):
        return "logs/nginx"
    if name == "deploys.jsonl":
        return "changes"
    return "logs/services" if name.startswith(SERVICES) else "logs/platform"


def put(source, target):
    """Copies a file; a large one is packed, with no time in the header so that the same input gives the same bytes."""
    data = source.read_bytes()
    if not data:
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    if len(data) < PACK_FROM:
        target.write_bytes(data)
        return
    with open(f"{target}.gz", "wb") as file, gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as packed:
        packed.write(data)


def evidence(raw, output):
    for log in sorted((raw / "log").iterdir()):
        if log.name not in OWN:
            put(log, output / folder_of(log.name) / log.name)
    for trace in sorted((raw / "traces").iterdir()):
        put(trace, output / "traces" / trace.name)
    for metric in sorted((raw / "metrics").iterdir()):
        put(metric, output / "metrics" / metric.name)
    for alert in sorted((raw / "alerts").iterdir()):
        if alert.name != "received.tsv" and alert.read_bytes().strip() != b"[]":
            put(alert, output / "alerts" / alert.name)
    put(raw / "git-log.txt", output / "changes" / "git-log.txt")


def check_for_leaks(output):
    """Stops when something of the recording machine is in the evidence."""
    own = [socket.gethostname().encode(), b"/work/", b"/root/", b"/home/", b"/tmp/"]
    for path in sorted(output.rglob("*")):
        if path.is_file():
            data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
            for word in own:
                if word in data and len(word) > 3:
                    sys.exit(f"{path}: has {word!r} in it")


def main(fault, raw, output, truth_file):
    raw, output, here = pathlib.Path(raw), pathlib.Path(output), pathlib.Path(__file__).resolve().parent.parent
    story = json.loads((raw / "story.json").read_text())
    for old in output.iterdir() if output.exists() else []:
        if old.name != "README.md":
            shutil.rmtree(old) if old.is_dir() else old.unlink()
    evidence(raw, output)
    script = here / "faults" / f"{fault}.chat.toml"
    if script.exists():
        chat.write(script, story, raw / "alerts" / "received.tsv", output / "chat")
    check_for_leaks(output)
    pathlib.Path(truth_file).write_text(truth.text(fault, story, raw, output))


main(*sys.argv[1:5])
