"""A server that misbehaves at the socket, as told, and records every request.

Each fault is a function that answers one request over an ``Exchange``; faults.py makes them. A plan
maps the last part of a path to a fault, or to a list of faults that are used up one after another,
the last one for ever; ``*`` stands for any other path::

    with HostileServer({"GetMailboxes": [reset(), reply(b"[]")]}) as server:
        ...
        assert server.count("GetMailboxes") == 2
"""

from __future__ import annotations

import socket
import ssl
import struct
import threading
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

HOST = "127.0.0.1"
DRIP_SECONDS = 0.01

_BAD_REQUEST = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"
_NOT_FOUND = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"


@dataclass(frozen=True)
class ReceivedRequest:
    """A request as it arrived. Header names are in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def name(self) -> str:
        return self.path.partition("?")[0].rstrip("/").rpartition("/")[2]


@dataclass
class Exchange:
    """One connection, while one request is answered on it."""

    sock: socket.socket
    request: ReceivedRequest
    stopping: threading.Event
    keep: bool = True

    def send(self, data: bytes) -> None:
        self.sock.sendall(data)

    def drip(self, data: bytes) -> None:
        for byte in data:
            if self.stopping.wait(DRIP_SECONDS):
                raise ConnectionAbortedError
            self.send(bytes([byte]))

    def hold(self) -> None:
        """Say nothing until the other side goes away, or the server stops."""
        while self.sock.recv(4096):
            pass
        self.keep = False

    def cut(self) -> None:
        """Close after what was sent."""
        self.keep = False

    def reset(self) -> None:
        """Close with RST."""
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.keep = False


Fault = Callable[[Exchange], None]
Plan = Mapping[str, "Fault | Sequence[Fault]"]


@dataclass
class _Route:
    faults: list[Fault]

    def next(self) -> Fault:
        return self.faults.pop(0) if len(self.faults) > 1 else self.faults[0]


@dataclass
class HostileServer:
    """Serves ``plan`` on a port of 127.0.0.1, each connection in a thread of its own."""

    plan: Plan = field(default_factory=dict)
    tls: ssl.SSLContext | None = None
    mute: bool = False
    """Accept connections, and never say a byte: not even a TLS handshake."""

    seen: list[ReceivedRequest] = field(default_factory=list)
    raw: bytearray = field(default_factory=bytearray)
    """All bytes that ever arrived, unpacked from TLS."""

    arrived: threading.Event = field(default_factory=threading.Event)
    """Set when a request, or in a mute server a connection, is there."""

    closed: threading.Event = field(default_factory=threading.Event)
    """Set whenever the server has closed a connection."""

    def __post_init__(self) -> None:
        self._routes = {
            name: _Route(list(faults) if isinstance(faults, Sequence) else [faults])
            for name, faults in self.plan.items()
        }
        self._stopping = threading.Event()
        self._listener = socket.create_server((HOST, 0))
        self.port: int = self._listener.getsockname()[1]
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._accept, name="hostile", daemon=True)]

    @property
    def origin(self) -> str:
        return f"{'https' if self.tls else 'http'}://{HOST}:{self.port}"

    @property
    def remote_origin(self) -> str:
        """The origin by an address that leads here, yet is nobody's loopback: it has a proxy."""
        return self.origin.replace(HOST, "0.0.0.0")  # connected to, not listened on

    @property
    def url(self) -> str:
        """The address of the API."""
        return f"{self.origin}/api"

    def count(self, name: str) -> int:
        """How many requests ended in this name."""
        return sum(seen.name == name for seen in self.seen)

    def __enter__(self) -> HostileServer:
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopping.set()
        with self._lock:
            for sock in [self._listener, *self._open]:
                with suppress(OSError):
                    sock.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)
        self._listener.close()

    def _accept(self) -> None:
        while not self._stopping.is_set():
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(
                target=self._serve, args=(sock,), name="hostile-exchange", daemon=True
            )
            self._threads.append(thread)
            thread.start()

    def _serve(self, plain: socket.socket) -> None:
        sock = plain
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with self._lock:
            self._open.add(plain)
        try:
            if self.tls and not self.mute:
                sock = self.tls.wrap_socket(plain, server_side=True)
                with self._lock:
                    self._open.add(sock)
            self._talk(sock)
        except (OSError, ValueError):
            pass  # the other side has gone, or the server stops
        finally:
            with self._lock:
                self._open -= {plain, sock}
            sock.close()
            self.closed.set()

    def _talk(self, sock: socket.socket) -> None:
        if self.mute:
            self.arrived.set()
            while sock.recv(4096):
                pass
        while not self._stopping.is_set():
            request = self._read(sock)
            if request is None:
                return
            exchange = Exchange(sock, request, self._stopping)
            self._fault(request.name)(exchange)
            if not exchange.keep:
                return

    def _fault(self, name: str) -> Fault:
        with self._lock:
            route = self._routes.get(name) or self._routes.get("*")
            return route.next() if route else _not_found

    def _read(self, sock: socket.socket) -> ReceivedRequest | None:
        data = bytearray()
        while b"\r\n\r\n" not in data:
            part = sock.recv(65536)
            self.raw += part
            data += part
            if data.startswith(b"\x16"):  # a TLS hello, which a plain server takes for bad HTTP
                sock.sendall(_BAD_REQUEST)
                return None
            if not part:
                return None
        top, _, body = data.partition(b"\r\n\r\n")
        first, *lines = top.decode("latin-1").split("\r\n")
        pairs = (line.split(":", 1) for line in lines)
        headers = {name.lower(): value.strip() for name, value in pairs}
        while len(body) < int(headers.get("content-length", "0")):
            part = sock.recv(65536)
            self.raw += part
            body += part
            if not part:
                return None
        method, path, _ = first.split(" ")
        seen = ReceivedRequest(method, path, headers, bytes(body))
        with self._lock:
            self.seen.append(seen)
        self.arrived.set()
        return seen


def _not_found(exchange: Exchange) -> None:
    exchange.send(_NOT_FOUND)
