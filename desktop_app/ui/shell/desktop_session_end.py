"""The desktop ends, or the computer: unsaved work is asked about while there is time for it."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Protocol

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QGuiApplication

ANSWER_HOLDS = 60.0
"""Seconds: another program may still stop the end of the session, and then it goes on."""


class Session(Protocol):
    """What is needed of Qt's QSessionManager, which nobody but Qt can make."""

    def allowsInteraction(self) -> bool:  # Qt's name
        """Whether a question may be asked now."""

    def release(self) -> None:
        """The question is answered."""

    def cancel(self) -> None:
        """The user wants to stay."""


class LogOut(QObject):
    """``may_end`` asks what there is to ask. ``keep`` puts edits on disk, where nobody is asked."""

    def __init__(
        self, may_end: Callable[[], bool], keep: Callable[[], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._may_end = may_end
        self._keep = keep
        self._answered_at = -ANSWER_HOLDS
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            # it must be answered before the signal returns
            direct = Qt.ConnectionType.DirectConnection
            application.commitDataRequest.connect(self.answer, direct)

    def answer(self, session: Session) -> None:
        """Let the session end, or ask it to go on."""
        self._keep()  # whatever is answered: the desktop may lose its patience
        if not session.allowsInteraction():
            return
        stay = not self._may_end()
        session.release()
        if stay:
            session.cancel()
        else:
            self._answered_at = monotonic()

    @property
    def is_answered(self) -> bool:
        """Whether it was agreed just now that the session ends: nobody asks that twice."""
        return monotonic() - self._answered_at < ANSWER_HOLDS
