"""Pending changes as a table model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from desktop_app.core.pending_change import PendingChange, SendObstacle
from desktop_app.services.bulk.save_queue import QueuedRow
from desktop_app.ui.i18n import translate
from desktop_app.ui.pending.change_set_text import (
    change_fields_text,
    change_name_text,
    change_state_text,
)
from desktop_app.ui.widgets.tables.text_table_model import TextColumn, TextTableModel


class ChangeSetModel(TextTableModel[PendingChange]):
    """One line for each pending change of all profiles; the tooltip says why one is not saved."""

    def __init__(
        self,
        name_of: Callable[[PendingChange], str],
        row_of: Callable[[PendingChange], QueuedRow | None],
        obstacle_of: Callable[[PendingChange], SendObstacle | None],
        problem_of: Callable[[PendingChange], str],
    ) -> None:
        def state_text(change: PendingChange) -> str:
            return change_state_text(row_of(change), obstacle_of(change))

        def with_problem(column: TextColumn[PendingChange]) -> TextColumn[PendingChange]:
            def tooltip(change: PendingChange) -> str:
                return problem_of(change) or column.text(change)

            return replace(column, tooltip=tooltip)

        columns = (
            TextColumn(translate("pending", "Mailbox"), change_name_text),
            TextColumn(translate("pending", "State"), state_text),
            TextColumn(translate("pending", "Change"), change_fields_text),
            TextColumn(translate("pending", "Profile"), name_of),
        )
        super().__init__(list(map(with_problem, columns)), key=lambda change: change.id)
