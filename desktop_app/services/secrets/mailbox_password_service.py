"""Passwords of mailboxes that are kept on this computer, for windows and for other work.

A window keeps, lists and forgets them here, and never holds one. Work in a thread of its own gets
one through ``reader``: a save, the check of a mailbox, a change set.
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

if TYPE_CHECKING:  # or imported by the worker that first needs it
    from desktop_app.core.mailbox.mailbox import MailLogin
    from desktop_app.core.profiles.profile import Profile
    from desktop_app.core.secrets.saved_password import SavedPassword
    from desktop_app.core.secrets.secret import SecretName
    from desktop_app.services.secrets.mailbox_password_store import MailboxPasswordStore
    from desktop_app.services.secrets.secret_manager import SecretManager

SHUTDOWN_SECONDS = 2.0
"""How long the end of the program waits for what is still to be written."""


class MailboxPasswordService(QObject):
    """The GUI thread's face of MailboxPasswordStore. Calls return at once, and are done in their
    order.

    ``name`` is None for what a user chose to keep, and SecretName.PENDING_PASSWORD for a change
    that is still to be saved.
    """

    changed = Signal(object)
    """The id of a profile of which one was kept or forgotten."""
    failed = Signal(object)
    """The trouble with which one could not be kept or forgotten."""

    def __init__(self, secrets: SecretManager, dispatcher: MainThreadDispatcher) -> None:
        super().__init__()
        self._secrets = secrets
        self._queue = WorkQueue("mailbox passwords", 1, no_resource, dispatcher)

    @property
    def can_save(self) -> bool:
        """Whether a password can be kept: the administrator and the user's choice allow it."""
        return self._secrets.can_save

    def load(
        self,
        profile_id: str | None,
        on_done: Callable[[Success[list[SavedPassword]] | Failure], None],
    ) -> None:
        """Which are kept, of one profile or of all, of both names. The keyring is not asked."""
        secrets = self._secrets
        self._queue.submit(lambda _none, _stop: _list_saved(secrets, profile_id), on_done)

    def save(
        self,
        profile: Profile,
        mailbox_id: int,
        login: MailLogin,
        password: str,
        name: SecretName | None = None,
    ) -> None:
        """Keep a password for this login. How it went is signalled."""
        self._change(
            profile.id, lambda store: store.set(profile, mailbox_id, login, password, name)
        )

    def delete(self, saved: SavedPassword) -> None:
        """Delete one from this computer. How it went is signalled."""
        self._change(saved.profile_id, lambda store: store.delete(saved))

    def delete_orphans(self, orphans: Iterable[SavedPassword]) -> None:
        """Delete what nobody waits for, without a word: it is tried again the next time."""
        found, secrets = tuple(orphans), self._secrets
        self._queue.submit(
            lambda _none, _stop: _require_store(secrets).delete_orphans(found),
            lambda _outcome: None,
        )

    def reader(
        self, profile: Profile, mailbox_id: int, name: SecretName | None = None
    ) -> Callable[[MailLogin], str]:
        """What gives a worker the password of one mailbox, for the login it is to be used with.

        It may take seconds, and raises PasswordNotStored, PasswordLoginMismatch (it was typed
        for another login or another SuperOffice), SecretStoreError and StoreUnavailable. It refers
        to nothing of Qt's.
        """
        secrets = self._secrets
        return lambda login: _require_store(secrets).get(profile, mailbox_id, login, name)

    def close(self) -> None:
        """Carry out what was handed in, then stop."""
        self._queue.finish(SHUTDOWN_SECONDS)

    def _change(self, profile_id: str, work: Callable[[MailboxPasswordStore], None]) -> None:
        secrets = self._secrets
        self._queue.submit(
            lambda _none, _stop: work(_require_store(secrets)),
            lambda outcome: self._on_changed(profile_id, outcome),
        )

    def _on_changed(self, profile_id: str, outcome: Success[None] | Failure) -> None:
        if isinstance(outcome, Failure):
            self.failed.emit(outcome.error)
        self.changed.emit(profile_id)


def _list_saved(secrets: SecretManager, profile_id: str | None) -> list[SavedPassword]:
    found = secrets.mailbox_passwords
    return [] if found is None else found.list_saved(profile_id)


def _require_store(secrets: SecretManager) -> MailboxPasswordStore:
    found = secrets.mailbox_passwords
    if found is None:
        raise PasswordNotStored
    return found
