"""Writes a pending change to the disk: its typed password first, then the change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_app.core.errors import Cancelled, SecretStoreError, SecretStoreFailure
from desktop_app.core.mailbox.mailbox import MailLogin, PasswordChoice, ReplacePassword
from desktop_app.core.pending_change import PendingChange
from desktop_app.core.profiles.profile import Profile
from desktop_app.core.secrets.secret import SecretName
from desktop_app.services.background import Failure, Success

if TYPE_CHECKING:
    from desktop_app.services.secrets.mailbox_password_service import MailboxPasswordService
    from desktop_app.services.store.store_service import StoreService

PENDING_PASSWORD = SecretName.PENDING_PASSWORD
OnDone = Callable[[Success[None] | Failure], None]
OnWritten = Callable[[Success[PendingChange] | Failure], None]


@dataclass(frozen=True, slots=True)
class ChangeToWrite:
    """A pending change, the password choice as entered, and the id of the change it replaces."""

    change: PendingChange
    password: PasswordChoice
    replaced_id: int = 0


class ChangeWriter:
    """Writes pending changes, so that a kill leaves a change with its password, or none.

    GUI thread. ``being_written`` has the changes that are not on the disk yet, by id.
    """

    def __init__(self, store: StoreService, passwords: MailboxPasswordService | None) -> None:
        self._store = store
        self._passwords = passwords
        self.being_written: dict[int, PendingChange] = {}

    def write(self, profile: Profile, new: ChangeToWrite, on_done: OnWritten) -> None:
        """Write a change; ``on_done`` gets it once it is on the disk, or the AppError."""
        self.being_written[new.change.id] = new.change

        def finish(outcome: Success[None] | Failure) -> None:
            is_wanted = self.being_written.pop(new.change.id, None) is not None
            if isinstance(outcome, Success) and is_wanted:
                on_done(Success(new.change))
            else:
                on_done(outcome if isinstance(outcome, Failure) else Failure(Cancelled()))

        def write_row(outcome: Success[None] | Failure) -> None:
            if isinstance(outcome, Failure):
                finish(outcome)
                return
            self._store.submit(
                lambda store: store.pending_changes.save(new.change, new.replaced_id), finish
            )

        self._store_password(profile, new, write_row)

    def withdraw(self, profile_id: str) -> None:
        """Give up the changes of a deleted profile: their outcome is Failure(Cancelled)."""
        for change in list(self.being_written.values()):
            if change.profile_id == profile_id:
                del self.being_written[change.id]

    def _store_password(
        self,
        profile: Profile,
        new: ChangeToWrite,
        on_done: Callable[[Success[None] | Failure], None],
    ) -> None:
        choice, passwords = new.password, self._passwords
        if not isinstance(choice, ReplacePassword):
            on_done(Success(None))
        elif passwords is None:
            on_done(Failure(SecretStoreError(SecretStoreFailure.MISSING)))
        else:
            login, number = MailLogin.of(new.change.draft.result), new.change.id
            passwords.save(profile, number, login, choice.text, PENDING_PASSWORD, on_done)
