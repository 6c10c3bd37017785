"""The edits that wait to be sent, as a table model."""

from __future__ import annotations

from collections.abc import Callable

from desktop_app.core.pending_change import PendingEdit
from desktop_app.services.bulk.save_queue import Row
from desktop_app.ui.pending.change_set_text import (
    change_words,
    edit_words,
    state_words,
    why_words,
)
from desktop_app.ui.widgets.tables.text_table_model import TextTable


class ChangesTable(TextTable[PendingEdit]):
    """A line for each edit, of all profiles."""

    def __init__(
        self,
        name_of: Callable[[PendingEdit], str],
        row_of: Callable[[PendingEdit], Row | None],
        can_send: Callable[[PendingEdit], bool],
    ) -> None:
        super().__init__()
        self.titles = (
            *(self.tr("Profile"), self.tr("Mailbox")),
            *(self.tr("Changes"), self.tr("State")),
        )
        self._row_of = row_of
        self._can_send = can_send
        self._columns = (name_of, edit_words, change_words, self._state)

    def refresh(self) -> None:
        """Some stand differently now."""
        if self.behind:
            last = self.index(len(self.behind) - 1, len(self.titles) - 1)
            self.dataChanged.emit(self.index(0, 0), last)

    def line_of(self, number: int) -> int:
        """The line of an edit, or the first one."""
        numbers = [edit.number for edit in self.behind]
        return numbers.index(number) if number in numbers else 0

    def text(self, behind: PendingEdit, column: int) -> str:
        """What a column tells of an edit."""
        return self._columns[column](behind)

    def tip(self, behind: PendingEdit, column: int) -> str:
        """Why an edit is not saved."""
        why = why_words(self._row_of(behind), can_send=self._can_send(behind))
        return why or self.text(behind, column)

    def _state(self, edit: PendingEdit) -> str:
        return state_words(self._row_of(edit), can_send=self._can_send(edit))
