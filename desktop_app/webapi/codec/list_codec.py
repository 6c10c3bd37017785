"""The answer to GetMailboxes: fast where it is as documented, patient where it is not."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator

import msgspec

from desktop_app.core.errors import AppError, TruncatedResponse, UnexpectedResponse
from desktop_app.core.mailbox_list.listing import Listing
from desktop_app.webapi.codec.list_row_reader import Bytes, RowReader
from desktop_app.webapi.codec.strict_json import TRUNCATED, strip_bom

CHUNK_BYTES = 512 * 1024
"""Bytes decoded in one go, below a millisecond: the decoder lets no other thread run meanwhile."""

ROW_BOUNDARY = re.compile(rb"\}\s*(,)\s*\{")


def decode_list(body: bytes) -> Listing:
    """The rows of the list, in the server's order, ids exact, equal rights and names shared.

    An entry that is no usable row is told of in ``odd``. Raises UnexpectedResponse if the answer
    is no JSON array, TruncatedResponse if it stops in the middle.
    """
    body = strip_bom(body).strip()
    for pieces in (_chunks(body), [body]):  # in one go at last: a cut may have been wrong
        try:
            return _read_chunks(pieces)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            trouble = _decode_error(error, body)
    raise trouble


def _decode_error(error: Exception, body: bytes) -> AppError:
    if isinstance(error, RecursionError):
        return UnexpectedResponse("JSON that is nested too deeply")
    if isinstance(error, msgspec.ValidationError):
        return UnexpectedResponse("JSON, but not a list that can be read")
    if str(error) == TRUNCATED and body.startswith(b"[") and not body.endswith(b"]"):
        return TruncatedResponse(f"the list stops after {len(body)} bytes")
    return UnexpectedResponse("not JSON, or not in UTF-8")


def _read_chunks(chunks: Iterable[Bytes]) -> Listing:
    reader = RowReader()
    for piece in chunks:
        reader.read(piece)
        time.sleep(0)  # lets the window's thread run between two pieces
    return Listing(reader.rows, tuple(reader.issues))


def _chunks(body: bytes) -> Iterator[Bytes]:
    """Cut an array into smaller arrays between two of its rows; each is gone when the next comes.

    The place is guessed from ``},{``. Where that stands inside a text or a nested array, the piece
    ends in the middle of a value and cannot be decoded, so a wrong guess never goes unseen.
    """
    copy = _ChunkBuffer(body)
    start = 0
    while len(body) - start > 2 * CHUNK_BYTES:
        cut = ROW_BOUNDARY.search(body, start + CHUNK_BYTES)
        if cut is None:
            break
        yield copy.bracketed(b"[" if start else b"", start, cut.start(1), b"]")
        start = cut.end(1)
    yield copy.bracketed(b"[", start, len(body), b"") if start else body


class _ChunkBuffer:
    """Copies pieces into one place in memory, one after the other: new memory costs far more."""

    def __init__(self, body: bytes) -> None:
        self._body = memoryview(body)
        self._buffer = memoryview(b"")

    def bracketed(self, before: bytes, start: int, end: int, after: bytes) -> memoryview:
        """A part of the body between two brackets. It overwrites the piece before."""
        size = end - start + 2
        if size > len(self._buffer):
            self._buffer = memoryview(bytearray(2 * size))
        first = len(before)
        last = first + end - start
        self._buffer[:first] = before
        self._buffer[first:last] = self._body[start:end]
        self._buffer[last : last + len(after)] = after
        return self._buffer[: last + len(after)]
