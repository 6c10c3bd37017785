"""Whether the server of a profile can be reached, and one careful look whether it is back."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop_app.core.errors import AppError
from desktop_app.services.background import Failure, Success
from desktop_app.services.session.reconnect import is_transient
from desktop_app.services.session.session import Session


class ConnectionState(QObject):
    """What reads the list tells how it goes; a Lookout says when to look."""

    restored = Signal()
    """A look found the server again."""
    refused = Signal(object)
    """A look found a trouble that does not pass by itself."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._is_listing = False
        self._is_probing = False
        self.is_offline = False
        """Whether the connection is lost, and may come back by itself."""

    @property
    def is_trying(self) -> bool:
        """Whether the connection is being tried right now."""
        return self._is_listing or self._is_probing

    def probe(self) -> None:
        """Try once whether the connection is back, without anybody having asked for it."""
        if self.is_offline and not self.is_trying:
            self._is_probing = True
            self._session.ping(self._on_ping)

    def list_started(self) -> None:
        """The list is asked for."""
        self._is_listing = True

    def list_succeeded(self) -> None:
        """The list came."""
        self._is_listing = self.is_offline = False

    def list_failed(self, error: AppError) -> None:
        """The list did not come."""
        self._is_listing, self.is_offline = False, is_transient(error)

    def close(self) -> None:
        """Nobody looks any more."""
        self.is_offline = False

    def _on_ping(self, outcome: Success[None] | Failure) -> None:
        self._is_probing = False
        if isinstance(outcome, Success):
            self.restored.emit()
        elif not is_transient(outcome.error):
            self.refused.emit(outcome.error)
