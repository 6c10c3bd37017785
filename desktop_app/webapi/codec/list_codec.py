"""Decodes the answer to GetMailboxes: fast if it is as documented, else leniently."""

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
"""Bytes decoded at once, in under a millisecond: the decoder lets no other thread run meanwhile."""

ROW_BOUNDARY = re.compile(rb"\}\s*(,)\s*\{")


def decode_list(body: bytes) -> Listing:
    """Return the rows in the server's order; equal rights and names share one object.

    An entry that is no usable row is reported in ``issues``. Raises UnexpectedResponse if the
    answer is no JSON array, TruncatedResponse if it ends early.
    """
    body = strip_bom(body).strip()
    for pieces in (_chunks(body), [body]):  # last, the whole body: a cut may have been wrong
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
        time.sleep(0)  # lets the GUI thread run between two chunks
    return Listing(reader.rows, tuple(reader.issues))


def _chunks(body: bytes) -> Iterator[Bytes]:
    """Cut an array into smaller arrays between two of its rows; each overwrites the one before.

    The boundary is guessed from ``},{``. If that is inside a text or a nested array, the chunk ends
    in the middle of a value and cannot be decoded, so a wrong guess never goes unnoticed.
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
    """Copies chunks into one reused block of memory: new memory costs far more."""

    def __init__(self, body: bytes) -> None:
        self._body = memoryview(body)
        self._buffer = memoryview(b"")

    def bracketed(self, before: bytes, start: int, end: int, after: bytes) -> memoryview:
        """Return a part of the body between two brackets. It overwrites the chunk before."""
        size = end - start + 2
        if size > len(self._buffer):
            self._buffer = memoryview(bytearray(2 * size))
        first = len(before)
        last = first + end - start
        self._buffer[:first] = before
        self._buffer[first:last] = self._body[start:end]
        self._buffer[last : last + len(after)] = after
        return self._buffer[: last + len(after)]
