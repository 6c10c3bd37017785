"""Ways to sign in again after a missing, refused or expired sign-in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop_app.core.errors import (
    PROXY_FAILURES,
    AnonymousSession,
    ApiOutsideDomain,
    AppError,
    BrowserSignInFailed,
    Cancelled,
    EndpointNotFound,
    InsecureHttp,
    NetworkFailure,
    RedirectRefused,
    SecretMissing,
    SecretOriginMismatch,
    SecretStoreError,
    SecretStoreFailure,
    SignInNeeded,
    SignInRefused,
    TenantUnknown,
    TlsError,
    UnexpectedResponse,
    Unreachable,
    UserNameUnusable,
    WebServerAuthRequired,
    WindowsAuthOnly,
)
from desktop_app.core.mailbox.characters import strip_hidden
from desktop_app.core.profiles.profile import Profile, SignInKind
from desktop_app.services.background import Failure, Success
from desktop_app.services.session.browser_sign_in import BrowserSignIn, SignInStep
from desktop_app.services.workspace.workspace import ListPhase, Workspace
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.errors.explain import explain
from desktop_app.ui.text.message import Message
from desktop_app.ui.text.plain_text import shortened
from desktop_app.ui.widgets.banner import ButtonAction

PROFILE_FAILURES = (
    NetworkFailure.NAME_NOT_FOUND,
    NetworkFailure.REFUSED,
    *PROXY_FAILURES,
)
"""Network failures that a wrong address, proxy or CA file in the profile may cause."""
NOT_THE_SECRET = (AnonymousSession, UserNameUnusable, WebServerAuthRequired, WindowsAuthOnly)
"""Refused sign-ins that another password, ticket or token cannot change."""

ShowMessage = Callable[[Message, list[ButtonAction]], None]
"""Shows a message and a button for each action."""


def recovery_actions(
    error: AppError, workspace: Workspace, on_secret_needed: Callable[[], None]
) -> list[ButtonAction]:
    """Return the actions that may sign the user in again; empty for other errors.

    ``on_secret_needed`` is called when the user wants to enter the password, ticket or token again
    or the passphrase of the password vault, or to change the profile.
    """
    if _needs_browser(error, workspace):
        return [
            (
                translate("sign_in", "&Sign in in the browser…"),
                lambda: start_browser_sign_in(workspace),
            )
        ]
    if is_vault_locked(error):
        return [(translate("sign_in", "&Unlock the password vault…"), on_secret_needed)]
    if asks_for_secret(error, workspace):
        return [(_enter_label(workspace.profile), on_secret_needed)]
    if _is_of_sign_in(error) and not workspace.is_demo:
        return [(translate("sign_in", "Chan&ge profile…"), on_secret_needed)]
    return []


def asks_for_secret(error: AppError, workspace: Workspace) -> bool:
    """Return whether the user can mend a sign-in by entering the password, ticket or token."""
    if workspace.is_demo or workspace.profile.sign_in is SignInKind.OAUTH:
        return False
    if is_vault_locked(error) or isinstance(error, NOT_THE_SECRET):
        return False
    return _is_of_sign_in(error)


def is_vault_locked(error: AppError | None) -> bool:
    """Return whether the password is in the password vault, which is locked."""
    return isinstance(error, SecretStoreError) and error.kind is SecretStoreFailure.VAULT_LOCKED


def _is_of_sign_in(error: AppError) -> bool:
    return isinstance(error, SignInRefused | SecretMissing | SecretStoreError)


def _needs_browser(error: AppError, workspace: Workspace) -> bool:
    refused = isinstance(error, SignInRefused | BrowserSignInFailed | SecretOriginMismatch)
    return refused and workspace.browser_sign_in.is_available


def is_profile_related(error: AppError) -> bool:
    """Return whether another address, proxy or CA file in the profile may help."""
    if isinstance(error, Unreachable):
        return isinstance(error, TlsError) or error.failure in PROFILE_FAILURES
    return isinstance(
        error,
        ApiOutsideDomain
        | EndpointNotFound
        | InsecureHttp
        | RedirectRefused
        | TenantUnknown
        | UnexpectedResponse,
    )


def is_proxy_related(error: AppError) -> bool:
    """Return whether the profile's proxy may have caused the error."""
    return isinstance(error, Unreachable) and error.failure in PROXY_FAILURES


def _enter_label(profile: Profile) -> str:
    return {
        SignInKind.TICKET: translate("sign_in", "Enter tic&ket…"),
        SignInKind.BEARER: translate("sign_in", "Enter access to&ken…"),
        SignInKind.BROWSER: translate("sign_in", "Enter coo&kies…"),
    }.get(profile.sign_in, translate("sign_in", "Enter pass&word…"))


def start_browser_sign_in(workspace: Workspace) -> None:
    """Open the browser so that the user can sign in."""
    workspace.browser_sign_in.start(
        translate(
            "sign_in",
            "Return to Mailbox Admin to see whether you are signed in. You can close this page.",
        )
    )


