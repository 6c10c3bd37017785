"""The answer to GetMailboxes: fast where it is as documented, patient where it is not."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator

import msgspec

from desktop_app.core.errors import AnswerCut, NotTheApi, Trouble
from desktop_app.core.mailbox_list.listing import Listing
from desktop_app.webapi.codec.list_row_reader import Bytes, RowReader
from desktop_app.webapi.codec.strict_json import TRUNCATED, without_mark

PIECE = 512 * 1024
"""Bytes decoded in one go, below a millisecond: the decoder lets no other thread run meanwhile."""

BETWEEN_ROWS = re.compile(rb"\}\s*(,)\s*\{")


def decode_list(body: bytes) -> Listing:
    """The rows of the list, in the server's order, ids exact, equal rights and names shared.

    An entry that is no usable row is told of in ``odd``. Raises NotTheApi if the answer is no JSON
    array, AnswerCut if it stops in the middle.
    """
    body = without_mark(body).strip()
    for pieces in (_pieces(body), [body]):  # in one go at last: a cut may have been wrong
        try:
            return _read(pieces)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            trouble = _trouble(error, body)
    raise trouble


def _trouble(error: Exception, body: bytes) -> Trouble:
    if isinstance(error, RecursionError):
        return NotTheApi("JSON that is nested too deeply")
    if isinstance(error, msgspec.ValidationError):
        return NotTheApi("JSON, but not a list that can be read")
    if str(error) == TRUNCATED and body.startswith(b"[") and not body.endswith(b"]"):
        return AnswerCut(f"the list stops after {len(body)} bytes")
    return NotTheApi("not JSON, or not in UTF-8")


def _read(pieces: Iterable[Bytes]) -> Listing:
    reader = RowReader()
    for piece in pieces:
        reader.read(piece)
        time.sleep(0)  # lets the window's thread run between two pieces
    return Listing(reader.rows, tuple(reader.odd))


def _pieces(body: bytes) -> Iterator[Bytes]:
    """Cut an array into smaller arrays between two of its rows; each is gone when the next comes.

    The place is guessed from ``},{``. Where that stands inside a text or a nested array, the piece
    ends in the middle of a value and cannot be decoded, so a wrong guess never goes unseen.
    """
    copy = _Copy(body)
    start = 0
    while len(body) - start > 2 * PIECE:
        cut = BETWEEN_ROWS.search(body, start + PIECE)
        if cut is None:
            break
        yield copy.between(b"[" if start else b"", start, cut.start(1), b"]")
        start = cut.end(1)
    yield copy.between(b"[", start, len(body), b"") if start else body


class _Copy:
    """Copies pieces into one place in memory, one after the other: new memory costs far more."""

    def __init__(self, body: bytes) -> None:
        self._body = memoryview(body)
        self._place = memoryview(b"")

    def between(self, before: bytes, start: int, end: int, after: bytes) -> memoryview:
        """A part of the body between two brackets. It overwrites the piece before."""
        size = end - start + 2
        if size > len(self._place):
            self._place = memoryview(bytearray(2 * size))
        first = len(before)
        last = first + end - start
        self._place[:first] = before
        self._place[first:last] = self._body[start:end]
        self._place[last : last + len(after)] = after
        return self._place[: last + len(after)]
