"""`python3 -m recorder FAULT OUTPUT PACE`, inside the namespaces that `run` makes."""

import importlib
import pathlib
import signal
import sys
import time

from recorder import keep, place
from recorder.process import Process
from recorder.stack import Stack
from recorder.story import Story

SETTLE = 30


def customers(stack):
    stack.add(Process("load", ["/usr/bin/python3", "-m", "recorder.load"], folder=place.HERE))
    crawler = ["wrk", "-t1", "-c3", "-d3h", "--timeout", "12s", "-s", place.HERE / "config/browse.lua", f"{place.FRONT}/"]
    stack.add(Process("wrk", crawler))


def main(fault, output, pace):
    output = pathlib.Path(output)
    if any(output.iterdir()):
        sys.exit(f"{output} is not empty")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    fault = importlib.import_module(f"faults.{fault}")
    stack = Stack(getattr(fault, "DATA_SIZE", None), getattr(fault, "MEMORY", None))
    try:
        customers(stack)
        time.sleep(SETTLE)
        start, story = time.time(), Story(stack, pace)
        try:
            fault.tell(story)
        finally:  # a story that broke off is kept too: its logs say why
            print(f"not running at the end: {stack.dead()}", flush=True)
            keep.everything(output, story, start)
    finally:
        stack.stop()


main(sys.argv[1], sys.argv[2], float(sys.argv[3]))
