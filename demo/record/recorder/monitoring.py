"""Prometheus, Alertmanager, the exporters and the receiver of pages."""

import shutil

from recorder import place
from recorder.process import Process

COLLECTORS = ("cpu", "meminfo", "loadavg", "diskstats", "filesystem", "netdev", "vmstat", "stat", "pressure", "sockstat")


def start():
    for name in ("prometheus.yml", "rules.yml", "alertmanager.yml"):
        shutil.copy(place.HERE / "config" / name, place.RUN / name)
    return [
        Process("node-exporter", [
            "prometheus-node-exporter", "--web.listen-address=shop-1:9100", "--collector.disable-defaults",
            r"--collector.filesystem.mount-points-exclude=^/($|[^s]|s[^r]|srv$)", *(f"--collector.{name}" for name in COLLECTORS)]),
        Process("postgres-exporter", ["prometheus-postgres-exporter", "--web.listen-address=db-1:9187"],
                env={"DATA_SOURCE_NAME": "postgresql://shop@db-1/shop?sslmode=disable"}),
        Process("pager", ["/usr/bin/python3", "-m", "recorder.receiver"], folder=place.HERE),
        Process("alertmanager", [
            "prometheus-alertmanager", f"--config.file={place.RUN}/alertmanager.yml", f"--storage.path={place.RUN}/alertmanager",
            "--web.listen-address=monitor-1:9093", "--cluster.listen-address="]),
        Process("prometheus", [
            "prometheus", f"--config.file={place.RUN}/prometheus.yml", f"--storage.tsdb.path={place.RUN}/tsdb",
            "--web.listen-address=monitor-1:9090", "--log.level=warn"]),
    ]
