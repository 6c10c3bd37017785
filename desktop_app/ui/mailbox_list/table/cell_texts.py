"""What the list shows of each mailbox: from the list call, the details and the last check."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Protocol

from desktop_app.core.errors import AppError
from desktop_app.core.mail_check.last_check import LastCheck
from desktop_app.core.mailbox.mailbox import Mailbox
from desktop_app.core.mailbox.rights import TableRight, list_lock_reason
from desktop_app.core.mailbox_list.mailbox_state import (
    NO_MARKS,
    MailboxState,
    count_states,
    states_of,
)
from desktop_app.core.mailbox_list.quick_filter import EditRight, FilterTraits, traits_for
from desktop_app.core.spreadsheet_text import Cell
from desktop_app.ui.mailbox_list.table.column_spec import (
    CheckColumn,
    DetailColumn,
    ListColumn,
    SortKey,
    StateColumn,
)
from desktop_app.ui.mailbox_list.table.columns import column_specs
from desktop_app.ui.text.errors.explain import explain

if TYPE_CHECKING:
    from desktop_app.core.mailbox_list.listing import ListedMailbox


class DetailsSource(Protocol):
    """Where CellTexts finds the details of mailboxes."""

    @property
    def known(self) -> Mapping[int, Mailbox]:
        """The mailboxes whose details are loaded, by id."""

    def error_for(self, mailbox_id: int) -> AppError | None:
        """Return why loading the details of a mailbox failed; None if it did not fail."""

    def cached_at(self, mailbox_id: int) -> float | None:
        """Return when cached details were read, in seconds since 1970 (UTC); None if read now."""

    def read_at(self, mailbox_id: int) -> float | None:
        """Return when details were read, in seconds since 1970 (UTC); None if they are unknown."""


class ChecksSource(Protocol):
    """Where CellTexts finds the last checks of mailboxes."""

    def get(self, mailbox_id: int) -> LastCheck | None:
        """Return the last check of a mailbox; None if it was never checked."""

    def ids(self) -> frozenset[int]:
        """Return the ids of the mailboxes that were ever checked."""


RowTexts = tuple[str, ...]
"""The texts of one row, by column."""
NO_DETAILS: Mapping[int, Mailbox] = {}
MISSING_TEXT = "?"
"""The text of a cell whose mailbox's details could not be loaded."""
NONE_TEXT = "–"
"""What the table shows where there is known to be no value; files and copies have nothing."""


@dataclass(frozen=True, slots=True)
class DetailTexts:
    """The traits and texts of a mailbox, computed once from its details.

    ``texts`` are those of the detail columns, in their order.
    """

    mailbox: Mailbox
    list_right: TableRight | None
    traits: FilterTraits
    texts: RowTexts


