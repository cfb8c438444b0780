"""A full disk by another way: the slot of a standby that was taken down long ago keeps every piece of the write-ahead log.
An archive job writes more than usual, and the database's volume has no room left. It is made larger, and the slot is dropped."""

import pathlib
import subprocess
import threading

from recorder import database, place

SUMMARY = "a forgotten slot keeps the write-ahead log until the volume is full"
DATA_SIZE = "300m"


def tell(story):
    story.psql("SELECT pg_create_physical_replication_slot('db_2', true)")
    story.mark("calm")
    story.wait(270)
    over = threading.Event()
    archiving = threading.Thread(target=archive, args=(over,))
    story.mark("archive_started")
    archiving.start()
    story.until(full, 240, "the volume is full")
    story.mark("fault_began", service="postgres", kind="disk_full")
    story.wait(130)
    story.alerts("worst")
    over.set()
    archiving.join()
    subprocess.run(["mount", "-o", "remount,size=700m", place.DATA], check=True)
    story.mark("volume_enlarged")
    story.wait(15)
    if story.stack.database_again():
        story.mark("database_restarted")
    story.until(lambda: dropped(story), 90, "the slot is dropped")
    story.mark("recovered")
    story.wait(180)


def dropped(story):
    """Whether the database accepts connections again and has let go of the slot."""
    try:
        story.psql("SELECT pg_drop_replication_slot('db_2')")
        return True
    except RuntimeError:
        return False


def archive(over):
    """Marks old lines as archived, some thousands at a time; goes on trying when the database refuses."""
    lower = 0
    while not over.is_set():
        lower = lower % 120_000 + 4000
        try:
            database.psql(f"UPDATE order_lines SET price_cents = price_cents WHERE order_id BETWEEN {lower - 4000} AND {lower}")
        except RuntimeError as refused:
            print(refused, flush=True)
        over.wait(0.7)


def full():
    """No room for one more segment of the write-ahead log."""
    status = pathlib.os.statvfs(place.DATA)
    return status.f_bavail * status.f_frsize < 16 << 20
