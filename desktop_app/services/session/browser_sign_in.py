"""The browser sign-in of a profile: one at a time, whichever window started it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from enum import Enum, auto
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.core.errors import BrowserSignInFailed, BrowserSignInFailure, Cancelled
from desktop_app.core.sign_in_prompts import SignInPrompts
from desktop_app.net.cancel_token import CancelToken
from desktop_app.services.background import Failure, Job, MainThreadDispatcher, Success
from desktop_app.services.session.session import Session

if TYPE_CHECKING:
    from desktop_app.services.store.store_service import StoreService

SignInFlow = Callable[[SignInPrompts, CancelToken], str]
"""Waits in a worker until a person has signed in, and returns the user. Raises AppError."""


class SignInStep(Enum):
    """What a browser sign-in waits for."""

    BROWSER = auto()
    REPORTED_ERROR = auto()
    """For the browser still, or until the person ends the sign-in: an error without proof came."""
    OTHER_ACCOUNT = auto()
    """For the person's word on a user who is not the one of the last sign-in."""


class AccountQuestion:
    """A user who signed in, and whether a person goes on as that user. Any thread."""

    def __init__(self, account: str) -> None:
        self.account = account
        self._is_accepted = False
        self._is_answered = threading.Event()

    def answer(self, *, is_accepted: bool) -> None:
        """End the wait for the answer."""
        self._is_accepted = is_accepted
        self._is_answered.set()

    def wait(self, cancel: CancelToken) -> bool:
        """Return the answer once it is there. Raises Cancelled."""
        with cancel.on_cancel(self._is_answered.set):
            self._is_answered.wait()
        cancel.check()
        return self._is_accepted


class BrowserSignIn(QObject):
    """The browser sign-in, shared by all windows of the profile. GUI thread.

    ``flow`` is None for a profile that signs in without a browser. ``store`` keeps the user of the
    last sign-in; without a store the user is kept for this run.
    """

    started = Signal()
    step_changed = Signal()
    ended = Signal(object)
    """A Success with the user, or a Failure; the Failure holds Cancelled after ``stop``."""

    def __init__(
        self,
        session: Session,
        flow: SignInFlow | None,
        dispatcher: MainThreadDispatcher,
        store: StoreService | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._flow = flow
        self._dispatcher = dispatcher
        self._store = store
        self._job: Job | None = None
        self._question: AccountQuestion | None = None
        self.step = SignInStep.BROWSER
        self.account = ""
        """The user who signed in in this run (foreign text); empty before the first sign-in."""
        self.last_account = ""
        """The user of the sign-in before, while ``step`` is OTHER_ACCOUNT."""

    @property
    def is_available(self) -> bool:
        """Whether this profile signs in with the browser."""
        return self._flow is not None

    @property
    def is_running(self) -> bool:
        """Whether a sign-in is waiting for the browser or for an answer."""
        return self._job is not None

    @property
    def new_account(self) -> str:
        """The user who signed in, while ``step`` is OTHER_ACCOUNT."""
        return self._question.account if self._question is not None else ""

    def start(self, closing_text: str) -> None:
        """Open the browser unless a sign-in is running; it shows ``closing_text`` at the end.

        Does nothing if the profile signs in without a browser.
        """
        flow = self._flow
        if flow is None or self.is_running:
            return
        self.step, self._question = SignInStep.BROWSER, None
        ask = self._dispatcher.weak(self._check_account)
        on_bare_error = self._dispatcher.weak(self._on_bare_error)

        def work(cancel: CancelToken) -> str:
            def confirm(account: str) -> bool:
                question = AccountQuestion(account)
                ask(question)
                return question.wait(cancel)

            return flow(SignInPrompts(closing_text, on_bare_error, confirm), cancel)

        self._job = self._session.sign_in(work, self._on_signed_in)
        self.started.emit()

    def stop(self) -> None:
        """Stop waiting for the browser."""
        if self._job is not None:
            self._job.cancel()

    def answer(self, *, is_accepted: bool) -> None:
        """Go on as the user who signed in, or end the sign-in without using it."""
        if self._question is not None:
            self._question.answer(is_accepted=is_accepted)

    def _on_bare_error(self) -> None:
        if self.is_running and self.step is SignInStep.BROWSER:
            self._set_step(SignInStep.REPORTED_ERROR)

    def _check_account(self, question: AccountQuestion) -> None:
        """Accept the user of the last sign-in; ask the person about any other one."""
        profile_id = self._session.profile.id
        if self.account or self._store is None:
            self._compare_account(question, self.account)
        else:
            self._store.read(
                lambda store: store.server_facts.browser_account(profile_id),
                "",
                lambda account: self._compare_account(question, account),
            )

    def _compare_account(self, question: AccountQuestion, last_account: str) -> None:
        if last_account.casefold() in ("", question.account.casefold()):
            question.answer(is_accepted=True)
            return
        self._question, self.last_account = question, last_account
        self._set_step(SignInStep.OTHER_ACCOUNT)

    def _set_step(self, step: SignInStep) -> None:
        self.step = step
        self.step_changed.emit()

    def _on_signed_in(self, outcome: Success[str] | Failure) -> None:
        self._job = self._question = None
        if isinstance(outcome, Success):
            self._keep_account(outcome.value)
        elif isinstance(outcome.error, Cancelled) and self.step is SignInStep.REPORTED_ERROR:
            outcome = Failure(BrowserSignInFailed(BrowserSignInFailure.DENIED))
        self.ended.emit(outcome)

    def _keep_account(self, account: str) -> None:
        self.account = account
        profile_id = self._session.profile.id
        if self._store is not None:
            self._store.run(
                lambda store: store.server_facts.set_browser_account(profile_id, account)
            )
