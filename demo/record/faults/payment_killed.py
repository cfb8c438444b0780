"""A process that is ended from outside again and again, as by a guard of the machine's memory: payment. It comes back each time."""

import os
import signal
import time

SUMMARY = "payment is killed every twelve seconds for some minutes"
KILLS = 13


def tell(story):
    story.mark("calm")
    story.wait(280)
    story.mark("fault_began", service="payment", kind="killed")
    payment = story.stack.instances["payment"][0]
    for _ in range(KILLS):
        story.until(lambda: payment.healthy, 30, "payment is healthy")
        os.kill(payment.pid(), signal.SIGKILL)
        time.sleep(12)  # also in a try: the supervisor needs its time
    story.alerts("worst")
    story.until(lambda: payment.healthy, 30, "payment is healthy")
    story.mark("recovered", kills=KILLS)
    story.wait(180)
