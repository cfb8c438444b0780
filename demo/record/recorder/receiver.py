"""Takes the pages that Alertmanager sends and keeps each as it came, one JSON object a line."""

import json
from http.server import BaseHTTPRequestHandler, HTTPServer

from recorder import place


class _Page(BaseHTTPRequestHandler):
    def do_POST(self):
        page = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        with open(place.ALERTS / "webhook.jsonl", "a") as file:
            file.write(json.dumps(page, separators=(",", ":")) + "\n")
        with open(place.ALERTS / "received.tsv", "a") as file:
            file.write(f"{place.now()}\t{page['status']}\t{page['groupLabels'].get('alertname', '')}\n")
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_):
        """Nothing: what came is in the file."""


if __name__ == "__main__":
    HTTPServer(("monitor-1", 9099), _Page).serve_forever()
