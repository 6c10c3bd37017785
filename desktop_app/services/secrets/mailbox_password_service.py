"""Passwords of mailboxes that are kept on this computer, for windows and for other work.

A window keeps, lists and forgets them here, and never holds one. Work in a thread of its own gets
one through ``reader``: a save, the check of a mailbox, a change set.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.core.errors import MailboxPasswordGone
from desktop_app.services.background import Courier, Done, Failed, Lane

if TYPE_CHECKING:  # or imported by the worker that first needs it
    from desktop_app.core.mailbox.mailbox import MailLogin
    from desktop_app.core.profiles.profile import Profile
    from desktop_app.core.secrets.saved_password import KeptPassword
    from desktop_app.core.secrets.secret import SecretName
    from desktop_app.net.cancel_token import Cancel
    from desktop_app.services.secrets.lazy_secrets import LateSecrets
    from desktop_app.services.secrets.mailbox_password_store import MailboxSecrets

END_SECONDS = 2.0
"""How long the end of the program waits for what is still to be written."""


class MailboxPasswords(QObject):
    """The GUI thread's face of MailboxSecrets. Calls return at once, and are done in their order.

    ``name`` is None for what a user chose to keep, and SecretName.PENDING_PASSWORD for a change
    that is still to be saved.
    """

    changed = Signal(object)
    """The id of a profile of which one was kept or forgotten."""
    failed = Signal(object)
    """The trouble with which one could not be kept or forgotten."""

    def __init__(self, secrets: LateSecrets, courier: Courier) -> None:
        super().__init__()
        self._secrets = secrets
        self._lane = Lane("mailbox passwords", 1, lambda: _Work(secrets), courier)

    @property
    def may_keep(self) -> bool:
        """Whether a password can be kept: the administrator and the user's choice allow it."""
        return self._secrets.may_keep

    def find(
        self, profile_id: str | None, deliver: Callable[[Done[list[KeptPassword]] | Failed], None]
    ) -> None:
        """Which are kept, of one profile or of all, of both names. The keyring is not asked."""
        self._lane.submit(lambda work, _stop: work.kept(profile_id), deliver)

    def keep(
        self,
        profile: Profile,
        mailbox_id: int,
        login: MailLogin,
        password: str,
        name: SecretName | None = None,
    ) -> None:
        """Keep a password for this login. How it went is signalled."""

        def work(work: _Work, _stop: Cancel) -> None:
            work.keep(profile, mailbox_id, login, password, name)

        self._lane.submit(work, lambda outcome: self._tell(profile.id, outcome))

    def forget(self, kept: KeptPassword) -> None:
        """Delete one from this computer. How it went is signalled."""
        self._lane.submit(
            lambda work, _stop: work.forget(kept),
            lambda outcome: self._tell(kept.profile_id, outcome),
        )

    def sweep(self, left: Iterable[KeptPassword]) -> None:
        """Delete what nobody waits for, without a word: it is tried again the next time."""
        found = tuple(left)
        self._lane.submit(lambda work, _stop: work.sweep(found), lambda _outcome: None)

    def reader(
        self, profile: Profile, mailbox_id: int, name: SecretName | None = None
    ) -> Callable[[MailLogin], str]:
        """What gives a worker the password of one mailbox, for the login it is to be used with.

        It may take seconds, and raises MailboxPasswordGone, MailboxPasswordElsewhere (it was typed
        for another login or another SuperOffice), SecretStoreTrouble and NothingKept. It refers to
        nothing of Qt's.
        """
        secrets = self._secrets
        return lambda login: _read(secrets, profile, mailbox_id, login, name)

    def close(self) -> None:
        """Carry out what was handed in, then stop."""
        self._lane.finish(END_SECONDS)

    def _tell(self, profile_id: str, outcome: Done[None] | Failed) -> None:
        if isinstance(outcome, Failed):
            self.failed.emit(outcome.trouble)
        self.changed.emit(profile_id)


class _Work:
    """What the thread works with."""

    def __init__(self, secrets: LateSecrets) -> None:
        self._secrets = secrets

    def kept(self, profile_id: str | None) -> list[KeptPassword]:
        found = self._secrets.mailboxes()
        return [] if found is None else found.kept(profile_id)

    def keep(
        self,
        profile: Profile,
        mailbox_id: int,
        login: MailLogin,
        password: str,
        name: SecretName | None,
    ) -> None:
        _demanded(self._secrets).put(profile, mailbox_id, login, password, name)

    def forget(self, kept: KeptPassword) -> None:
        _demanded(self._secrets).forget(kept)

    def sweep(self, left: Iterable[KeptPassword]) -> None:
        _demanded(self._secrets).sweep(left)

    def close(self) -> None:
        """Nothing to let go of."""


def _read(
    secrets: LateSecrets,
    profile: Profile,
    mailbox_id: int,
    login: MailLogin,
    name: SecretName | None,
) -> str:
    return _demanded(secrets).get(profile, mailbox_id, login, name)


def _demanded(secrets: LateSecrets) -> MailboxSecrets:
    found = secrets.mailboxes()
    if found is None:
        raise MailboxPasswordGone
    return found
