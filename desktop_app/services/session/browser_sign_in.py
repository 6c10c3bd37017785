"""The sign-in of one profile in the browser: one at a time, whichever window asked for it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from desktop_app.net.cancel_token import Cancel
from desktop_app.services.background import Done, Failed, Ticket
from desktop_app.services.session.session import Session

SignInWay = Callable[[str, Cancel], None]
"""Has a person sign in, in a worker; gets what the browser shows in the end. Raises Trouble."""


class BrowserSignIn(QObject):
    """Has a person sign in, for all windows of the profile at once.

    ``way`` is None for a profile that signs in otherwise.
    """

    began = Signal()
    ended = Signal(object)
    """Done, or Failed: with Cancelled, if it was given up."""

    def __init__(
        self, session: Session, way: SignInWay | None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._way = way
        self._ticket: Ticket | None = None

    @property
    def possible(self) -> bool:
        """Whether this is the profile's way."""
        return self._way is not None

    @property
    def under_way(self) -> bool:
        """Whether the browser is waited for."""
        return self._ticket is not None

    def begin(self, done: str) -> None:
        """Open the browser, if it is not open; ``done`` is the sentence that it shows in the end.

        Of a profile that signs in otherwise nothing is heard.
        """
        way = self._way
        if way is None or self.under_way:
            return
        self._ticket = self._session.sign_in(lambda stop: way(done, stop), self._finish)
        self.began.emit()

    def stop(self) -> None:
        """Wait for the browser no longer."""
        if self._ticket is not None:
            self._ticket.cancel()

    def _finish(self, outcome: Done[None] | Failed) -> None:
        self._ticket = None
        self.ended.emit(outcome)
