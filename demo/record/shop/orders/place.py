"""Placing one order: pending, reserved, charged, paid. Each step is committed before the next one is asked for."""

import uuid

from common import client, settings
from common.log import Log, python
from common.pool import query
from orders import statements

PAYMENT_TIMEOUT = 3.0
log = Log(python, "orders.place")


def place(pool, customer, key):
    """The order as it ended: `paid`, `declined` or `sold_out`."""
    lines = client.call("GET", f"{settings.peer('cart')}/carts/{customer}", timeout=2.0)[1]["lines"]
    total = sum(line["count"] * line["price_cents"] for line in lines)
    with pool.connection() as connection:
        number = query(connection, statements.NEW_ORDER, (customer, key or str(uuid.uuid4())))[0][0]
    if client.call("POST", settings.peer("stock") + "/reservations", {"order": number, "lines": lines}, 3.0)[0] == 409:
        return refused(pool, number, "sold_out")
    status, charge = client.call("POST", settings.peer("payment") + "/charges", {"order": number, "cents": total}, PAYMENT_TIMEOUT)
    if status == 402:
        return refused(pool, number, "declined")
    with pool.connection() as connection:
        for line in lines:
            query(connection, statements.NEW_LINE, (number, line["product"], line["count"], line["price_cents"]))
        query(connection, statements.PAID, (charge["reference"], total, number))
    client.call("DELETE", f"{settings.peer('cart')}/carts/{customer}", timeout=2.0)
    log.info("order placed", order=number, customer=customer, lines=len(lines), total_cents=total, payment=charge["reference"])
    return {"id": number, "status": "paid", "total_cents": total}


def refused(pool, number, status):
    with pool.connection() as connection:
        query(connection, statements.REFUSED, (status, number))
    log.info("order refused", order=number, status=status)
    return {"id": number, "status": status}
