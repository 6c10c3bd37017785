"""A server that misbehaves at the socket, as told, and records every request.

Each fault is a function that answers one request over a ``Talk``; the functions of this module make
them. A plan maps the last part of a path to a fault, or to a list of faults that are used up one
after another, the last one for ever::

    with HostileServer({"GetMailboxes": [reset(), reply(b"[]")]}) as server:
        ...
        assert server.count("GetMailboxes") == 2
"""

from __future__ import annotations

import gzip
import json
import socket
import ssl
import struct
import threading
import zlib
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from types import TracebackType

DRIP_SECONDS = 0.01


@dataclass(frozen=True)
class Seen:
    """A request as it arrived. Header names are in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def name(self) -> str:
        return self.path.partition("?")[0].rstrip("/").rpartition("/")[2]


@dataclass
class Talk:
    """One connection, while one request is answered on it."""

    sock: socket.socket
    request: Seen
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


Fault = Callable[[Talk], None]
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

    seen: list[Seen] = field(default_factory=list)
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
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._accept, name="hostile", daemon=True)]

    @property
    def origin(self) -> str:
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.port}"

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

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
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
                target=self._serve, args=(sock,), name="hostile-talk", daemon=True
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
            talk = Talk(sock, request, self._stopping)
            self._fault(request.name)(talk)
            if not talk.keep:
                return

    def _fault(self, name: str) -> Fault:
        with self._lock:
            route = self._routes.get(name) or self._routes.get("*")
            return route.next() if route else reply(b"", 404)

    def _read(self, sock: socket.socket) -> Seen | None:
        data = bytearray()
        while b"\r\n\r\n" not in data:
            part = sock.recv(65536)
            self.raw += part
            data += part
            if data.startswith(b"\x16"):  # a TLS hello, which a plain server takes for bad HTTP
                sock.sendall(head(400, {"Content-Length": "0"}))
                return None
            if not part:
                return None
        top, _, body = bytes(data).partition(b"\r\n\r\n")
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
        seen = Seen(method, path, headers, body)
        with self._lock:
            self.seen.append(seen)
        self.arrived.set()
        return seen


def head(status: int, headers: Mapping[str, str]) -> bytes:
    """Status line and headers."""
    lines = [f"HTTP/1.1 {status} Whatever", *(f"{k}: {v}" for k, v in headers.items())]
    return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")


def reply(
    body: bytes | str | object = b"",
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    kind: str = "application/json; charset=utf-8",
) -> Fault:
    """A complete answer; what is neither bytes nor text is written as JSON."""
    data = _bytes(body)

    def answer(talk: Talk) -> None:
        fields = {"Content-Type": kind, "Content-Length": str(len(data)), **(headers or {})}
        talk.send(head(status, fields) + data)

    return answer


def _bytes(body: bytes | str | object) -> bytes:
    if isinstance(body, bytes):
        return body
    return (body if isinstance(body, str) else json.dumps(body)).encode()


def page(title: str = "Sign in", status: int = 200) -> Fault:
    """A web page, such as a login page."""
    text = f"<!DOCTYPE html><html><head><title>{title}</title></head><body>…</body></html>"
    return reply(text, status, kind="text/html")


def no_content() -> Fault:
    """204, without a Content-Length."""
    return lambda talk: talk.send(head(204, {}))


def redirect(status: int, target: str) -> Fault:
    """Sends the client elsewhere, with a body that would fill the memory."""
    fields = {"Location": target, "Content-Encoding": "gzip"}
    return reply(bomb(), status, fields)


def cut_at_length(body: bytes = b'{"MailInFilterId": 1, "Addr') -> Fault:
    """Promises more than it sends."""

    def answer(talk: Talk) -> None:
        talk.send(head(200, {"Content-Length": str(len(body) + 100)}) + body)
        talk.cut()

    return answer


def cut_in_chunk(body: bytes = b'{"MailInFilterId": 1, "Addr') -> Fault:
    """Closes in the middle of a chunk."""

    def answer(talk: Talk) -> None:
        start = f"{len(body) + 100:x}\r\n".encode()
        talk.send(head(200, {"Transfer-Encoding": "chunked"}) + start + body)
        talk.cut()

    return answer


def cut_without_length(body: bytes = b'{"MailInFilterId": 1, "Addr') -> Fault:
    """Neither length nor chunks: only the JSON shows that something is missing."""

    def answer(talk: Talk) -> None:
        talk.send(head(200, {"Content-Type": "application/json"}) + body)
        talk.cut()

    return answer


def broken_chunk() -> Fault:
    """A chunk whose size is no number."""

    def answer(talk: Talk) -> None:
        talk.send(head(200, {"Transfer-Encoding": "chunked"}) + b"zebra\r\nabc\r\n")
        talk.cut()

    return answer


def drip_body() -> Fault:
    """A byte every now and then, for ever."""

    def answer(talk: Talk) -> None:
        talk.send(head(200, {"Content-Length": "1000000"}))
        talk.drip(b" " * 1_000_000)

    return answer


def drip_headers() -> Fault:
    """A header that never ends, a byte every now and then."""

    def answer(talk: Talk) -> None:
        talk.send(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        talk.drip(b"a" * 1_000_000)

    return answer


def silence() -> Fault:
    """Takes the request and says nothing."""
    return lambda talk: talk.hold()


def silence_after_headers() -> Fault:
    """Promises a body and says nothing more."""

    def answer(talk: Talk) -> None:
        talk.send(head(200, {"Content-Length": "1000"}))
        talk.hold()

    return answer


def reset() -> Fault:
    """RST instead of an answer."""
    return lambda talk: talk.reset()


def close_unanswered() -> Fault:
    """Reads the request, and closes the connection."""
    return lambda talk: talk.cut()


def then_close(fault: Fault) -> Fault:
    """Answers as if the connection were kept, and closes it."""

    def answer(talk: Talk) -> None:
        fault(talk)
        talk.cut()

    return answer


def no_http() -> Fault:
    """Something that is not HTTP."""

    def answer(talk: Talk) -> None:
        talk.send(b"220 mail.example.com ESMTP\r\n")
        talk.cut()

    return answer


def endless_body() -> Fault:
    """Bytes as fast as they are taken, for ever."""

    def answer(talk: Talk) -> None:
        talk.send(head(200, {"Content-Type": "application/json"}))
        while not talk.stopping.is_set():
            talk.send(b" " * 65536)

    return answer


def endless_headers() -> Fault:
    """Header after header."""

    def answer(talk: Talk) -> None:
        talk.send(b"HTTP/1.1 200 OK\r\n")
        while not talk.stopping.is_set():
            talk.send(b"X-More: more\r\n" * 100)

    return answer


def endless_continue() -> Fault:
    """100 Continue, for ever: the answer never begins."""

    def answer(talk: Talk) -> None:
        while not talk.stopping.is_set():
            talk.send(b"HTTP/1.1 100 Continue\r\n\r\n" * 1000)

    return answer


def endless_trailers() -> Fault:
    """A chunked body whose trailers never end."""

    def answer(talk: Talk) -> None:
        talk.send(head(200, {"Transfer-Encoding": "chunked"}) + b"0\r\n")
        while not talk.stopping.is_set():
            talk.send(b"X-More: more\r\n" * 100)

    return answer


@lru_cache(maxsize=1)
def bomb() -> bytes:
    """194 kB that unpack to 200 MB."""
    packer = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    block = b" " * (1 << 20)
    return b"".join(packer.compress(block) for _ in range(200)) + packer.flush()


def gzip_bomb() -> Fault:
    """A small answer that unpacks to a large one."""
    return reply(bomb(), headers={"Content-Encoding": "gzip"})


def packed(body: bytes, encoding: str = "gzip", damage: int = 0) -> Fault:
    """A packed answer; ``damage`` bytes are missing at its end."""
    data = gzip.compress(body)
    return reply(data[: len(data) - damage], headers={"Content-Encoding": encoding})
