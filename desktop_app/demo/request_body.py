"""Reads the body of an HTTP request, by Content-Length or in chunks, and limits its size."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import BinaryIO, Protocol

from desktop_app.demo.faults import ErrorResponse, aspnet_error

MAX_BODY_BYTES = 1024 * 1024  # maximum size of an accepted body
_MAX_DRAINED_BYTES = (
    16 * MAX_BODY_BYTES
)  # bytes of a too large body read and dropped, so that the client reads the error response
_MAX_LINE_BYTES = 1024  # maximum length of a chunk's size line or a trailer
_CHUNK_BYTES = 65536


class UnreadableBody(Exception):
    """The end of a body cannot be found: send `error`, then close the connection."""

    def __init__(self, error: ErrorResponse) -> None:
        super().__init__(error)
        self.error = error


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...
    def readline(self, size: int, /) -> bytes: ...


def read_body(source: _Readable | BinaryIO, headers: Mapping[str, str]) -> bytes:
    """Return the body of a request.

    Raises: ErrorResponse (413) after reading a too large body to its end; UnreadableBody.
    """
    coding = headers.get("transfer-encoding", "").strip().lower()
    if coding == "chunked":
        return _join_within_limit(_read_chunked(source))
    if coding:
        raise UnreadableBody(aspnet_error(501, f"Transfer-Encoding {coding} is not supported."))
    return _join_within_limit(_read_counted(source, content_length(headers)))


def content_length(headers: Mapping[str, str]) -> int:
    """Return Content-Length in bytes, 0 if missing. Raises UnreadableBody if not a number."""
    text = headers.get("content-length", "0").strip()
    if not (text.isascii() and text.isdigit() and len(text) < 19):
        raise UnreadableBody(aspnet_error(400, "Content-Length is not a number."))
    return int(text)


def too_large_error() -> ErrorResponse:
    """Return the 413 error for a body above `MAX_BODY_BYTES`."""
    return aspnet_error(413, "The request is too large.", f"The limit is {MAX_BODY_BYTES} bytes.")


def _join_within_limit(chunks: Iterator[bytes]) -> bytes:
    held: list[bytes] = []
    size = 0
    for piece in chunks:
        size += len(piece)
        if size > _MAX_DRAINED_BYTES:
            raise UnreadableBody(too_large_error())
        if size <= MAX_BODY_BYTES:
            held.append(piece)
    if size > MAX_BODY_BYTES:
        raise too_large_error()
    return b"".join(held)


def _read_counted(source: _Readable | BinaryIO, size: int) -> Iterator[bytes]:
    if size > _MAX_DRAINED_BYTES:
        raise UnreadableBody(too_large_error())
    while size:
        piece = source.read(min(size, _CHUNK_BYTES))
        if not piece:
            raise UnreadableBody(aspnet_error(400, "The request body is cut short."))
        size -= len(piece)
        yield piece


def _read_chunked(source: _Readable | BinaryIO) -> Iterator[bytes]:
    while size := _chunk_size(source.readline(_MAX_LINE_BYTES)):
        yield from _read_counted(source, size)
        if source.readline(_MAX_LINE_BYTES).strip():
            raise _bad_chunk_error()
    while source.readline(_MAX_LINE_BYTES).strip():  # trailers are ignored
        pass


def _chunk_size(line: bytes) -> int:
    digits = line.partition(b";")[0].strip()
    if not digits or len(digits) > 8 or digits.strip(b"0123456789abcdefABCDEF"):
        raise _bad_chunk_error()
    return int(digits, 16)


def _bad_chunk_error() -> UnreadableBody:
    return UnreadableBody(aspnet_error(400, "The chunked request body is malformed."))
