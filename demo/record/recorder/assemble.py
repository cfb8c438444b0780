"""`python3 -m recorder.assemble FAULT RAW EVIDENCE TRUTH`: raw recording -> a folder as a team would export it.

Nothing is changed inside a file: files are sorted into folders, large ones packed, empty ones and the recorder's own
left out. The chat, where the fault has one, is filled with the recorded moments (see `chat`). EVIDENCE may end in `.zip`:
then the folder becomes an archive, and no file in it is packed by itself. The same recording gives the same bytes.
"""

import gzip
import json
import pathlib
import shutil
import socket
import sys
import tempfile
import zipfile
from datetime import datetime

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


def put(source, target, pack_from):
    """Copies a file; a large one is packed, with no time in the header."""
    data = source.read_bytes()
    if not data:
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    if len(data) < pack_from:
        target.write_bytes(data)
        return
    with open(f"{target}.gz", "wb") as file, gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=0) as packed:
        packed.write(data)


def evidence(raw, output, pack_from=PACK_FROM):
    for log in sorted((raw / "log").iterdir()):
        if log.name not in OWN:
            put(log, output / folder_of(log.name) / log.name, pack_from)
    for trace in sorted((raw / "traces").iterdir()):
        put(trace, output / "traces" / trace.name, pack_from)
    for metric in sorted((raw / "metrics").iterdir()):
        put(metric, output / "metrics" / metric.name, pack_from)
    for alert in sorted((raw / "alerts").iterdir()):
        if alert.name != "received.tsv" and alert.read_bytes().strip() != b"[]":
            put(alert, output / "alerts" / alert.name, pack_from)
    put(raw / "git-log.txt", output / "changes" / "git-log.txt", pack_from)


def check_for_leaks(output):
    """Stops when something of the recording machine is in the evidence."""
    own = [socket.gethostname().encode(), str(pathlib.Path.cwd()).encode(), b"/root/", b"/home/", b"/tmp/"]
    for path in sorted(output.rglob("*")):
        if path.is_file():
            data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
            for word in own:
                if word in data and len(word) > 3:
                    sys.exit(f"{path}: has {word!r} in it")


def archive(folder, target, moment):
    """`moment`: what the archive says that its files were written at; the beginning of the recording."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as file:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), moment.timetuple()[:6])
                entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
                file.writestr(entry, path.read_bytes())


def clear(output):
    """Empties a folder of an earlier recording, but for its description."""
    for old in output.iterdir() if output.exists() else []:
        if old.name != "README.md":
            shutil.rmtree(old) if old.is_dir() else old.unlink()


def export(fault, raw, story, output, pack_from):
    script = pathlib.Path(__file__).resolve().parent.parent / "faults" / f"{fault}.chat.toml"
    evidence(raw, output, pack_from)
    if script.exists():
        chat.write(script, story, raw / "alerts" / "received.tsv", output / "chat")
    check_for_leaks(output)
    return truth.text(fault, story, raw, output)


def main(fault, raw, output, truth_file):
    raw, output = pathlib.Path(raw), pathlib.Path(output)
    story = json.loads((raw / "story.json").read_text())
    output.parent.mkdir(parents=True, exist_ok=True)
    if output.suffix == ".zip":
        with tempfile.TemporaryDirectory() as folder:
            true = export(fault, raw, story, pathlib.Path(folder), sys.maxsize)
            archive(pathlib.Path(folder), output, datetime.fromisoformat(story["marks"][0]["time"]))
    else:
        clear(output)
        true = export(fault, raw, story, output, PACK_FROM)
    pathlib.Path(truth_file).write_text(true)


main(*sys.argv[1:5])
