"""A bounded pool of PostgreSQL connections. Connections are replaced after a while, as most pools do."""

import contextlib
import threading
import time

import psycopg2

from common import metrics, settings, trace


class PoolTimeout(Exception):
    pass


class Pool:
    def __init__(self, size, timeout=4.0, lifetime=60.0):
        self.size, self.timeout, self.lifetime = size, timeout, lifetime
        self._free = threading.BoundedSemaphore(size)
        self._idle, self._lock = [], threading.Lock()
        metrics.put("db_pool_size", size)
        metrics.put("db_pool_in_use", 0)

    @contextlib.contextmanager
    def connection(self):
        """A connection in a transaction: committed at the end, rolled back and closed on failure."""
        self._wait()
        try:
            connection, born = self._take()
            try:
                yield connection
                connection.commit()
            except BaseException:
                connection.close()
                raise
            self._give(connection, born)
        finally:
            metrics.move("db_pool_in_use", -1)
            self._free.release()

    def _wait(self):
        began = time.monotonic()
        metrics.move("db_pool_waiting", 1)
        got = self._free.acquire(timeout=self.timeout)
        metrics.move("db_pool_waiting", -1)
        metrics.observe("db_pool_wait_seconds", time.monotonic() - began)
        if not got:
            metrics.count("db_pool_timeouts_total")
            raise PoolTimeout(f"no free database connection within {self.timeout:g} s (size {self.size}, all in use)")
        metrics.move("db_pool_in_use", 1)

    def _take(self):
        with self._lock:
            while self._idle:
                connection, born = self._idle.pop()
                if time.monotonic() - born < self.lifetime and not connection.closed:
                    return connection, born
                connection.close()
        metrics.count("db_connections_opened_total")
        try:
            return psycopg2.connect(settings.DATABASE, application_name=settings.INSTANCE, connect_timeout=3), time.monotonic()
        except psycopg2.OperationalError:
            metrics.count("db_connection_errors_total")
            raise

    def _give(self, connection, born):
        with self._lock:
            self._idle.append((connection, born))


def query(connection, sql, values=()):
    """Rows of one statement (empty for one that gives none), inside a span of its own."""
    with trace.child(" ".join(sql.split()[:3]), db__system="postgresql", db__statement=" ".join(sql.split())):
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            return cursor.fetchall() if cursor.description else []
