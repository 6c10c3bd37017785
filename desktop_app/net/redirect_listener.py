"""A loopback listener for the redirect with which a browser ends a sign-in."""

from __future__ import annotations

import errno
import os
import socket
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from desktop_app.net.cancel_token import CancelToken

MAX_FORM_BYTES = 64 * 1024
"""Largest form POST that is read, in bytes."""

_REQUEST_SECONDS = 10.0
"""Socket timeout of a client's connection, in seconds."""

_PAGE_TEMPLATE = (
    "<!DOCTYPE html><html><head><meta charset='utf-8'><title>Mailbox Admin</title></head>"
    "<body style='font-family: sans-serif; margin: 4em'><p>{}</p></body></html>"
)


class PortInUse(OSError):
    """Another program listens on the port."""


class RedirectListener:
    """Waits on 127.0.0.1, or ::1, for one GET or form POST to ``path`` that brings ``expected``.

    Any other request gets 404 or 400 and is ignored: a stray client cannot bring a code, at worst
    an ``error``, which may come without ``expected`` (see ``accept``). ``port`` 0 takes any free
    port. Serves requests in threads of its own. Raises PortInUse.
    """

    def __init__(
        self,
        port: int,
        path: str,
        expected: dict[str, str],
        *,
        done_text: str,
        host: str = "127.0.0.1",
    ) -> None:
        self._server = _bind(_RedirectServerIpv6 if ":" in host else _RedirectServer, host, port)
        self._server.listener = self
        self.port: int = self._server.server_address[1]
        self.path = path
        self._expected = expected
        self.page = _PAGE_TEMPLATE.format(done_text)
        self._parameters: dict[str, str] | None = None
        self._received = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="loopback", daemon=True)

    def __enter__(self) -> RedirectListener:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def wait_for_parameters(self, seconds: float, cancel: CancelToken) -> dict[str, str] | None:
        """Return the browser's parameters, or None after ``seconds``. Raises Cancelled."""
        with cancel.on_cancel(self._received.set):
            self._received.wait(seconds)
        cancel.check()
        return self._parameters

    def accept(self, parameters: dict[str, str]) -> bool:
        """Return whether the parameters are the first to match, and if so store them.

        An ``error`` may come without the expected parameters: some servers omit them.
        """
        bare = "error" in parameters and not self._expected.keys() & parameters.keys()
        if self._parameters is not None or not (
            bare or self._expected.items() <= parameters.items()
        ):
            return False
        self._parameters = parameters
        self._received.set()
        return True

    def _serve(self) -> None:
        self._server.serve_forever(poll_interval=0.05)


class _RedirectServer(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = os.name == "posix"
    """On POSIX the last response's connection lingers for a minute, which must not block the
    next sign-in; a port with a listener stays taken regardless."""
    listener: RedirectListener

    def server_bind(self) -> None:
        """Bind exclusively: on Windows another program could otherwise listen on the same port."""
        exclusive = getattr(socket, "SO_EXCLUSIVEADDRUSE", None)
        if exclusive is not None:
            self.socket.setsockopt(socket.SOL_SOCKET, exclusive, 1)
        super().server_bind()

    def handle_error(self, request: object, client_address: object) -> None:
        """Ignore a client that disconnects early."""


class _RedirectServerIpv6(_RedirectServer):
    address_family = socket.AF_INET6


def _bind(server_class: type[_RedirectServer], host: str, port: int) -> _RedirectServer:
    try:
        return server_class((host, port), _RedirectHandler)
    except OSError as error:
        if error.errno in (errno.EADDRINUSE, errno.EACCES):
            raise PortInUse(error.errno, "the port is taken") from None
        raise


class _RedirectHandler(BaseHTTPRequestHandler):
    server: _RedirectServer
    timeout = _REQUEST_SECONDS
    server_version = "MailboxAdmin"
    sys_version = ""

    def do_GET(self) -> None:  # the base class's name
        """Handle parameters in the query."""
        self._handle_parameters(urlsplit(self.path).query)

    def do_POST(self) -> None:
        """Handle parameters in a form."""
        size = self.headers.get("Content-Length", "")
        if not size.isdecimal() or int(size) > MAX_FORM_BYTES:
            self._respond(400, "?")
            return
        self._handle_parameters(self.rfile.read(int(size)).decode("utf-8", "replace"))

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing: the address holds the authorization code."""

    def _handle_parameters(self, text: str) -> None:
        if urlsplit(self.path).path != self.server.listener.path:
            self._respond(404, "?")
        elif self.server.listener.accept(dict(parse_qsl(text, max_num_fields=50))):
            self._respond(200, self.server.listener.page)
        else:
            self._respond(400, "?")

    def _respond(self, status: int, text: str) -> None:
        body = text.encode()
        self.send_response(status)
        for name, value in _RESPONSE_HEADERS.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


_RESPONSE_HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    "Connection": "close",
}
