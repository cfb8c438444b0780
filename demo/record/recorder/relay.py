"""A slow link: `python3 -m recorder.relay ADDRESS TARGET SECONDS` passes TCP on, each piece of data SECONDS late."""

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


def main(address, host, delay):
    with socket.create_server((address, PORT), backlog=64) as listener:
        while True:
            client, _ = listener.accept()
            threading.Thread(target=link, args=(client, host, delay), daemon=True).start()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]))
