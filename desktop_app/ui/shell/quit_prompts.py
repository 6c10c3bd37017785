"""What is asked before the program ends; nothing is closed by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from desktop_app.ui.dialogs.message_boxes import confirm
from desktop_app.ui.i18n import translate

if TYPE_CHECKING:
    from desktop_app.ui.bulk.bulk_windows import BulkWindows
    from desktop_app.ui.mailbox_edit.open_editors import OpenEditors


def may_quit(
    parent: QWidget, running_saves: int, bulk_windows: BulkWindows | None, editors: OpenEditors
) -> bool:
    """Whether nothing would be lost, or the user says so to each question.

    ``running_saves`` are under way; those of the runs of many are asked about with their runs.
    """
    of_runs = 0 if bulk_windows is None else bulk_windows.sending_count
    if bulk_windows is not None and not bulk_windows.confirm_quit():
        return False
    return (running_saves <= of_runs or _confirm_running_saves(parent)) and editors.may_close()


def _confirm_running_saves(parent: QWidget) -> bool:
    return confirm(
        parent,
        translate("shell", "A save is under way. Quit all the same?"),
        translate("shell", "It would not be known whether it was executed."),
        translate("shell", "&Quit"),
        translate("shell", "&Wait for it"),
    )
