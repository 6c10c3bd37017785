"""The sign-in of one profile in the browser: one at a time, whichever window asked for it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from desktop_app.net.cancel_token import CancelToken
from desktop_app.services.background import Failure, Job, Success
from desktop_app.services.session.session import Session

SignInFlow = Callable[[str, CancelToken], None]
"""Has a person sign in, in a worker; gets what the browser shows in the end. Raises AppError."""


class BrowserSignIn(QObject):
    """Has a person sign in, for all windows of the profile at once.

    ``flow`` is None for a profile that signs in otherwise.
    """

    started = Signal()
    ended = Signal(object)
    """Done, or Failed: with Cancelled, if it was given up."""

    def __init__(
        self, session: Session, flow: SignInFlow | None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._flow = flow
        self._job: Job | None = None

    @property
    def is_available(self) -> bool:
        """Whether this is the profile's way."""
        return self._flow is not None

    @property
    def is_running(self) -> bool:
        """Whether the browser is waited for."""
        return self._job is not None

    def start(self, closing_text: str) -> None:
        """Open the browser, if it is not open; ``closing_text`` is the sentence that it shows in
        the end.

        Of a profile that signs in otherwise nothing is heard.
        """
        way = self._flow
        if way is None or self.is_running:
            return
        self._job = self._session.sign_in(lambda stop: way(closing_text, stop), self._on_signed_in)
        self.started.emit()

    def stop(self) -> None:
        """Wait for the browser no longer."""
        if self._job is not None:
            self._job.cancel()

    def _on_signed_in(self, outcome: Success[None] | Failure) -> None:
        self._job = None
        self.ended.emit(outcome)
