"""Reads rows of the mailbox list out of arrays of the server's entries."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import msgspec

from desktop_app.core.mailbox.rights import TableRight
from desktop_app.core.mailbox_list.listing import ListedMailbox, RowIssue, RowProblem
from desktop_app.webapi.codec.rights_codec import table_right

Bytes = bytes | memoryview

_NO_RIGHT = msgspec.Raw(b"null")


class _WireRow(msgspec.Struct, gc=False):
    """The fields that the list shows; all others, above all FieldProperties, are skipped unread."""

    MailInFilterId: int
    Address: str | None
    CategoryName: str | None
    PriorityName: str | None
    TableRight: msgspec.Raw = _NO_RIGHT


_strict_decoder = msgspec.json.Decoder(list[_WireRow])
_lenient_decoder = msgspec.json.Decoder(list[Any])


class RowReader:
    """Collects rows; equal rights, categories and priorities share one object."""

    def __init__(self) -> None:
        self.rows: list[ListedMailbox] = []
        self.issues: list[RowIssue] = []
        self._rights: dict[bytes, TableRight | None] = {b"null": None}
        self._texts: dict[str | None, str | None] = {}
        self._ids: set[int] = set()
        self._skipped = 0

    def read(self, chunk: Bytes) -> None:
        """Add the rows of one array. Raises msgspec.DecodeError or UnicodeDecodeError."""
        try:
            wire = _strict_decoder.decode(chunk)
        except msgspec.ValidationError:
            self._read_leniently(_lenient_decoder.decode(chunk))
            return
        add, ids, share, rights = self.rows.append, self._ids, self._texts.setdefault, self._rights
        for row in wire:  # inlined: a function call per row takes longer than this whole block
            number, right = row.MailInFilterId, bytes(row.TableRight)
            if number <= 0 or number in ids or right not in rights:
                self._add(row)
                continue
            ids.add(number)
            category, priority = row.CategoryName, row.PriorityName
            category, priority = share(category, category), share(priority, priority)
            add(ListedMailbox(number, row.Address, category, priority, rights[right]))

    def _read_leniently(self, entries: list[Any]) -> None:
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
            self.issues.append(RowIssue(self._index, RowProblem.DUPLICATE_ID))
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
            return self._rights.setdefault(text, _right(text))

    def _skip(self, problem: RowProblem) -> None:
        self.issues.append(RowIssue(self._index, problem))
        self._skipped += 1

    @property
    def _index(self) -> int:
        """The position of the next entry in the server's list, from 0."""
        return len(self.rows) + self._skipped


@lru_cache(maxsize=1024)
def _right(text: bytes) -> TableRight | None:
    """Return one object for equal rights in all lists, so that two lists compare quickly."""
    return table_right(msgspec.json.decode(text))


def _wire_row(entry: dict[str, Any]) -> _WireRow:
    """Return a row for an entry whose names or types are not the documented ones."""
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
    """Return the text, or the JSON of a value that should have been a text."""
    if value is None or isinstance(value, str):
        return value
    return msgspec.json.encode(value).decode("utf-8")
