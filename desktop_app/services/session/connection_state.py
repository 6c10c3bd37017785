"""Whether a profile's server can be reached, and a cautious check whether it is back."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop_app.core.errors import AppError
from desktop_app.services.background import Failure, Success
from desktop_app.services.session.reconnect import is_transient
from desktop_app.services.session.session import Session


class ConnectionState(QObject):
    """The connection of a profile. GUI thread.

    The list loader reports how loading went; a ReconnectScheduler calls ``probe``.
    """

    restored = Signal()
    """A probe reached the server again."""
    refused = Signal(object)
    """An AppError: a probe found an error that needs a person to resolve."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._is_listing = False
        self._is_probing = False
        self.is_offline = False
        """Whether the connection is lost because of an error that may end without user action."""

    @property
    def is_trying(self) -> bool:
        """Whether a list request or a probe is running."""
        return self._is_listing or self._is_probing

    def probe(self) -> None:
        """Check once, without a user's request, whether the server is back."""
        if self.is_offline and not self.is_trying:
            self._is_probing = True
            self._session.ping(self._on_ping)

    def list_started(self) -> None:
        """Record that the list was requested."""
        self._is_listing = True

    def list_succeeded(self) -> None:
        """Record that the list arrived."""
        self._is_listing = self.is_offline = False

    def list_failed(self, error: AppError) -> None:
        """Record that the list request failed."""
        self._is_listing, self.is_offline = False, is_transient(error)

    def close(self) -> None:
        """Stop probing."""
        self.is_offline = False

    def _on_ping(self, outcome: Success[None] | Failure) -> None:
        self._is_probing = False
        if isinstance(outcome, Success):
            self.restored.emit()
        elif not is_transient(outcome.error):
            self.refused.emit(outcome.error)
