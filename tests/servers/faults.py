"""Faults for the hostile server: each function makes one way to answer a request."""

from __future__ import annotations

import gzip
import json
import socket
import threading
import zlib
from collections.abc import Mapping
from contextlib import suppress
from functools import lru_cache

from tests.servers.hostile import HOST, Exchange, Fault


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

    def answer(exchange: Exchange) -> None:
        fields = {"Content-Type": kind, "Content-Length": str(len(data)), **(headers or {})}
        exchange.send(head(status, fields) + data)

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
    return lambda exchange: exchange.send(head(204, {}))


def redirect(status: int, target: str) -> Fault:
    """Sends the client elsewhere, with a body that would fill the memory."""
    fields = {"Location": target, "Content-Encoding": "gzip"}
    return reply(bomb(), status, fields)


def cut_at_length(body: bytes = b'{"MailInFilterId": 1, "Addr') -> Fault:
    """Promises more than it sends."""

    def answer(exchange: Exchange) -> None:
        exchange.send(head(200, {"Content-Length": str(len(body) + 100)}) + body)
        exchange.cut()

    return answer


def cut_in_chunk(body: bytes = b'{"MailInFilterId": 1, "Addr') -> Fault:
    """Closes in the middle of a chunk."""

    def answer(exchange: Exchange) -> None:
        start = f"{len(body) + 100:x}\r\n".encode()
        exchange.send(head(200, {"Transfer-Encoding": "chunked"}) + start + body)
        exchange.cut()

    return answer


def cut_without_length(body: bytes = b'{"MailInFilterId": 1, "Addr') -> Fault:
    """Neither length nor chunks: only the JSON shows that something is missing."""

    def answer(exchange: Exchange) -> None:
        exchange.send(head(200, {"Content-Type": "application/json"}) + body)
        exchange.cut()

    return answer


def broken_chunk() -> Fault:
    """A chunk whose size is no number."""

    def answer(exchange: Exchange) -> None:
        exchange.send(head(200, {"Transfer-Encoding": "chunked"}) + b"zebra\r\nabc\r\n")
        exchange.cut()

    return answer


def drip_body() -> Fault:
    """A byte every now and then, for ever."""

    def answer(exchange: Exchange) -> None:
        exchange.send(head(200, {"Content-Length": "1000000"}))
        exchange.drip(b" " * 1_000_000)

    return answer


def drip_headers() -> Fault:
    """A header that never ends, a byte every now and then."""

    def answer(exchange: Exchange) -> None:
        exchange.send(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        exchange.drip(b"a" * 1_000_000)

    return answer


def tunnel(port: int) -> Fault:
    """A proxy that opens a tunnel to this port, whatever it was asked for."""

    def answer(exchange: Exchange) -> None:
        with socket.create_connection((HOST, port)) as far:
            exchange.send(head(200, {}))
            back = threading.Thread(target=_copy, args=(far, exchange.sock), daemon=True)
            back.start()
            _copy(exchange.sock, far)
            back.join(5)
        exchange.cut()

    return answer


def _copy(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)


def silence() -> Fault:
    """Takes the request and says nothing."""
    return lambda exchange: exchange.hold()


def silence_after_headers() -> Fault:
    """Promises a body and says nothing more."""

    def answer(exchange: Exchange) -> None:
        exchange.send(head(200, {"Content-Length": "1000"}))
        exchange.hold()

    return answer


def reset() -> Fault:
    """RST instead of an answer."""
    return lambda exchange: exchange.reset()


def close_unanswered() -> Fault:
    """Reads the request, and closes the connection."""
    return lambda exchange: exchange.cut()


def then_close(fault: Fault) -> Fault:
    """Answers as if the connection were kept, and closes it."""

    def answer(exchange: Exchange) -> None:
        fault(exchange)
        exchange.cut()

    return answer


def no_http() -> Fault:
    """Something that is not HTTP."""

    def answer(exchange: Exchange) -> None:
        exchange.send(b"220 mail.example.com ESMTP\r\n")
        exchange.cut()

    return answer


def raw(data: bytes, *, ends: bool = True) -> Fault:
    """Exactly these bytes, then the end."""

    def answer(exchange: Exchange) -> None:
        exchange.send(data)
        exchange.keep = not ends

    return answer


def informed(fault: Fault, status: int = 103) -> Fault:
    """An interim answer, as of a gateway that has hints or is still at it, before the real one."""

    def answer(exchange: Exchange) -> None:
        exchange.send(head(status, {"Link": "</a>; rel=preload"}))
        fault(exchange)

    return answer


def chunked(body: bytes, extension: str = "", trailer: str = "") -> Fault:
    """In two chunks, each with an extension, and a trailer behind them."""
    half = len(body) // 2

    def answer(exchange: Exchange) -> None:
        exchange.send(head(200, {"Transfer-Encoding": "chunked"}))
        for part in (body[:half], body[half:]):
            exchange.send(f"{len(part):x}{extension}\r\n".encode() + part + b"\r\n")
        exchange.send(f"0\r\n{trailer}\r\n".encode())

    return answer


def endless_body() -> Fault:
    """Bytes as fast as they are taken, for ever."""

    def answer(exchange: Exchange) -> None:
        exchange.send(head(200, {"Content-Type": "application/json"}))
        while not exchange.stopping.is_set():
            exchange.send(b" " * 65536)

    return answer


def endless_headers() -> Fault:
    """Header after header."""

    def answer(exchange: Exchange) -> None:
        exchange.send(b"HTTP/1.1 200 OK\r\n")
        while not exchange.stopping.is_set():
            exchange.send(b"X-More: more\r\n" * 100)

    return answer


def endless_continue(status: int = 100) -> Fault:
    """100 Continue, or another interim answer, for ever: the real one never begins."""
    interim = f"HTTP/1.1 {status} Continue\r\n\r\n".encode()

    def answer(exchange: Exchange) -> None:
        while not exchange.stopping.is_set():
            exchange.send(interim * 1000)

    return answer


def endless_trailers() -> Fault:
    """A chunked body whose trailers never end."""

    def answer(exchange: Exchange) -> None:
        exchange.send(head(200, {"Transfer-Encoding": "chunked"}) + b"0\r\n")
        while not exchange.stopping.is_set():
            exchange.send(b"X-More: more\r\n" * 100)

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
