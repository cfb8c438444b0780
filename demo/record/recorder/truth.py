"""The truth about a recording, as TOML: what was done and when, by the one that did it; which clocks lie. A quiet one has the fault `none`.

Times are those of the recording machine's clock, which every source but the odd ones shares.
"""

import json

from recorder import stack


def text(fault, story, raw, output):
    lines = [
        "# The truth about this recording, written by the recorder at the moment when it did or saw each thing.",
        "# `offset_s` is what has to be added to a source's clock; a zone is what a source's times are in without saying so.",
        "", f'fault = "{"none" if fault.startswith("quiet") else fault}"', f"pace = {story['pace']}"]
    for mark in story["marks"]:
        facts = {key: value for key, value in mark.items() if key not in ("name", "time")}
        lines += ["", "[[moment]]", f'name = "{mark["name"]}"', f"time = {mark['time']}"]
        lines += [f"{key} = {json.dumps(value)}" for key, value in facts.items()]
    for path in sources(output, "payment"):
        lines += ["", "[[clock]]", f'source = "{path}"', f"offset_s = {-stack.PAYMENT_CLOCK}"]
    for path in sources(output / "logs", "stock"):
        lines += ["", "[[zone]]", f'source = "logs/{path}"', f'zone = "{stack.ODD["stock"]["TZ"]}"']
    lines += pages(raw / "alerts" / "received.tsv")
    return "\n".join(lines) + "\n"


def pages(file):
    lines = []
    for line in file.read_text().splitlines() if file.exists() else []:
        time, status, name = line.split("\t")
        lines += ["", "[[page]]", f'alert = "{name}"', f'status = "{status}"', f"time = {time}"]
    return lines


def sources(folder, service):
    return [path.relative_to(folder).as_posix() for path in sorted(folder.rglob(f"{service}-*")) if path.is_file()]
