"""What is asked before the program ends, and the end of the desktop's session."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop_app.ui.dialogs.message_boxes import confirm
from desktop_app.ui.i18n import translate

if TYPE_CHECKING:
    from desktop_app.ui.bulk.bulk_windows import BulkWindows
    from desktop_app.ui.mailbox_edit.open_editors import OpenEditors


ANSWER_VALID_SECONDS = 60.0
"""Seconds: another program may still stop the end of the session, and then it goes on."""


class DesktopSession(Protocol):
    """What is needed of Qt's QSessionManager, which nobody but Qt can make."""

    def allowsInteraction(self) -> bool:  # Qt's name
        """Whether a question may be asked now."""

    def release(self) -> None:
        """The question is answered."""

    def cancel(self) -> None:
        """The user wants to stay."""


class SessionEndHandler(QObject):
    """``may_quit`` asks what there is to ask. ``save_drafts`` puts edits on disk, where nobody is
    asked.
    """

    def __init__(
        self, may_quit: Callable[[], bool], save_drafts: Callable[[], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._may_quit = may_quit
        self._save_drafts = save_drafts
        self._confirmed_at = -ANSWER_VALID_SECONDS
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            # it must be answered before the signal returns
            direct = Qt.ConnectionType.DirectConnection
            application.commitDataRequest.connect(self.on_commit_data_request, direct)

    def on_commit_data_request(self, session: DesktopSession) -> None:
        """Let the session end, or ask it to go on."""
        self._save_drafts()  # whatever is answered: the desktop may lose its patience
        if not session.allowsInteraction():
            return
        stay = not self._may_quit()
        session.release()
        if stay:
            session.cancel()
        else:
            self._confirmed_at = monotonic()

    @property
    def is_confirmed(self) -> bool:
        """Whether it was agreed just now that the session ends: nobody asks that twice."""
        return monotonic() - self._confirmed_at < ANSWER_VALID_SECONDS


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
