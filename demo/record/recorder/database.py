"""PostgreSQL in a folder of its own, as its own user, and the people's way into it (psql)."""

import glob
import os
import shutil
import subprocess

from recorder import place
from recorder.process import Process

BIN = sorted(glob.glob("/usr/lib/postgresql/*/bin"))[-1]
USER = "postgres"


def start(size=None):
    place.DATA.mkdir()
    if size:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "shop-data", place.DATA], check=True)
    shutil.chown(place.DATA, USER, USER)
    shutil.copy(place.HERE / "config/postgresql.conf", place.RUN / "postgresql.conf")
    _as_user([f"{BIN}/initdb", "-D", place.DATA, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"])
    with open(place.DATA / "postgresql.conf", "a") as conf:
        conf.write((place.HERE / "config/postgresql.conf").read_text())
    with open(place.DATA / "pg_hba.conf", "a") as rules:
        rules.write("host all all 10.30.0.0/24 trust\n")
    server = serve()
    psql("CREATE ROLE shop LOGIN", database="postgres")
    psql("CREATE DATABASE shop OWNER shop", database="postgres")
    psql((place.HERE / "config/schema.sql").read_text())
    return server


def serve():
    """Starts the server on the data that are there, also after it gave up, and waits until it accepts connections."""
    server = Process("postgresql", [f"{BIN}/postgres", "-D", place.DATA], user=USER)
    ready = [f"{BIN}/pg_isready", "-q", "-h", "db-1", "-U", "postgres", "-d", "postgres"]
    place.until(lambda: subprocess.run(ready).returncode == 0, 60, "PostgreSQL accepts connections")
    return server


def _as_user(argv):
    subprocess.run(
        ["setpriv", f"--reuid={USER}", f"--regid={USER}", "--clear-groups"] + [str(part) for part in argv],
        check=True, cwd=place.DATA, stdout=subprocess.DEVNULL)


def psql(sql, database="shop", format="unaligned"):
    """Runs SQL as the superuser, whose connections are reserved; gives what psql prints."""
    shape = ["-At"] if format == "unaligned" else ["-P", "border=1"]
    done = subprocess.run(
        [f"{BIN}/psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-h", "db-1", "-U", "postgres", "-d", database] + shape,
        input=sql, text=True, capture_output=True, env={**os.environ, "PGAPPNAME": "psql", "PGCONNECT_TIMEOUT": "5"})
    if done.returncode:
        raise RuntimeError(f"psql: {done.stderr.strip()}")
    return done.stdout.rstrip("\n")
