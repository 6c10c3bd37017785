"""The browser sign-in of a profile: one at a time, whichever window started it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from desktop_app.net.cancel_token import CancelToken
from desktop_app.services.background import Failure, Job, Success
from desktop_app.services.session.session import Session

SignInFlow = Callable[[str, CancelToken], None]
"""Waits in a worker until a person has signed in; gets the closing text. Raises AppError."""


class BrowserSignIn(QObject):
    """The browser sign-in, shared by all windows of the profile. GUI thread.

    ``flow`` is None for a profile that signs in without a browser.
    """

    started = Signal()
    ended = Signal(object)
    """A Success or a Failure; the Failure holds Cancelled after ``stop``."""

    def __init__(
        self, session: Session, flow: SignInFlow | None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._flow = flow
        self._job: Job | None = None

    @property
    def is_available(self) -> bool:
        """Whether this profile signs in with the browser."""
        return self._flow is not None

    @property
    def is_running(self) -> bool:
        """Whether a sign-in is waiting for the browser."""
        return self._job is not None

    def start(self, closing_text: str) -> None:
        """Open the browser unless a sign-in is running; it shows ``closing_text`` at the end.

        Does nothing if the profile signs in without a browser.
        """
        way = self._flow
        if way is None or self.is_running:
            return
        self._job = self._session.sign_in(lambda stop: way(closing_text, stop), self._on_signed_in)
        self.started.emit()

    def stop(self) -> None:
        """Stop waiting for the browser."""
        if self._job is not None:
            self._job.cancel()

    def _on_signed_in(self, outcome: Success[None] | Failure) -> None:
        self._job = None
        self.ended.emit(outcome)
