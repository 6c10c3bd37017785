"""Questions before the program quits, also when the desktop session ends."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop_app.ui.dialogs.guarded_dialog import may_close_dialogs
from desktop_app.ui.dialogs.message_boxes import confirm
from desktop_app.ui.i18n import translate

if TYPE_CHECKING:
    from desktop_app.ui.bulk.bulk_windows import BulkWindows
    from desktop_app.ui.mailbox_edit.open_editors import OpenEditors


ANSWER_VALID_SECONDS = 60.0
"""Seconds for which an agreed end of the session holds; another program may still cancel that end.
"""


class DesktopSession(Protocol):
    """The part of Qt's QSessionManager that is used here; only Qt can create a QSessionManager."""

    def allowsInteraction(self) -> bool:  # Qt's name
        """Return whether the program may ask the user a question now."""

    def release(self) -> None:
        """Tell the desktop that the question is answered."""

    def cancel(self) -> None:
        """Cancel the end of the session."""


class SessionEndHandler(QObject):
    """Handles the end of the desktop session: saves drafts, then asks the user.

    ``may_quit`` asks the questions and returns whether the user agrees. ``save_drafts`` writes open
    edits to disk, in case no question is allowed. GUI thread.
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
            # Qt needs the answer before the signal returns
            direct = Qt.ConnectionType.DirectConnection
            application.commitDataRequest.connect(self.on_commit_data_request, direct)

    def on_commit_data_request(self, session: DesktopSession) -> None:
        """Save drafts, ask the user if allowed, and cancel the session's end if the user stays."""
        self._save_drafts()  # first: the desktop may kill the program before the answer
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
        """Whether the user agreed within the last minute, so that closing must not ask again."""
        return monotonic() - self._confirmed_at < ANSWER_VALID_SECONDS


def may_quit(
    parent: QWidget, running_saves: int, bulk_windows: BulkWindows | None, editors: OpenEditors
) -> bool:
    """Return True if no work would be lost, or the user agrees to each question.

    ``running_saves`` counts all running saves, those of bulk runs included, about which the bulk
    windows ask themselves.
    """
    of_runs = 0 if bulk_windows is None else bulk_windows.sending_count
    if bulk_windows is not None and not bulk_windows.confirm_quit():
        return False
    return (running_saves <= of_runs or _confirm_running_saves(parent)) and (
        editors.may_close() and may_close_dialogs()
    )


def _confirm_running_saves(parent: QWidget) -> bool:
    return confirm(
        parent,
        translate("shell", "A save is still running. Quit anyway?"),
        translate("shell", "The program could no longer tell you whether the mailbox was saved."),
        translate("shell", "&Quit"),
        translate("shell", "&Wait"),
    )
