"""Mailbox passwords saved on this computer, for windows and for workers.

A window saves, lists and deletes them here, and never holds one. A worker (a save, a mail check, a
set of pending changes) reads one through ``reader``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.core.errors import PasswordNotStored
from desktop_app.services.background import (
    Failure,
    MainThreadDispatcher,
    Success,
    WorkQueue,
    no_resource,
)

if TYPE_CHECKING:  # or imported by the first worker that needs it
    from desktop_app.core.mailbox.mailbox import MailLogin
    from desktop_app.core.profiles.profile import Profile
    from desktop_app.core.secrets.saved_password import SavedPassword
    from desktop_app.core.secrets.secret import SecretName
    from desktop_app.services.secrets.mailbox_password_store import MailboxPasswordStore
    from desktop_app.services.secrets.secret_manager import SecretManager

SHUTDOWN_SECONDS = 2.0
"""Time that the end of the program waits for pending writes."""


class MailboxPasswordService(QObject):
    """MailboxPasswordStore for the GUI thread: calls return at once and are carried out in order.

    ``name`` is None for a password that the user chose to save, and SecretName.PENDING_PASSWORD for
    that of a pending change.
    """

    changed = Signal(object)
    """The id (str) of a profile whose passwords changed; also emitted after ``failed``."""
    failed = Signal(object)
    """The AppError with which saving or deleting failed."""

    def __init__(self, secrets: SecretManager, dispatcher: MainThreadDispatcher) -> None:
        super().__init__()
        self._secrets = secrets
        self._queue = WorkQueue("mailbox passwords", 1, no_resource, dispatcher)

    @property
    def can_save(self) -> bool:
        """Whether passwords can be saved: the administrator and the user's settings allow it."""
        return self._secrets.can_save

    def load(
        self,
        profile_id: str | None,
        on_done: Callable[[Success[list[SavedPassword]] | Failure], None],
    ) -> None:
        """List the saved passwords of a profile (None: of all), both names. No keyring access."""
        secrets = self._secrets
        self._queue.submit(lambda _none, _stop: _list_saved(secrets, profile_id), on_done)

    def save(
        self,
        profile: Profile,
        mailbox_id: int,
        login: MailLogin,
        password: str,
        name: SecretName | None = None,
        on_done: Callable[[Success[None] | Failure], None] | None = None,
    ) -> None:
        """Save a password for this login. Emits ``changed``.

        ``on_done`` gets the outcome before that; without it, an error emits ``failed``.
        """
        self._change(
            profile.id, lambda store: store.set(profile, mailbox_id, login, password, name), on_done
        )

    def record_login(self, profile: Profile, mailbox_id: int, login: MailLogin) -> None:
        """Bind a password that an older version stored to this login, which has proved right.

        Does nothing for any other password; an error is not reported. Emits ``changed``.
        """
        self._change(
            profile.id,
            lambda store: store.record_login(profile, mailbox_id, login),
            lambda _outcome: None,
        )

    def delete(self, saved: SavedPassword) -> None:
        """Delete a saved password. Emits ``changed``, after an error also ``failed``."""
        self._change(saved.profile_id, lambda store: store.delete(saved))

    def delete_orphans(self, orphans: Iterable[SavedPassword]) -> None:
        """Delete passwords of pending changes that no longer exist; a failure is not reported."""
        found, secrets = tuple(orphans), self._secrets
        self._queue.submit(
            lambda _none, _stop: _require_store(secrets).delete_orphans(found),
            lambda _outcome: None,
        )

    def reader(
        self, profile: Profile, mailbox_id: int, name: SecretName | None = None
    ) -> Callable[[MailLogin], str]:
        """Return a function that gives a worker a mailbox's password for a login.

        A call may take seconds. It raises PasswordNotStored, PasswordLoginMismatch (the password
        was entered for another login or SuperOffice), SecretStoreError and StoreUnavailable. It
        refers to no Qt object.
        """
        secrets = self._secrets
        return lambda login: _require_store(secrets).get(profile, mailbox_id, login, name)

    def close(self) -> None:
        """Carry out the submitted work, then stop; waits at most SHUTDOWN_SECONDS."""
        self._queue.finish(SHUTDOWN_SECONDS)

    def _change(
        self,
        profile_id: str,
        work: Callable[[MailboxPasswordStore], None],
        on_done: Callable[[Success[None] | Failure], None] | None = None,
    ) -> None:
        secrets = self._secrets

        def finish(outcome: Success[None] | Failure) -> None:
            (on_done or self._report_failure)(outcome)
            self.changed.emit(profile_id)

        self._queue.submit(lambda _none, _stop: work(_require_store(secrets)), finish)

    def _report_failure(self, outcome: Success[None] | Failure) -> None:
        if isinstance(outcome, Failure):
            self.failed.emit(outcome.error)


def _list_saved(secrets: SecretManager, profile_id: str | None) -> list[SavedPassword]:
    found = secrets.mailbox_passwords
    return [] if found is None else found.list_saved(profile_id)


def _require_store(secrets: SecretManager) -> MailboxPasswordStore:
    found = secrets.mailbox_passwords
    if found is None:
        raise PasswordNotStored
    return found
