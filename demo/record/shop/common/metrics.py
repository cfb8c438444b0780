"""Counters, gauges and histograms in Prometheus' text exposition. Durations in seconds."""

import os
import resource
import threading
import time

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_lock = threading.Lock()
_kinds = {}
_values = {}
_started = time.time()


def _key(name, labels):
    return name, tuple(sorted((label, str(text)) for label, text in labels.items()))


def count(name, amount=1, **labels):
    _add("counter", name, name, amount, labels)


def move(name, amount, **labels):
    """Change a gauge by an amount."""
    _add("gauge", name, name, amount, labels)


def observe(name, value, **labels):
    for bound in BUCKETS:
        _add("histogram", name, name + "_bucket", int(value <= bound), {**labels, "le": str(bound)})
    _add("histogram", name, name + "_bucket", 1, {**labels, "le": "+Inf"})
    _add("histogram", name, name + "_sum", value, labels)
    _add("histogram", name, name + "_count", 1, labels)


def put(name, value, **labels):
    """Set a gauge."""
    with _lock:
        _kinds[name] = "gauge"
        _values[_key(name, labels)] = value


def _add(kind, family, name, amount, labels):
    with _lock:
        _kinds[family] = kind
        key = _key(name, labels)
        _values[key] = _values.get(key, 0) + amount


def _process():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    with open("/proc/self/statm") as statm:
        pages = int(statm.read().split()[1])
    put("process_cpu_seconds_total", round(usage.ru_utime + usage.ru_stime, 3))
    put("process_resident_memory_bytes", pages * os.sysconf("SC_PAGE_SIZE"))
    put("process_start_time_seconds", round(_started, 3))
    put("process_threads", threading.active_count())
    put("process_open_fds", len(os.listdir("/proc/self/fd")))


def exposition():
    """The whole registry as text."""
    _process()
    with _lock:
        lines = [f"# TYPE {name} {kind}" for name, kind in sorted(_kinds.items())]
        for (name, labels), value in sorted(_values.items()):
            inner = ",".join(f'{key}="{text}"' for key, text in labels)
            lines.append(f"{name}{{{inner}}} {value}" if inner else f"{name} {value}")
    return "\n".join(lines) + "\n"
