"""A loopback listener for both ends of a sign-in in the browser.

It sends the browser on to the sign-in page, from an address that works once: addresses stand among
the arguments of the commands that open them, which every user of the computer can read. And it
waits for the redirect with which the browser ends the sign-in.
"""

from __future__ import annotations

import errno
import hmac
import os
import secrets
import socket
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

from desktop_app.net.cancel_token import CancelToken
from desktop_app.net.loopback.peer_owner import is_from_another_user

MAX_FORM_BYTES = 64 * 1024
"""Largest form POST that is read, in bytes."""

_REQUEST_SECONDS = 10.0
"""Socket timeout of a client's connection, in seconds."""

_PAGE_TEMPLATE = (
    "<!DOCTYPE html><html><head><meta charset='utf-8'><title>Mailbox Admin</title></head>"
    "<body style='font-family: sans-serif; margin: 4em'><p>{}</p></body></html>"
)


_NO_ORIGIN = "null"
"""What a browser sends as Origin if it withholds the page's own."""

_USED_TEXT = (
    "This address has been used already. Go back to Mailbox Admin; if the sign-in page is not open,"
    " start the sign-in again there."
)


class PortInUse(OSError):
    """Another program listens on the port."""


class RedirectListener:
    """Waits on 127.0.0.1, or ::1, for one GET or form POST to ``path`` that brings ``expected``.

    Any other request is refused and ignored, as are other users of this computer, pages of other
    sites (``is_own_origin`` knows those of the sign-in server), and requests for another host. An
    ``error`` without ``expected`` proves nothing: it is told to ``on_bare_error``, in a thread of
    the listener, and the wait goes on. ``port`` 0 takes any free port. Raises PortInUse.
    """

    def __init__(
        self,
        port: int,
        path: str,
        expected: dict[str, str],
        *,
        done_text: str,
        host: str = "127.0.0.1",
        is_own_origin: Callable[[str], bool] = lambda _origin: False,
        on_bare_error: Callable[[], None] = lambda: None,
    ) -> None:
        self._server = _bind(_RedirectServerIpv6 if ":" in host else _RedirectServer, host, port)
        self._server.listener = self
        self.port: int = self._server.server_address[1]
        self.path = path
        self._expected = expected
        self.page = _PAGE_TEMPLATE.format(done_text)
        self.is_own_origin = is_own_origin
        self._on_bare_error = on_bare_error
        self._start_path = f"/{secrets.token_urlsafe(32)}"
        self._start_target = ""
        self._lock = threading.Lock()
        name = f"[{host}]" if ":" in host else host
        self._origin = f"http://{name}:{self.port}"
        self.host_names = {
            f"{each}:{self.port}".removesuffix(":80") for each in (name, "localhost")
        }
        """What a request may name as its Host."""
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

    def start_address(self, target: str) -> str:
        """Return the address that sends the first browser that asks for it on to ``target``."""
        self._start_target = target
        return f"{self._origin}{self._start_path}"

    def is_start(self, path: str) -> bool:
        """Return whether ``path`` is that of the start address."""
        return hmac.compare_digest(path.encode(), self._start_path.encode())

    def take_start_target(self) -> str:
        """Return where the start address leads; empty from the second time on."""
        with self._lock:
            target, self._start_target = self._start_target, ""
        return target

    def wait_for_parameters(self, seconds: float, cancel: CancelToken) -> dict[str, str] | None:
        """Return the browser's parameters, or None after ``seconds``. Raises Cancelled."""
        with cancel.on_cancel(self._received.set):
            self._received.wait(seconds)
        cancel.check()
        return self._parameters

    def accept(self, parameters: dict[str, str], *, is_origin_known: bool) -> bool:
        """Return whether the parameters are the first to match, or tell of an error.

        Some servers send an error without the expected parameters; so could any page of the web,
        unless its origin tells.
        """
        with self._lock:
            is_first = self._parameters is None
            if is_first and self._expected.items() <= parameters.items():
                self._parameters = parameters
                self._received.set()
                return True
        bare = "error" in parameters and not self._expected.keys() & parameters.keys()
        if not (is_first and bare and is_origin_known):
            return False
        self._on_bare_error()
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

    def verify_request(
        self, request: socket.socket | tuple[bytes, socket.socket], _: object
    ) -> bool:
        """Return whether a connection may be served: not one of another user."""
        try:
            return isinstance(request, socket.socket) and not is_from_another_user(request)
        except OSError:  # the client has gone
            return False

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
        """Send the browser on to the sign-in page, or handle parameters in the query."""
        if self._is_foreign():
            self._respond(403, "?")
        elif self.server.listener.is_start(urlsplit(self.path).path):
            self._redirect_to_start()
        else:
            self._handle_parameters(urlsplit(self.path).query)

    def do_POST(self) -> None:
        """Handle parameters in a form."""
        if self._is_foreign():
            self._respond(403, "?")
            return
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
        elif self.server.listener.accept(
            dict(parse_qsl(text, max_num_fields=50)),
            is_origin_known=self.headers.get("Origin") != _NO_ORIGIN,
        ):
            self._respond(200, self.server.listener.page)
        else:
            self._respond(400, "?")

    def _is_foreign(self) -> bool:
        """Return whether a page of another site made the request, or it is for another host.

        Only a person who is sent on arrives as a navigation of a whole window (Fetch Metadata).
        """
        origin = self.headers.get("Origin", _NO_ORIGIN)
        return (
            self.headers.get("Host", "").lower() not in self.server.listener.host_names
            or self.headers.get("Sec-Fetch-Dest", "document") != "document"
            or not (origin == _NO_ORIGIN or self.server.listener.is_own_origin(origin))
        )

    def _redirect_to_start(self) -> None:
        target = self.server.listener.take_start_target()
        if target:
            self._respond(302, "", {"Location": target})
        else:
            self._respond(410, _PAGE_TEMPLATE.format(_USED_TEXT))

    def _respond(self, status: int, text: str, more: Mapping[str, str] | None = None) -> None:
        body = text.encode()
        self.send_response(status)
        for name, value in {**_RESPONSE_HEADERS, **(more or {})}.items():
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
