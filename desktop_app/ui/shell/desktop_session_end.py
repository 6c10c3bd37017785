"""The desktop ends, or the computer: unsaved work is asked about while there is time for it."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Protocol

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication

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