def browser_sign_in_message(sign_in: BrowserSignIn) -> Message:
    """Return what a running browser sign-in waits for."""
    if sign_in.step is SignInStep.REPORTED_ERROR:
        return Message(
            translate("sign_in", "The browser reports that sign-in was refused."),
            translate(
                "sign_in",
                "This report may not belong to your sign-in. If the sign-in page is still open, "
                "continue there. Otherwise, end the sign-in.",
            ),
        )
    if sign_in.step is SignInStep.OTHER_ACCOUNT:
        return Message(
            translate("sign_in", "You signed in as {account}. Last time it was {before}.").format(
                account=account_text(sign_in.new_account),
                before=account_text(sign_in.last_account),
            ),
            translate("sign_in", "Continue only if you signed in as this user yourself."),
        )
    return Message(
        translate("sign_in", "Sign in in the browser window that opens."),
        translate("sign_in", "This window continues automatically."),
    )


def browser_sign_in_actions(sign_in: BrowserSignIn, stop_label: str) -> list[ButtonAction]:
    """Return what a person can do about a running browser sign-in."""
    if sign_in.step is SignInStep.REPORTED_ERROR:
        return [(translate("sign_in", "&End the sign-in"), sign_in.stop)]
    if sign_in.step is SignInStep.OTHER_ACCOUNT:
        return [
            (
                translate("sign_in", "&Continue as this user"),
                partial(sign_in.answer, is_accepted=True),
            ),
            (translate("sign_in", "&Do not sign in"), partial(sign_in.answer, is_accepted=False)),
        ]
    return [(stop_label, sign_in.stop)]


def account_text(account: str) -> str:
    """Return a user's name from the sign-in server, fit to be shown."""
    return shortened(strip_hidden(account))


def sign_in_failure(outcome: Success[str] | Failure) -> AppError | None:
    """Return why the sign-in failed, None if it succeeded; cancelling counts as SignInNeeded."""
    if isinstance(outcome, Success):
        return None
    return SignInNeeded() if isinstance(outcome.error, Cancelled) else outcome.error


class SignInRecovery(QObject):
    """Waits for a sign-in on behalf of a dialog, and shows the state of that sign-in.

    The ``show_message`` of `wait_for_sign_in` is called again whenever the state changes. GUI
    thread.
    """

    resumed = Signal()
    """The user is signed in again, and the dialog can continue."""
    secret_requested = Signal()
    """The user wants to enter the password, ticket, token or cookies again."""

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._show_message: ShowMessage | None = None
        self._workspace = workspace
        self._connect_workspace()

    def move_to(self, workspace: Workspace) -> None:
        """Wait for the sign-in of another workspace, after the profile was changed."""
        if workspace is not self._workspace:
            self._workspace = workspace
            self._connect_workspace()

    def _connect_workspace(self) -> None:
        workspace = self._workspace
        workspace.browser_sign_in.started.connect(self._show_browser_wait)
        workspace.browser_sign_in.step_changed.connect(self._show_browser_wait)
        workspace.browser_sign_in.ended.connect(self._on_browser_ended)
        workspace.state_changed.connect(self._on_state_changed)

    def wait_for_sign_in(self, error: AppError, show_message: ShowMessage) -> bool:
        """Wait for a sign-in if that may mend ``error``; return whether waiting has begun."""
        why = self._workspace.cause_of(error)
        if not recovery_actions(why, self._workspace, self.secret_requested.emit):
            return False
        self._show_message = show_message
        self._show_error(why)
        return True

    def cancel(self) -> None:
        """Stop waiting, because the dialog needs no sign-in any more."""
        self._show_message = None

    def _show_error(self, error: AppError) -> None:
        if self._workspace.browser_sign_in.is_running:
            self._show_browser_wait()
            return
        work, again = self._workspace, (translate("sign_in", "&Try again"), self._workspace.refresh)
        if self._show_message is not None:
            actions = recovery_actions(error, work, self.secret_requested.emit)
            self._show_message(explain(error), actions or [again])

    def _show_browser_wait(self) -> None:
        if self._show_message is not None:
            sign_in = self._workspace.browser_sign_in
            actions = browser_sign_in_actions(sign_in, translate("sign_in", "S&top waiting"))
            self._show_message(browser_sign_in_message(sign_in), actions)

    def _on_browser_ended(self, outcome: Success[str] | Failure) -> None:
        error = sign_in_failure(outcome)
        if error is not None:
            self._show_error(error)

    def _on_state_changed(self) -> None:
        state = self._workspace.list_state
        if self._show_message is None:
            return
        if state.phase is ListPhase.READY:
            self._show_message = None
            self.resumed.emit()
        elif state.phase is ListPhase.FAILED and state.error is not None:
            self._show_error(state.error)
