"""What the app's command sees of its server, without the two seconds of its start: it answers until its input ends.

``python -m tests.cli.light_server PORT``. Asked to end it takes a second, as the real one does while its workers end,
and a signal of a terminal would end it at once, with a traceback.
"""

import signal
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

SECONDS_TO_END = 1.0


class Healthy(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:
        """Say nothing."""


if __name__ == "__main__":
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    server = HTTPServer(("127.0.0.1", int(sys.argv[1])), Healthy)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    sys.stdin.read()
    server.shutdown()
    server.server_close()
    time.sleep(SECONDS_TO_END)
