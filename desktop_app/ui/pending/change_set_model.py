"""Pending changes as a table model."""

from __future__ import annotations

from collections.abc import Callable

from desktop_app.core.pending_change import PendingChange
from desktop_app.services.bulk.save_queue import QueuedRow
from desktop_app.ui.i18n import translate
from desktop_app.ui.pending.change_set_text import (
    change_fields_text,
    change_name_text,
    change_problem_text,
    change_state_text,
)
from desktop_app.ui.widgets.tables.text_table_model import TextTableModel


class ChangeSetModel(TextTableModel[PendingChange]):
    """One line for each pending change of all profiles."""

    def __init__(
        self,
        name_of: Callable[[PendingChange], str],
        row_of: Callable[[PendingChange], QueuedRow | None],
        can_send: Callable[[PendingChange], bool],
    ) -> None:
        super().__init__()
        self.titles = (
            *(translate("pending", "Profile"), translate("pending", "Mailbox")),
            *(translate("pending", "Differences"), translate("pending", "State")),
        )
        self._row_of = row_of
        self._can_send = can_send
        self._columns = (name_of, change_name_text, change_fields_text, self._state_text)

    def refresh(self) -> None:
        """Repaint all lines, because the state of some has changed."""
        if self.items:
            last = self.index(len(self.items) - 1, len(self.titles) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def line_of(self, change_id: int) -> int:
        """Return the line of a change, or 0 if the change is not listed."""
        numbers = [edit.id for edit in self.items]
        return numbers.index(change_id) if change_id in numbers else 0

    def text(self, item: PendingChange, column: int) -> str:
        """Return the translated text of a change in a column."""
        return self._columns[column](item)

    def tooltip_text(self, item: PendingChange, column: int) -> str:
        """Return why a change is not saved; else the text of the cell."""
        why = change_problem_text(self._row_of(item), can_send=self._can_send(item))
        return why or self.text(item, column)

    def _state_text(self, change: PendingChange) -> str:
        return change_state_text(self._row_of(change), can_send=self._can_send(change))
