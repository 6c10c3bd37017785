"""The lines of the list: the rows that the filters leave, in order, under groups if wanted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from desktop_app.core.mailbox_list.list_statistics import ListStatistics, count_mailboxes
from desktop_app.core.mailbox_list.mailbox_state import MailboxMarks
from desktop_app.core.mailbox_list.quick_filter import NO_FILTER, EditRight
from desktop_app.services.mail_check.last_checks import LastChecks
from desktop_app.services.mailbox_list.detail_loader import DetailLoader
from desktop_app.ui.mailbox_list.filter.quick_filter_text import server_group_text
from desktop_app.ui.mailbox_list.table.cell_texts import CellTexts, RowTexts
from desktop_app.ui.mailbox_list.table.column_spec import Column
from desktop_app.ui.mailbox_list.table.row_filter import FindRisks, RowFilter
from desktop_app.ui.mailbox_list.table.row_sorter import RowSorter
from desktop_app.ui.mailbox_list.table.server_groups import ServerGroup, group_by_server

if TYPE_CHECKING:
    from desktop_app.core.mailbox_list.listing import ListedMailbox

MAX_LINEAR_LOOKUPS = 3
"""Lines that are looked for one by one; for more, all are noted, which takes 3 ms for 10,000."""


class ShownLines:
    """Sorted, filtered and grouped anew with every ``update``; the model resets around it.

    Attributes:
        lines: What is shown, from top to bottom.
        mailbox_count: How many of ``lines`` are mailboxes.
        text: The words that a row must hold; ``quick_filter``: what else is asked of it.
        is_grouped: Whether the rows stand under their mail servers.
        sort_order: The column that the rows are sorted by, and the direction.
    """

    def __init__(self) -> None:
        self.cell_texts = CellTexts()
        self.lines: Sequence[ListedMailbox | ServerGroup] = ()
        self.mailbox_count = 0
        self.text = ""
        self.quick_filter = NO_FILTER
        self.is_grouped = False
        self.sort_order = (Column.ADDRESS, Qt.SortOrder.AscendingOrder)
        self._row_sorter = RowSorter((), self.cell_texts)
        self._row_filter = RowFilter((), self.cell_texts)
        self._changed_ids: set[int] = set()
        self._line_by_id: dict[int | None, int] | None = None
        self._lookup_count = 0

    @property
    def rows(self) -> list[ListedMailbox]:
        """The mailboxes among ``lines``."""
        return [line for line in self.lines if not isinstance(line, ServerGroup)]

    @property
    def all_rows(self) -> Sequence[ListedMailbox]:
        """All mailboxes, filtered out or not, by address."""
        return self._row_sorter.rows

    @property
    def unknown_count(self) -> int:
        """How many mailboxes are left out because too little is known of them yet."""
        return self._row_filter.unknown_count

    @property
    def depends_on_details(self) -> bool:
        """Whether order or choice of the rows may be another with every mailbox that is read."""
        return (
            not self.cell_texts.is_listed(self.sort_order[0])
            or self.is_grouped
            or not self._row_filter.matches_everything
        )

    def set_rows(
        self,
        rows: Sequence[ListedMailbox],
        details: DetailLoader | None,
        checks: LastChecks | None,
        find_risks: FindRisks,
    ) -> None:
        """Arrange another list."""
        if not self.cell_texts.has_sources(details, checks):
            marks, self.cell_texts = self.cell_texts.marks, CellTexts(details, checks)
            self.cell_texts.marks = marks
        self._row_sorter = RowSorter(rows, self.cell_texts)
        self._row_filter = RowFilter(self._row_sorter.rows, self.cell_texts, find_risks)
        self._changed_ids.clear()
        self._sort_rows()
        self.update()

    def sort(self, column: Column, order: Qt.SortOrder) -> None:
        """Sort by a column; rows without a value come last either way."""
        self.sort_order = (column, order)
        self._sort_rows()
        self.update()

    def mark_changed(self, mailbox_id: int) -> None:
        """Note that more is known of a mailbox; the next ``update`` takes it into account."""
        self._changed_ids.add(mailbox_id)

    def set_marks(self, marks: MailboxMarks) -> bool:
        """Take what is known beside the rows; return whether it may arrange them otherwise."""
        self.cell_texts.marks = marks
        self._row_filter.invalidate_states()
        is_sorted_by_state = self.sort_order[0] is Column.STATE
        if is_sorted_by_state:
            self._sort_rows()
        return is_sorted_by_state or bool(self.quick_filter.states)

    def invalidate_risks(self) -> None:
        """Note that the mailboxes of each risk may be others by now."""
        self._row_filter.invalidate_risks()

    def statistics(self) -> ListStatistics:
        """Count how many of all mailboxes are what, as far as it is known by now."""
        self._apply_changes()
        traits = map(self.cell_texts.traits, self._row_sorter.rows)
        self._row_filter.invalidate_risks()
        risks = {risk: len(ids) for risk, ids in self._row_filter.risks.items() if ids}
        counted = count_mailboxes(traits, len(self._row_filter.duplicates), risks)
        ids = frozenset(row.id for row in self._row_sorter.rows)
        locked = counted.rights.get(EditRight.NO_UPDATE, 0)
        return replace(counted, states=self.cell_texts.count_states(ids, locked))

    def line_of(self, mailbox_id: int) -> int | None:
        """Return the line that shows a mailbox, None if no line does."""
        if self._line_by_id is None:  # most lines are gone before many are asked for
            self._lookup_count += 1
            if self._lookup_count <= MAX_LINEAR_LOOKUPS:
                lines = enumerate(self.lines)
                return next((line for line, row in lines if row.id == mailbox_id), None)
            self._line_by_id = {row.id: line for line, row in enumerate(self.lines)}
        return self._line_by_id.get(mailbox_id)

    def texts_at(self, line: int) -> RowTexts:
        """Return what a line says, by column."""
        row = self.lines[line]
        if isinstance(row, ServerGroup):
            texts = [""] * len(Column)
            texts[Column.ADDRESS] = server_group_text(row.server, row.count)
            return tuple(texts)
        return self.cell_texts.texts(row)

    def update(self) -> None:
        """Work out ``lines`` anew."""
        self._apply_changes()
        rows = self._row_sorter.rows
        self._row_filter.set_query(self.text, self.quick_filter)
        places = self._row_filter.apply(self._row_sorter.indices)
        chosen = rows if isinstance(places, range) else list(map(rows.__getitem__, places))
        self.mailbox_count = len(chosen)
        self.lines = group_by_server(chosen, self.cell_texts) if self.is_grouped else chosen
        self._line_by_id = None
        self._lookup_count = 0

    def _sort_rows(self) -> None:
        column, order = self.sort_order
        self._row_sorter.sort(column, descending=order is Qt.SortOrder.DescendingOrder)

    def _apply_changes(self) -> None:
        if self._changed_ids:
            self._row_filter.invalidate(self._changed_ids)
            self._changed_ids.clear()
            if not self.cell_texts.is_listed(self.sort_order[0]):
                self._sort_rows()
