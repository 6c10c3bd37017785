"""Pending changes as a table model."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtGui import QGuiApplication, QIcon

from desktop_app.core.pending_change import PendingChange, SendObstacle
from desktop_app.ui.i18n import translate
from desktop_app.ui.pending.change_set_text import (
    change_fields_text,
    change_name_text,
    change_state_text,
)
from desktop_app.ui.pending.change_states import ChangeStates
from desktop_app.ui.widgets.colors import warning_color
from desktop_app.ui.widgets.icons import colored_icon, save_state_icon
from desktop_app.ui.widgets.tables.text_table_model import TextColumn, TextTableModel


class ChangeSetModel(TextTableModel[PendingChange]):
    """One line for each pending change of all profiles; the tooltip says why one is not saved."""

    def __init__(self, states: ChangeStates) -> None:
        def state_text(change: PendingChange) -> str:
            return change_state_text(states.row(change), states.obstacle(change))

        def state_icon(change: PendingChange) -> QIcon:
            row = states.row(change)
            if row is None and (obstacle := states.obstacle(change)) is not None:
                name = "key-round" if obstacle is SendObstacle.PASSWORD else "triangle-alert"
                return colored_icon(name, warning_color(QGuiApplication.palette()))
            outcome = None if row is None else row.outcome
            return save_state_icon(outcome, is_conflict=row is not None and row.is_conflict)

        def with_problem(column: TextColumn[PendingChange]) -> TextColumn[PendingChange]:
            def tooltip(change: PendingChange) -> str:
                return states.problem_text(change) or column.text(change)

            return replace(column, tooltip=tooltip)

        columns = (
            TextColumn(translate("pending", "Mailbox"), change_name_text),
            TextColumn(translate("pending", "State"), state_text, icon=state_icon),
            TextColumn(translate("pending", "Change"), change_fields_text),
            TextColumn(translate("pending", "Profile"), states.profile_name),
        )
        super().__init__(list(map(with_problem, columns)), key=lambda change: change.id)
