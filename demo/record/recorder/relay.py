"""A poor link: `python3 -m recorder.relay ADDRESS TARGET SECONDS [LOSES]` passes TCP on, each piece of data SECONDS late.

Of so many connections one is lost: nothing that is sent on it arrives, and nobody is told.
"""

import itertools
import socket
import sys
import threading
import time

PORT = 8080


def pump(source, target, delay):
    try:
        while data := source.recv(65536):
            time.sleep(delay)
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass


def link(client, host, delay):
    with client, socket.create_connection((host, PORT), 5) as server:
        back = threading.Thread(target=pump, args=(server, client, delay), daemon=True)
        back.start()
        pump(client, server, delay)
        back.join(30)


def lose(client):
    """Takes what comes, until the client gives up."""
    with client:
        while client.recv(65536):
            pass


def main(address, host, delay, loses):
    with socket.create_server((address, PORT), backlog=64) as listener:
        for number in itertools.count(1):
            client, _ = listener.accept()
            if loses and number % loses == 0:
                threading.Thread(target=lose, args=(client,), daemon=True).start()
            else:
                threading.Thread(target=link, args=(client, host, delay), daemon=True).start()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]), int((sys.argv[4:] or ["0"])[0]))