class CellTexts:
    """The texts of all cells; those from details are computed again only for new details.

    GUI thread, or a worker whose sources do not change (see ExportRows).
    """

    def __init__(
        self, details: DetailsSource | None = None, checks: ChecksSource | None = None
    ) -> None:
        self._details = details
        self._checks = checks
        self._detail_texts: dict[int, DetailTexts] = {}
        self.marks = NO_MARKS
        """What is known of the mailboxes beside rows, details and checks."""
        self.columns = column_specs()
        self._state_columns = [spec for spec in self.columns if isinstance(spec, StateColumn)]
        self._list_columns = [spec for spec in self.columns if isinstance(spec, ListColumn)]
        self._detail_columns = [spec for spec in self.columns if isinstance(spec, DetailColumn)]
        self._check_columns = [spec for spec in self.columns if isinstance(spec, CheckColumn)]
        by_source = (
            *self._state_columns,
            *self._list_columns,
            *self._detail_columns,
            *self._check_columns,
        )
        self._in_column_order = itemgetter(*map(by_source.index, self.columns))
        self._none_texts = tuple(NONE_TEXT if spec.says_none else "" for spec in self.columns)
        self._none_texts_before = tuple(
            "" if isinstance(spec, DetailColumn) else text
            for spec, text in zip(self.columns, self._none_texts, strict=True)
        )
        self._detail_place = {spec.column: n for n, spec in enumerate(self._detail_columns)}

    def has_sources(self, details: DetailsSource | None, checks: ChecksSource | None) -> bool:
        """Return whether the texts come from these sources."""
        return self._details is details and self._checks is checks

    @property
    def known(self) -> Mapping[int, Mailbox]:
        """The mailboxes whose details are loaded, by id."""
        return self._details.known if self._details else NO_DETAILS

    @property
    def checked_ids(self) -> frozenset[int]:
        """Return the ids of the mailboxes that were ever checked."""
        return self._checks.ids() if self._checks else frozenset()

    def is_listed(self, column: int) -> bool:
        """Return whether the list call fills a column, so that no later answer changes it."""
        return isinstance(self.columns[column], ListColumn)

    def is_detail(self, column: int) -> bool:
        """Return whether a column waits for the details of each mailbox."""
        return isinstance(self.columns[column], DetailColumn)

    def texts(self, row: ListedMailbox) -> RowTexts:
        """Return the texts of a row, by column; empty where the value is not known yet."""
        state = next(self.states(row))
        texts = tuple([spec.text(state) for spec in self._state_columns])
        texts += tuple([spec.text(row) for spec in self._list_columns])
        found: RowTexts = self._in_column_order(texts + self.late_texts(row))
        return found

    def shown_texts(self, row: ListedMailbox) -> RowTexts:
        """Return the texts of a row with a dash where there is known to be no value."""
        none_texts = self._none_texts if row.id in self.known else self._none_texts_before
        return tuple([a or b for a, b in zip(self.texts(row), none_texts, strict=True)])

    def shown_text(self, row: ListedMailbox, column: int) -> str:
        """Return the text of a cell, or a dash where there is known to be no value."""
        none_texts = self._none_texts if row.id in self.known else self._none_texts_before
        return self.text(row, column) or none_texts[column]

    def full_texts(self, row: ListedMailbox) -> RowTexts:
        """Return the texts of a row as the server said them, and all of its states."""
        texts = list(self.texts(row))
        for spec in self._list_columns:
            if spec.full_text is not None:
                texts[spec.column] = spec.full_text(row)
        for state_spec in self._state_columns:
            texts[state_spec.column] = ", ".join(map(state_spec.text, self.states(row)))
        return tuple(texts)

    def late_texts(self, row: ListedMailbox) -> RowTexts:
        """Return what the details and the last check say of a row."""
        details, check = self.detail_texts(row), self.last_check(row.id)
        checks = tuple(["" if check is None else spec.text(check) for spec in self._check_columns])
        if details is None:
            return tuple([self._text_before(spec, row) for spec in self._detail_columns]) + checks
        if check is None:
            return details.texts + checks
        return (*self._texts_with_check(details, check), *checks)

    def _texts_with_check(self, details: DetailTexts, check: LastCheck) -> Iterator[str]:
        for spec, text in zip(self._detail_columns, details.texts, strict=True):
            if spec.text_with_check is not None:
                yield spec.text_with_check(details.mailbox, details.traits, check)
            else:
                yield text

    def early_texts(self, rows: Sequence[ListedMailbox]) -> Iterator[RowTexts]:
        """Yield what the list call says of each row, as the filter looks through it."""
        readers = [spec.full_text or spec.text for spec in self._list_columns if spec.is_searched]
        readers += [spec.text_before for spec in self._detail_columns if spec.text_before]
        return zip(*(map(read, rows) for read in readers), strict=True)

    def text(self, row: ListedMailbox, column: int) -> str:
        """Return the text of a cell; empty where the value is not known yet."""
        spec = self.columns[column]
        if isinstance(spec, ListColumn):
            return spec.text(row)
        if isinstance(spec, StateColumn):
            return spec.text(next(self.states(row)))
        check = self.last_check(row.id)
        if isinstance(spec, CheckColumn):
            return "" if check is None else spec.text(check)
        details = self.detail_texts(row)
        if details is None:
            return self._text_before(spec, row)
        if check is not None and spec.text_with_check is not None:
            return spec.text_with_check(details.mailbox, details.traits, check)
        return details.texts[self._detail_place[spec.column]]

    def column_texts(self, rows: Sequence[ListedMailbox], column: int) -> list[str]:
        """Return one column of many rows."""
        spec = self.columns[column]
        if isinstance(spec, ListColumn):
            return list(map(spec.text, rows))
        if isinstance(spec, DetailColumn) and not self.known and spec.text_before is None:
            return [""] * len(rows)
        return [self.text(row, column) for row in rows]

    def sort_keys(self, rows: Sequence[ListedMailbox], column: int) -> list[SortKey | None] | None:
        """Return the keys of many rows; None if the column is sorted by its texts."""
        spec = self.columns[column]
        if isinstance(spec, StateColumn):
            return [(next(self.states(row)).value,) for row in rows]
        if spec.sort_key is None:
            return None
        if isinstance(spec, ListColumn):
            return list(map(spec.sort_key, rows))
        if isinstance(spec, DetailColumn):
            found = map(self.known.get, [row.id for row in rows])
            return [None if mailbox is None else spec.sort_key(mailbox) for mailbox in found]
        checks = (self.last_check(row.id) for row in rows)
        return [None if check is None else spec.sort_key(check) for check in checks]

    def cells(self, row: ListedMailbox) -> list[Cell]:
        """Return the exported columns of a row, for a file."""
        texts, mailbox, check = self.texts(row), self.known.get(row.id), self.last_check(row.id)
        cells: list[Cell] = []
        for spec in self.columns:
            cell: Cell = texts[spec.column]
            if isinstance(spec, ListColumn) and spec.cell is not None:
                cell = spec.cell(row)
            elif isinstance(spec, DetailColumn) and spec.cell is not None and mailbox is not None:
                cell = spec.cell(mailbox)
            elif isinstance(spec, CheckColumn) and spec.cell is not None and check is not None:
                cell = spec.cell(check)
            if spec.is_exported:
                cells.append(cell)
        return cells

    def _text_before(self, spec: DetailColumn, row: ListedMailbox) -> str:
        """Return what a cell of a detail column says before the details are loaded."""
        if spec.text_before is not None:
            return spec.text_before(row)
        failed = self._details is not None and self._details.error_for(row.id) is not None
        return MISSING_TEXT if failed else ""

    def detail_texts(self, row: ListedMailbox) -> DetailTexts | None:
        """Return the traits and texts from the details of a row; None if they are not loaded."""
        mailbox = self.known.get(row.id)
        if mailbox is None:
            return None
        late = self._detail_texts.get(row.id)
        if late is None or late.mailbox is not mailbox or late.list_right != row.right:
            traits = traits_for(row.right, mailbox)
            texts = tuple([spec.text(mailbox, traits) for spec in self._detail_columns])
            late = self._detail_texts[row.id] = DetailTexts(mailbox, row.right, traits, texts)
        return late

    def traits(self, row: ListedMailbox) -> FilterTraits:
        """Return what a row is filtered and counted by, duplicates and risks apart."""
        late = self.detail_texts(row)
        if late is not None:
            return late.traits
        return _LOCKED_TRAITS if list_lock_reason(row.right) else _UNKNOWN_TRAITS

    def states(self, row: ListedMailbox) -> Iterator[MailboxState]:
        """Yield all states that hold of a row, as far as is known, the most urgent first."""
        check = self.last_check(row.id)
        outcome = None if check is None else check.outcome
        is_locked = self.traits(row).right is EditRight.NO_UPDATE
        return states_of(row.id, self.marks, outcome, is_locked=is_locked)

    def count_states(self, ids: Set[int], locked_count: int) -> dict[MailboxState, int]:
        """Count how many of these mailboxes each state holds of."""
        checks = map(self.last_check, ids & self.checked_ids)
        outcomes = [check.outcome for check in checks if check is not None]
        return count_states(ids, self.marks, outcomes, locked_count)

    def last_check(self, mailbox_id: int) -> LastCheck | None:
        """Return the last check of a mailbox; None if it was never checked."""
        return self._checks.get(mailbox_id) if self._checks else None

    def cached_at(self, mailbox_id: int) -> float | None:
        """Return when cached details were read, in seconds since 1970 (UTC); None if read now."""
        return self._details.cached_at(mailbox_id) if self._details else None

    def read_at(self, mailbox_id: int) -> float | None:
        """Return when details were read, in seconds since 1970 (UTC); None if they are unknown."""
        return self._details.read_at(mailbox_id) if self._details else None

    def failure_text(self, mailbox_id: int) -> str:
        """Return the translated reason why loading the details failed; empty if it did not fail."""
        error = self._details.error_for(mailbox_id) if self._details else None
        return explain(error).full_text if error else ""


_UNKNOWN_TRAITS = FilterTraits()
_LOCKED_TRAITS = FilterTraits(right=EditRight.NO_UPDATE)
