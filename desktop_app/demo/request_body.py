"""Reads the body of an HTTP request: counted, chunked, or refused for its size."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import BinaryIO, Protocol

from desktop_app.demo.faults import Fault, aspnet

LIMIT = 1024 * 1024  # bytes of a body that is taken
_DRAINED = 16 * LIMIT  # bytes read past, so that the client gets to see the refusal
_LINE = 1024  # bytes of a chunk's size line or a trailer
_PIECE = 65536


class Unreadable(Exception):
    """A body whose end cannot be found: after the answer, the connection has to close."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


class _Reads(Protocol):
    def read(self, size: int, /) -> bytes: ...
    def readline(self, size: int, /) -> bytes: ...


def read(source: _Reads | BinaryIO, headers: Mapping[str, str]) -> bytes:
    """Read a body; raises Fault 413 with the body read past, or Unreadable."""
    coding = headers.get("transfer-encoding", "").strip().lower()
    if coding == "chunked":
        return _within_limit(_chunks(source))
    if coding:
        raise Unreadable(aspnet(501, f"Transfer-Encoding {coding} is not supported."))
    return _within_limit(_counted(source, length(headers)))


def length(headers: Mapping[str, str]) -> int:
    """Give Content-Length in bytes, 0 without one; raises Unreadable when it is no number."""
    text = headers.get("content-length", "0").strip()
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise Unreadable(aspnet(400, "Content-Length is not a number."))
    return int(text)


def too_large() -> Fault:
    """Refuse a body for its size."""
    return aspnet(413, "The request is too large.", f"The limit is {LIMIT} bytes.")


def _within_limit(pieces: Iterator[bytes]) -> bytes:
    held: list[bytes] = []
    size = 0
    for piece in pieces:
        size += len(piece)
        if size > _DRAINED:
            raise Unreadable(too_large())
        if size <= LIMIT:
            held.append(piece)
    if size > LIMIT:
        raise too_large()
    return b"".join(held)


def _counted(source: _Reads | BinaryIO, left: int) -> Iterator[bytes]:
    if left > _DRAINED:
        raise Unreadable(too_large())
    while left:
        piece = source.read(min(left, _PIECE))
        if not piece:
            raise Unreadable(aspnet(400, "The request body is cut short."))
        left -= len(piece)
        yield piece


def _chunks(source: _Reads | BinaryIO) -> Iterator[bytes]:
    while size := _chunk_size(source.readline(_LINE)):
        yield from _counted(source, size)
        if source.readline(_LINE).strip():
            raise _bad_chunk()
    while source.readline(_LINE).strip():  # trailers carry nothing that is wanted here
        pass


def _chunk_size(line: bytes) -> int:
    digits = line.partition(b";")[0].strip()
    if not digits or len(digits) > 8 or digits.strip(b"0123456789abcdefABCDEF"):
        raise _bad_chunk()
    return int(digits, 16)


def _bad_chunk() -> Unreadable:
    return Unreadable(aspnet(400, "The chunked request body is malformed."))
