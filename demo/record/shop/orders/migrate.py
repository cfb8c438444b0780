"""Brings the database to the schema of this version: `python3 -m orders.migrate [up]`.

Each file of `migrations/` is one transaction; its number is noted in `schema_migrations` in the same one.
"""

import pathlib
import signal
import sys

import psycopg2

from common import settings
from common.log import Log, python

FOLDER = pathlib.Path(__file__).parent / "migrations"
log = Log(python, "orders.migrate")


def waiting(cursor):
    cursor.execute("SELECT coalesce(max(version), 0) FROM schema_migrations")
    applied = cursor.fetchone()[0]
    return [file for file in sorted(FOLDER.glob("*.sql")) if int(file.name.split("_")[0]) > applied]


def main():
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    connection = psycopg2.connect(settings.DATABASE, application_name="orders-migrate")
    with connection, connection.cursor() as cursor:
        files = waiting(cursor)
    log.info("migrations to apply", version=settings.VERSION, count=len(files))
    for file in files:
        log.info("applying", migration=file.name)
        with connection, connection.cursor() as cursor:
            cursor.execute(file.read_text().strip())
            cursor.execute("INSERT INTO schema_migrations (version, name) VALUES (%s, %s)", (int(file.name.split("_")[0]), file.name))
        log.info("applied", migration=file.name)
    return 0


if __name__ == "__main__":
    sys.exit(main())
