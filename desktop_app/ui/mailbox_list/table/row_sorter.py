"""The rows of a list in the order of a column."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from desktop_app.core.mailbox.addresses import split_display_name
from desktop_app.ui.mailbox_list.table.cell_texts import CellTexts
from desktop_app.ui.mailbox_list.table.collation import sort_keys
from desktop_app.ui.mailbox_list.table.column_spec import Column

if TYPE_CHECKING:
    from desktop_app.core.mailbox_list.listing import ListedMailbox

IGNORED_PREFIX = "<\"' "
"""Characters before an address that do not count for the order."""
FEW_TEXTS = 0.1
"""Share of distinct texts among all rows up to which collecting the rows of each is faster."""
RowIndices = Sequence[int]
"""Rows by their index in ``RowSorter.rows``, in some order."""


class RowSorter:
    """All rows by address, and the places of these by another column.

    Rows that are equal in that column stay by address; those without a value come last either way.
    """

    def __init__(self, rows: Sequence[ListedMailbox], cell_texts: CellTexts) -> None:
        self._cell_texts = cell_texts
        addresses = sort_keys([_address_to_sort(row.address or "") for row in rows])
        self.rows = [rows[place] for place in sorted_indices(addresses)]
        self._unnamed_count = addresses.count("")
        self.indices: RowIndices = range(len(self.rows))

    def sort(self, column: Column, *, descending: bool) -> None:
        """Put ``indices`` in the order of a column."""
        if column is Column.ADDRESS:
            named = range(len(self.rows) - self._unnamed_count)
            rest = range(len(named), len(self.rows))
            self.indices = (
                range(len(self.rows)) if not descending else _concatenated(named[::-1], rest)
            )
        elif keys := self._cell_texts.sort_keys(self.rows, column):
            self.indices = array("l", sorted_indices(keys, descending=descending))
        else:
            self._sort_by_texts(
                self._cell_texts.column_texts(self.rows, column), descending=descending
            )

    def _sort_by_texts(self, texts: Sequence[str], *, descending: bool) -> None:
        """Sort the distinct texts only; if they are few, collect the rows of each."""
        different = set(texts)
        words = [text for text in different if text]
        key_of = dict(zip(words, sort_keys(words), strict=True))
        if len(words) > len(texts) * FEW_TEXTS:
            keys = list(map(key_of.get, texts))
            self.indices = array("l", sorted_indices(keys, descending=descending))
            return
        behind: dict[str, list[int]] = {key: [] for key in key_of.values()}
        nothing: list[int] = []
        put_of = {x: behind[key_of[x]].append if x else nothing.append for x in different}
        for place, text in enumerate(texts):
            put_of[text](place)
        in_order = sorted(behind, reverse=descending)
        self.indices = array("l", chain(*(behind[key] for key in in_order), nothing))


def _address_to_sort(text: str) -> str:
    """Return what an address is sorted by; most need not be taken apart for it."""
    start = text.lstrip(IGNORED_PREFIX)
    return split_display_name(text)[0].lstrip(IGNORED_PREFIX) if "<" in start else start


def sorted_indices(keys: Sequence[Any], *, descending: bool = False) -> list[int]:
    """Return the indices of ``keys`` in sorted order; empty keys come last either way."""
    known = range(len(keys)) if all(keys) else [n for n, key in enumerate(keys) if key]
    places = sorted(known, key=keys.__getitem__, reverse=descending)
    if len(places) < len(keys):
        places += [place for place, key in enumerate(keys) if not key]
    return places


def _concatenated(first: Iterable[int], second: Iterable[int]) -> array[int]:
    joined = array("l", first)
    joined.extend(second)
    return joined
