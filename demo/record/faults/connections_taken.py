"""No connection left: a job opens one connection after the other and never closes any, until the database refuses everybody."""

import time

import psycopg2

from recorder import place

SUMMARY = "a price feed takes every connection of the database; it is ended"


def tell(story):
    story.mark("calm")
    story.wait(270)
    story.mark("feed_started")
    taken = []
    end = time.monotonic() + 120
    while time.monotonic() < end:
        try:
            taken.append(psycopg2.connect(place.DATABASE, application_name="price-feed"))
        except psycopg2.OperationalError as refused:
            print(refused, flush=True)
            break
        time.sleep(0.4)
    story.mark("fault_began", service="postgres", kind="connections", taken=len(taken))
    keep_taking(taken, 150 * story.pace)
    story.alerts("worst")
    for connection in taken:
        connection.close()
    story.mark("recovered")
    story.wait(180)


def keep_taking(taken, seconds):
    """Whatever becomes free is taken as well."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            taken.append(psycopg2.connect(place.DATABASE, application_name="price-feed"))
        except psycopg2.OperationalError:
            time.sleep(0.4)
