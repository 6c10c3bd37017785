"""A mail server that misbehaves as told: each test gives it the function that talks.

with MailServer(greets(b"* OK hi\r\n")) as server:
    ...
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress

HOST = "127.0.0.1"


class Exchange:
    """One connection."""

    def __init__(self, sock: socket.socket, server: MailServer) -> None:
        self.sock, self.server = sock, server
        self._left = b""

    def say(self, data: bytes) -> None:
        self.sock.sendall(data)

    def hear(self) -> bytes:
        """The next line without its end; raises when the client has gone."""
        while b"\n" not in self._left:
            part = self.sock.recv(4096)
            if not part:
                raise ConnectionAbortedError
            self._left += part
        line, _, self._left = self._left.partition(b"\n")
        self.server.heard.append(line.rstrip(b"\r"))
        self.server.arrived.set()
        return line.rstrip(b"\r")

    def hold(self) -> None:
        """Say nothing more until the client goes."""
        self.server.arrived.set()
        while True:
            self.hear()

    def flood(self, data: bytes) -> None:
        """The same for ever."""
        self.server.arrived.set()
        while True:
            self.say(data)

    def secure(self, context: ssl.SSLContext) -> None:
        self.sock = context.wrap_socket(self.sock, server_side=True)


Script = Callable[[Exchange], None]


class MailServer:
    """Listens on an address of this computer. ``heard`` holds every line of every client."""

    def __init__(self, script: Script, tls: ssl.SSLContext | None = None, host: str = HOST) -> None:
        self._script, self._tls = script, tls
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._listener = socket.create_server((host, 0), family=family)
        self.port: int = self._listener.getsockname()[1]
        self.heard: list[bytes] = []
        self.arrived = threading.Event()
        self.gone = threading.Event()
        """The server ends."""
        self.connections = 0
        self.most_at_once = 0
        self._socks: list[socket.socket] = []
        self._lock = threading.Lock()
        self._open = 0
        self._threads = [threading.Thread(target=self._accept, daemon=True)]

    def __enter__(self) -> MailServer:
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        self.gone.set()
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._threads[0].join()
        for sock in self._socks:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)
            sock.close()
        for thread in self._threads:
            thread.join()

    def _accept(self) -> None:
        while True:
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            self._socks.append(sock)
            self.connections += 1
            thread = threading.Thread(target=self._serve, args=(sock,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, sock: socket.socket) -> None:
        with self._lock:
            self._open += 1
            self.most_at_once = max(self.most_at_once, self._open)
        try:
            if self._tls is not None:
                sock = self._tls.wrap_socket(sock, server_side=True)
                self._socks.append(sock)
            with sock:
                self._script(Exchange(sock, self))
        except (OSError, ValueError):
            pass  # the client went away, as it may
        finally:
            with self._lock:
                self._open -= 1


def greets(greeting: bytes) -> Script:
    """Greet, and then keep silent."""

    def script(exchange: Exchange) -> None:
        exchange.say(greeting)
        exchange.hold()

    return script


CAPABILITY = b"* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n%t OK done\r\n"
GOOD_IMAP = {
    b"CAPABILITY": CAPABILITY,
    b"AUTHENTICATE": b"+ \r\n",
    b"": b"%t OK in\r\n",
    b"EXAMINE": b"* 2 EXISTS\r\n%t OK [READ-ONLY] done\r\n",
    b"FETCH": b'* 1 FETCH (INTERNALDATE "02-Feb-2020 10:00:00 +0000")\r\n%t OK done\r\n',
    b"LOGOUT": b"* BYE\r\n%t OK done\r\n",
}


def imap(answers: Mapping[bytes, bytes] | None = None, greeting: bytes = b"* OK hi\r\n") -> Script:
    """An IMAP server that is good but for these answers; %t stands for the client's tag.

    The answer under the empty command is for what follows a continuation.
    """
    plan = {**GOOD_IMAP, **(answers or {})}

    def script(exchange: Exchange) -> None:
        exchange.say(greeting)
        tag = b""
        while True:
            words = exchange.hear().split(b" ")
            known = len(words) > 1 and words[1].upper() in plan
            command = words[1].upper() if known else b""
            tag = words[0] if known else tag
            if not known and not words[0]:
                continue  # the end of a continuation
            exchange.say(plan[command].replace(b"%t", tag))

    return script


GOOD_POP = {
    b"CAPA": b"+OK\r\nUSER\r\n.\r\n",
    b"USER": b"+OK\r\n",
    b"PASS": b"+OK\r\n",
    b"STAT": b"+OK 2 200\r\n",
    b"QUIT": b"+OK\r\n",
}


def pop(answers: Mapping[bytes, bytes] | None = None, greeting: bytes = b"+OK hi\r\n") -> Script:
    """A POP3 server that is good but for these answers."""
    plan = {**GOOD_POP, **(answers or {})}

    def script(exchange: Exchange) -> None:
        exchange.say(greeting)
        while True:
            exchange.say(plan.get(exchange.hear().split(b" ")[0].upper(), b"-ERR what\r\n"))

    return script
