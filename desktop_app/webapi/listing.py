"""The answer to GetMailboxes: fast where it is as documented, patient where it is not."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from desktop_app.core.errors import AnswerCut, NotTheApi, Trouble
from desktop_app.core.listing import ListedMailbox, Listing, OddRow, RowProblem
from desktop_app.core.rights import TableRight
from desktop_app.webapi.carriers import table_right
from desktop_app.webapi.exact import TRUNCATED, without_mark

PIECE = 512 * 1024
"""Bytes decoded in one go, below a millisecond: the decoder lets no other thread run meanwhile."""

Bytes = bytes | memoryview

_BETWEEN_ROWS = re.compile(rb"\}\s*(,)\s*\{")
_NO_RIGHT = msgspec.Raw(b"null")


class _WireRow(msgspec.Struct, gc=False):
    """What the list shows of a row; the rest, FieldProperties above all, is skipped unread."""

    MailInFilterId: int
    Address: str | None
    CategoryName: str | None
    PriorityName: str | None
    TableRight: msgspec.Raw = _NO_RIGHT


_fast = msgspec.json.Decoder(list[_WireRow])
_patient = msgspec.json.Decoder(list[Any])


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
    reader = _Reader()
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
        cut = _BETWEEN_ROWS.search(body, start + PIECE)
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


class _Reader:
    """Collects rows; each distinct right, category and priority is made once."""

    def __init__(self) -> None:
        self.rows: list[ListedMailbox] = []
        self.odd: list[OddRow] = []
        self._rights: dict[bytes, TableRight | None] = {b"null": None}
        self._texts: dict[str | None, str | None] = {}
        self._ids: set[int] = set()
        self._skipped = 0

    def read(self, piece: Bytes) -> None:
        """Add the rows of one array. Raises msgspec.DecodeError or UnicodeDecodeError."""
        try:
            wire = _fast.decode(piece)
        except msgspec.ValidationError:
            self._read_patiently(_patient.decode(piece))
            return
        add, ids, share, rights = self.rows.append, self._ids, self._texts.setdefault, self._rights
        for row in wire:  # written out: a call for each of them takes longer than all this
            number, right = row.MailInFilterId, bytes(row.TableRight)
            if number <= 0 or number in ids or right not in rights:
                self._add(row)
                continue
            ids.add(number)
            category, priority = row.CategoryName, row.PriorityName
            category, priority = share(category, category), share(priority, priority)
            add(ListedMailbox(number, row.Address, category, priority, rights[right]))

    def _read_patiently(self, entries: list[Any]) -> None:
        for entry in entries:
            if isinstance(entry, dict):
                self._add(_wire_row(entry))
            else:
                self._skip(RowProblem.NOT_AN_OBJECT)

    def _add(self, row: _WireRow) -> None:
        number = row.MailInFilterId
        if number <= 0:
            self._skip(RowProblem.NO_ID)
            return
        if number in self._ids:
            self.odd.append(OddRow(self._index, RowProblem.ID_TWICE))
        self._ids.add(number)
        share = self._texts.setdefault
        category, priority = row.CategoryName, row.PriorityName
        self.rows.append(
            ListedMailbox(
                number,
                row.Address,
                share(category, category),
                share(priority, priority),
                self._right(bytes(row.TableRight)),
            )
        )

    def _right(self, text: bytes) -> TableRight | None:
        try:
            return self._rights[text]
        except KeyError:
            return self._rights.setdefault(text, table_right(msgspec.json.decode(text)))

    def _skip(self, problem: RowProblem) -> None:
        self.odd.append(OddRow(self._index, problem))
        self._skipped += 1

    @property
    def _index(self) -> int:
        """The place of the next entry in the server's list."""
        return len(self.rows) + self._skipped


def _wire_row(entry: dict[str, Any]) -> _WireRow:
    """A row from an entry whose names or types are not the documented ones."""
    named = {name.lower(): value for name, value in entry.items()}
    number = named.get("mailinfilterid")
    return _WireRow(
        number if type(number) is int else 0,
        _text(named.get("address")),
        _text(named.get("categoryname")),
        _text(named.get("priorityname")),
        msgspec.Raw(msgspec.json.encode(named.get("tableright"))),
    )


def _text(value: Any) -> str | None:
    """The text, or the JSON of what should have been one."""
    if value is None or isinstance(value, str):
        return value
    return msgspec.json.encode(value).decode("utf-8")
