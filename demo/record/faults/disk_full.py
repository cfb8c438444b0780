"""A full disk: dumps are written beside the database until its volume has no room. They are removed, and the server is
started again where it gave up."""

import pathlib
import threading
import time

from recorder import database, place
from recorder.process import Process

SUMMARY = "dumps fill the database's volume; removing them is the recovery"
DATA_SIZE = "300m"
BACKUPS = place.DATA / "dumps"


def tell(story):
    story.mark("calm")
    story.wait(240)
    story.mark("dumps_began")
    BACKUPS.mkdir()
    over = threading.Event()
    dumping = threading.Thread(target=dump, args=(over,))
    dumping.start()
    story.until(full, 180, "the volume is full")
    story.mark("fault_began", service="postgres", kind="disk_full")
    story.wait(130)
    story.alerts("worst")
    over.set()
    dumping.join()
    for file in sorted(BACKUPS.iterdir()):
        file.unlink()
    story.mark("dumps_removed")
    story.wait(15)
    if story.stack.database_again():
        story.mark("database_restarted")
    story.until(lambda: accepts(story), 90, "the database accepts writes")
    story.mark("recovered")
    story.wait(150)


def dump(over):
    """One dump after the other, as a job without a limit does it; goes on trying when there is no room."""
    number = 0
    while not over.is_set():
        number += 1
        job = Process("dump", [f"{database.BIN}/pg_dump", "-h", "db-1", "-U", "postgres", "-f", BACKUPS / f"shop-{number:03d}.sql", "shop"])
        while job.running():
            time.sleep(0.1)
        switch_segment()
        over.wait(1.5)


def switch_segment():
    """Dumps of this job end with a new segment of the write-ahead log, so that the log can be shipped with them."""
    try:
        database.psql("SELECT pg_switch_wal()")
    except RuntimeError as refused:
        print(refused, flush=True)


def full():
    status = pathlib.os.statvfs(place.DATA)
    return status.f_bavail * status.f_frsize < 65536


def accepts(story):
    try:
        story.psql("CREATE TABLE probe (n int); DROP TABLE probe")
        return True
    except RuntimeError:
        return False
