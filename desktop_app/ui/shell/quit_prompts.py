"""What is asked before the program ends; nothing is closed by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop_app.ui.dialogs.message_boxes import ask

if TYPE_CHECKING:
    from desktop_app.ui.bulk.bulk_windows import SeveralWindows
    from desktop_app.ui.shell.open_editors import OpenDialogs


def tr(text: str) -> str:
    """Translate a text of this room."""
    return QCoreApplication.translate("quitting", text)


def may_quit(
    parent: QWidget, saves: int, several: SeveralWindows | None, dialogs: OpenDialogs
) -> bool:
    """Whether nothing would be lost, or the user says so to each question.

    ``saves`` are under way; those of the runs of many are asked about with their runs.
    """
    of_runs = 0 if several is None else several.sending
    if several is not None and not several.may_quit():
        return False
    return (saves <= of_runs or _may_leave_saves(parent)) and dialogs.may_close()


def _may_leave_saves(parent: QWidget) -> bool:
    return ask(
        parent,
        tr("A save is under way. Quit all the same?"),
        tr("It would not be known whether it was executed."),
        tr("&Quit"),
        tr("&Wait for it"),
    )
