"""The customers: sessions of people who look, come back, fill a cart and buy. Runs until it is told to stop.

How many come changes slowly (a wave of some minutes), from minute to minute, and now and then a newsletter brings a burst.
A customer who meets an error tries once more or leaves, as people do.
"""

import http.client
import json
import math
import random
import sys
import threading
import time

ROUNDS_PER_SECOND = 0.75
PATIENCE = 12.0
AGENTS = (
    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Mobile/15E148 Safari/604.1",
    "ShopApp/5.2 (Android 14)",
)


class Leaves(Exception):
    """The customer gives up."""


class Session:
    def __init__(self):
        self.customer = random.randint(1, 3000)
        self.known = random.random() < 0.55
        self.address = f"203.0.113.{random.randint(1, 190)}"
        self.agent = random.choices(AGENTS, (3, 5, 4, 3))[0]

    def get(self, path):
        return self.ask("GET", path)

    def ask(self, method, path, body=None):
        """The answer's JSON; one retry, then the customer leaves."""
        for attempt in (1, 2):
            status, value = self.once(method, path, body)
            if status < 500:
                return value
            if random.random() < 0.5:
                break
            self.think(2)
        raise Leaves

    def once(self, method, path, body):
        connection = http.client.HTTPConnection("shop.example", 80, timeout=PATIENCE, source_address=(self.address, 0))
        headers = {"User-Agent": self.agent, "Accept": "application/json", "Referer": "https://shop.example/"}
        if self.known:
            headers["Cookie"] = f"customer={self.customer}"
        try:
            connection.request(method, path, None if body is None else json.dumps(body).encode(), headers)
            answer = connection.getresponse()
            text = answer.read()
            return answer.status, json.loads(text) if text[:1] in b"{[" and text else None
        except OSError:
            return 599, None
        except ValueError:
            return 599, None
        finally:
            connection.close()

    @staticmethod
    def think(seconds):
        time.sleep(random.expovariate(1 / seconds))

    def visit(self):
        self.get("/")
        for _ in range(random.randint(1, 4)):
            self.think(4)
            self.get(f"/products?category={random.randint(1, 8)}")
            self.think(3)
            self.get(f"/products/{1 + int(399 * random.random() ** 2)}")
        if self.known and random.random() < 0.75:
            self.buy()

    def buy(self):
        for _ in range(random.randint(1, 3)):
            self.ask("POST", "/cart", {"product": random.randint(1, 400), "count": random.randint(1, 2)})
            self.think(2)
        self.get("/cart")
        self.think(5)
        order = self.ask("POST", "/checkout", {"key": f"{random.getrandbits(64):016x}"})
        if order and "id" in order:
            self.think(3)
            self.get(f"/orders/{order['id']}")


def visit():
    try:
        Session().visit()
    except Leaves:
        pass


def rate(seconds, minute):
    """Sessions that begin per second."""
    wave = 1 + 0.25 * math.sin(seconds / 190) + 0.12 * math.sin(seconds / 47)
    newsletter = 1.7 if minute % 17 == 7 else 1
    return ROUNDS_PER_SECOND * wave * newsletter * random.uniform(0.85, 1.15)


def main(scale):
    began = time.monotonic()
    while True:
        seconds = time.monotonic() - began
        time.sleep(random.expovariate(scale * rate(seconds, int(seconds // 60))))
        if threading.active_count() < 150:
            threading.Thread(target=visit, daemon=True).start()


if __name__ == "__main__":
    random.seed(20)
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 1.0)
