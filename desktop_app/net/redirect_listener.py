"""A listener on this computer only, for the one answer that a browser brings back."""

from __future__ import annotations

import errno
import os
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from urllib.parse import parse_qsl, urlsplit

from desktop_app.net.cancel_token import Cancel

LARGEST_FORM = 64 * 1024
"""Bytes of a posted answer that are read."""

_QUIET = 10.0
"""Seconds that a visitor may take over its request."""

_PAGE = (
    "<!DOCTYPE html><html><head><meta charset='utf-8'><title>Mailbox Admin</title></head>"
    "<body style='font-family: sans-serif; margin: 4em'><p>{}</p></body></html>"
)


class PortTaken(OSError):
    """Another program listens on the port."""


class Loopback:
    """Waits on 127.0.0.1, or ::1, for one GET or form POST to ``path`` that brings ``wanted``.

    Whatever else arrives is answered with 404 or 400 and forgotten: a stray visitor cannot bring a
    code, at worst a refusal, which may come without ``wanted`` (see ``take``). ``port`` 0 takes any
    free one. Raises PortTaken.
    """

    def __init__(
        self,
        port: int,
        path: str,
        wanted: dict[str, str],
        *,
        done: str,
        host: str = "127.0.0.1",
    ) -> None:
        self._server = _open(_Server6 if ":" in host else _Server, host, port)
        self._server.wait = self
        self.port: int = self._server.server_address[1]
        self.path = path
        self._wanted = wanted
        self.page = _PAGE.format(done)
        self._answer: dict[str, str] | None = None
        self._arrived = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="loopback", daemon=True)

    def __enter__(self) -> Loopback:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def answer(self, seconds: float, cancel: Cancel) -> dict[str, str] | None:
        """The parameters that the browser brought, or None in time. Raises Cancelled."""
        with cancel.calling(self._arrived.set):
            self._arrived.wait(seconds)
        cancel.check()
        return self._answer

    def take(self, parameters: dict[str, str]) -> bool:
        """Take an answer, if it is the wanted one and the first.

        An ``error`` may come without what was wanted: some servers leave it out then.
        """
        bare = "error" in parameters and not self._wanted.keys() & parameters.keys()
        if self._answer is not None or not (bare or self._wanted.items() <= parameters.items()):
            return False
        self._answer = parameters
        self._arrived.set()
        return True

    def _serve(self) -> None:
        self._server.serve_forever(poll_interval=0.05)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = os.name == "posix"
    """The last answer's connection lingers for a minute: the next sign-in must not wait for it.
    There a port that is listened on stays taken all the same."""
    wait: Loopback

    def server_bind(self) -> None:
        """On Windows another program could listen on the same port, unless told not to."""
        exclusive = getattr(socket, "SO_EXCLUSIVEADDRUSE", None)
        if exclusive is not None:
            self.socket.setsockopt(socket.SOL_SOCKET, exclusive, 1)
        super().server_bind()

    def handle_error(self, request: object, client_address: object) -> None:
        """A visitor that breaks off is nobody's business."""


class _Server6(_Server):
    address_family = socket.AF_INET6


def _open(kind: type[_Server], host: str, port: int) -> _Server:
    try:
        return kind((host, port), _Handler)
    except OSError as error:
        if error.errno in (errno.EADDRINUSE, errno.EACCES):
            raise PortTaken(error.errno, "the port is taken") from None
        raise


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = _QUIET
    server_version = "MailboxAdmin"
    sys_version = ""

    def do_GET(self) -> None:  # the base class's name
        """An answer in the address."""
        self._take(urlsplit(self.path).query)

    def do_POST(self) -> None:
        """An answer in a form."""
        size = self.headers.get("Content-Length", "")
        if not size.isdecimal() or int(size) > LARGEST_FORM:
            self._say(400, "?")
            return
        self._take(self.rfile.read(int(size)).decode("utf-8", "replace"))

    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the address holds the code."""

    def _take(self, text: str) -> None:
        if urlsplit(self.path).path != self.server.wait.path:
            self._say(404, "?")
        elif self.server.wait.take(dict(parse_qsl(text, max_num_fields=50))):
            self._say(200, self.server.wait.page)
        else:
            self._say(400, "?")

    def _say(self, status: int, text: str) -> None:
        body = text.encode()
        self.send_response(status)
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


_HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "Connection": "close",
}
