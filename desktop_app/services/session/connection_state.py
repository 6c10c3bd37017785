"""Whether the server of a profile can be reached, and one careful look whether it is back."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop_app.core.errors import Trouble
from desktop_app.services.background import Done, Failed
from desktop_app.services.session.reconnect import may_pass
from desktop_app.services.session.session import Session


class Connection(QObject):
    """What reads the list tells how it goes; a Lookout says when to look."""

    back = Signal()
    """A look found the server again."""
    lost = Signal(object)
    """A look found a trouble that does not pass by itself."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._reading = False
        self._looking = False
        self.is_away = False
        """Whether the connection is lost, and may come back by itself."""

    @property
    def is_trying(self) -> bool:
        """Whether the connection is being tried right now."""
        return self._reading or self._looking

    def look(self) -> None:
        """Try once whether the connection is back, without anybody having asked for it."""
        if self.is_away and not self.is_trying:
            self._looking = True
            self._session.knock(self._take)

    def begins(self) -> None:
        """The list is asked for."""
        self._reading = True

    def holds(self) -> None:
        """The list came."""
        self._reading = self.is_away = False

    def fails(self, why: Trouble) -> None:
        """The list did not come."""
        self._reading, self.is_away = False, may_pass(why)

    def close(self) -> None:
        """Nobody looks any more."""
        self.is_away = False

    def _take(self, outcome: Done[None] | Failed) -> None:
        self._looking = False
        if isinstance(outcome, Done):
            self.back.emit()
        elif not may_pass(outcome.trouble):
            self.lost.emit(outcome.trouble)
