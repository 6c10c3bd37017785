"""The rows of a list in the order of a column."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from desktop_app.core.mailbox.mailbox import Field, Value
from desktop_app.ui.mailbox_list.table.cell_texts import CellTexts
from desktop_app.ui.mailbox_list.table.collation import sort_keys
from desktop_app.ui.mailbox_list.table.columns import Column

if TYPE_CHECKING:
    from desktop_app.core.mailbox_list.listing import ListedMailbox

IGNORED_PREFIX = "<\"' "
"""What a friendly-name address begins with, and no one looks for."""
RowIndices = Sequence[int]
"""Rows by their place in ``Order.rows``, in some order."""


class RowSorter:
    """All rows by address, and the places of these by another column.

    Rows that are equal in that column stay by address; those without a value come last either way.
    """

    def __init__(self, rows: Sequence[ListedMailbox], cell_texts: CellTexts) -> None:
        self._cell_texts = cell_texts
        addresses = sort_keys([(row.address or "").lstrip(IGNORED_PREFIX) for row in rows])
        self.rows = [rows[place] for place in sorted_indices(addresses)]
        self._unnamed_count = addresses.count("")
        self.indices: RowIndices = range(len(self.rows))

    def sort(self, column: Column, *, descending: bool) -> None:
        """Put ``indices`` into the order of a column."""
        if column is Column.ADDRESS:
            named = range(len(self.rows) - self._unnamed_count)
            rest = range(len(named), len(self.rows))
            self.indices = (
                range(len(self.rows)) if not descending else _concatenated(named[::-1], rest)
            )
        elif column is Column.CATEGORY:
            self._sort_by_few_values([row.category for row in self.rows], descending=descending)
        elif column is Column.PRIORITY:
            self._sort_by_few_values([row.priority for row in self.rows], descending=descending)
        else:
            self.indices = array(
                "l", sorted_indices(self._sort_keys(column), descending=descending)
            )

    def _sort_by_few_values(self, texts: Sequence[str | None], *, descending: bool) -> None:
        """By words of which there are few: these are sorted, and the rows laid behind them."""
        different = set(texts)
        words = [text for text in different if text]
        key_of = dict(zip(words, sort_keys(words), strict=True))
        behind: dict[str, list[int]] = {key: [] for key in key_of.values()}
        nothing: list[int] = []
        put_of = {x: behind[key_of[x]].append if x else nothing.append for x in different}
        for place, text in enumerate(texts):
            put_of[text](place)
        in_order = sorted(behind, reverse=descending)
        self.indices = array("l", chain(*(behind[key] for key in in_order), nothing))

    def _sort_keys(self, column: Column) -> list[Any]:
        rows, cells = self.rows, self._cell_texts
        if column is Column.ID:
            return [(row.id,) for row in rows]
        if column is Column.CHECKED:
            return [_checked_key(cells, row.id) for row in rows]
        if column is Column.PORT:
            return [_port_key(cells, row) for row in rows]
        if not cells.known and column is not Column.RIGHTS:
            return [None] * len(rows)
        return text_sort_keys(cells.text(row, column) for row in rows)


def sorted_indices(keys: Sequence[Any], *, descending: bool = False) -> list[int]:
    """The places of keys in their order; an empty key comes last."""
    known = range(len(keys)) if all(keys) else [n for n, key in enumerate(keys) if key]
    places = sorted(known, key=keys.__getitem__, reverse=descending)
    if len(places) < len(keys):
        places += [place for place, key in enumerate(keys) if not key]
    return places


def text_sort_keys(texts: Iterable[str | None]) -> list[str | None]:
    """What to sort words by. Most columns hold few different ones."""
    every = list(texts)
    different = [text for text in set(every) if text]
    key_of: dict[str | None, str] = dict(zip(different, sort_keys(different), strict=True))
    return [key_of.get(text) for text in every]


def _port_key(cell_texts: CellTexts, row: ListedMailbox) -> tuple[int, str] | None:
    """By value; what is no number comes first."""
    mailbox = cell_texts.known.get(row.id)
    port: Value = None if mailbox is None else mailbox.values.get(Field.PORT)
    if port is None:
        return None
    return (port, "") if isinstance(port, int) else (-1, str(port))


def _checked_key(cell_texts: CellTexts, mailbox_id: int) -> tuple[float] | None:
    check = cell_texts.last_check(mailbox_id)
    return None if check is None else (check.at.timestamp(),)


def _concatenated(first: Iterable[int], second: Iterable[int]) -> array[int]:
    joined = array("l", first)
    joined.extend(second)
    return joined
