"""A server in a process of its own that answers prebuilt bytes.

``python tests/bench/prebuilt_server.py MAILBOXES LATENCY_MS`` prints the demo server's line of
JSON with its own address, and serves until its input is closed. Each answer is the demo server's,
asked for once and kept as bytes, so that nothing is computed while somebody measures.
"""

from __future__ import annotations

import http.client
import json
import socket
import sys
import threading
from dataclasses import asdict
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from desktop_app.demo import DemoServer

KEPT = ("Content-Type", "Content-Encoding")


class Answers:
    """What the demo server said, by method, address and accepted encoding."""

    def __init__(self, crm: DemoServer, latency_ms: int) -> None:
        self._crm = crm
        self.latency = latency_ms / 1000
        self._known: dict[tuple[str, str, str], bytes] = {}

    def get(self, method: str, path: str, headers: dict[str, str], body: bytes) -> bytes:
        """The whole answer, from its status line on."""
        key = (method, path, headers.get("Accept-Encoding", ""))
        if key not in self._known:
            self._known[key] = self._ask(method, path, headers, body)
        return self._known[key]

    def _ask(self, method: str, path: str, headers: dict[str, str], body: bytes) -> bytes:
        host = self._crm.url.split("/")[2]
        connection = http.client.HTTPConnection(host, timeout=120)
        connection.request(method, path, body, {**headers, "Host": host})
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        head = [f"HTTP/1.1 {answer.status} {answer.reason}", f"Content-Length: {len(data)}"]
        head += [f"{name}: {value}" for name in KEPT if (value := answer.getheader(name))]
        return "\r\n".join([*head, "", ""]).encode() + data


class Handler(BaseHTTPRequestHandler):
    """Answers from memory, on connections that stay open."""

    protocol_version = "HTTP/1.1"
    answers: Answers

    def setup(self) -> None:
        super().setup()
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def log_message(self, *_: object) -> None:
        pass

    def _answer(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        data = self.answers.get(self.command, self.path, dict(self.headers), body)
        if self.answers.latency:
            threading.Event().wait(self.answers.latency)
        self.wfile.write(data)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A program that is ended breaks off: that is no part of the numbers."""


def serve(mailboxes: int, latency_ms: int) -> None:
    """Serve until standard input is closed."""
    with DemoServer(mailboxes=mailboxes) as crm:
        Handler.answers = Answers(crm, latency_ms)
        server = _Server(("127.0.0.1", 0), Handler)
        url = f"http://127.0.0.1:{server.server_address[1]}/api"
        sys.stdout.write(json.dumps({**asdict(crm.credentials), "url": url}) + "\n")
        sys.stdout.flush()
        threading.Thread(target=server.serve_forever, daemon=True).start()
        sys.stdin.read()
        server.shutdown()
        server.server_close()


if __name__ == "__main__":
    serve(int(sys.argv[1]), int(sys.argv[2]))
