"""Passwords of mailboxes in keyring or vault, with an index of which there are. No Qt here."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol, TypeVar

from desktop_app.core.errors import (
    MailboxPasswordElsewhere,
    MailboxPasswordGone,
    NothingKept,
    SecretStoreFault,
    SecretStoreTrouble,
)
from desktop_app.core.mailbox.mailbox import MailLogin
from desktop_app.core.profiles.profile import Profile
from desktop_app.core.secrets.saved_password import KeptPassword, login_words
from desktop_app.core.secrets.secret import PlaceKind, SecretName
from desktop_app.profiles.secrets.secret_store import SecretStore

if TYPE_CHECKING:
    from desktop_app.storage.saved_passwords import KeptPasswords

Result = TypeVar("Result")
USUAL = SecretName.MAILBOX_PASSWORD


class Index(Protocol):
    """Gives the index of kept passwords to some work."""

    def use(self, work: Callable[[KeptPasswords], Result]) -> Result:
        """What the work gives. Raises NothingKept if the index cannot be used."""


class Places(Protocol):
    """The places for secrets, and which of them is in use."""

    may_store: bool
    """False where the administrator forbids to keep secrets."""
    wanted: PlaceKind
    """Where the user wants secrets to live."""

    def store_of(self, kind: PlaceKind) -> SecretStore:
        """The place of a kind."""


class MailboxSecrets:
    """Keeps, finds and forgets them. For any thread but the GUI's: a call may take seconds.

    ``name`` is None for what a user chose to keep, PENDING_PASSWORD for a change that is still to
    be saved; a mailbox can have one of each.
    """

    def __init__(self, places: Places, index: Index) -> None:
        self._places = places
        self._index = index
        self._lock = threading.RLock()

    def kept(self, profile_id: str | None = None) -> list[KeptPassword]:
        """Which are kept, for one profile or for all. The keyring is not asked.

        Raises NothingKept.
        """
        return self._index.use(lambda index: index.kept(profile_id))

    def get(
        self,
        profile: Profile,
        mailbox_id: int,
        login: MailLogin,
        name: SecretName | None = None,
    ) -> str:
        """The password that was typed for this login in this profile.

        Raises MailboxPasswordGone, MailboxPasswordElsewhere (nothing was read), SecretStoreTrouble
        and NothingKept.
        """
        kept = self._find(profile.id, mailbox_id, name or USUAL)
        if kept is None or not self._places.may_store:
            raise MailboxPasswordGone
        if kept.origin != profile.binding:
            raise MailboxPasswordElsewhere(kept.origin, profile.binding)
        if kept.login != login:
            raise MailboxPasswordElsewhere(login_words(kept.login), login_words(login))
        return self._read(self._places.store_of(kept.place), kept)

    def put(
        self,
        profile: Profile,
        mailbox_id: int,
        login: MailLogin,
        password: str,
        name: SecretName | None = None,
    ) -> None:
        """Keep a password in place of an older one, and read it back.

        Raises SecretStoreTrouble and NothingKept; then none is kept.
        """
        kind = self._places.wanted
        if kind is PlaceKind.SESSION or not self._places.may_store:
            raise SecretStoreTrouble(SecretStoreFault.MISSING)
        kept = KeptPassword(profile.id, mailbox_id, name or USUAL, kind, profile.binding, login)
        with self._lock:
            self._forget_elsewhere(kept)
            self._write(self._places.store_of(kind), kept, password)

    def forget(self, kept: KeptPassword) -> None:
        """Delete one, where it is. Raises SecretStoreTrouble and NothingKept."""
        with self._lock:
            store = self._places.store_of(kept.place)
            store.delete(kept.profile_id, kept.name, kept.mailbox_id)
            self._index.use(lambda index: index.drop(kept))

    def forget_all(self, profile_id: str) -> None:
        """Delete all of a profile. Raises SecretStoreTrouble and NothingKept.

        What cannot be deleted now stays in the index, to be deleted later.
        """
        for kept in self._index.use(lambda index: index.written_or_not(profile_id)):
            self.forget(kept)

    def sweep(self, left: Iterable[KeptPassword]) -> None:
        """Delete what nobody waits for. What cannot be deleted now is left for the next time."""
        for kept in left:
            with suppress(SecretStoreTrouble, NothingKept):
                self.forget(kept)

    def _find(self, profile_id: str, mailbox_id: int, name: SecretName) -> KeptPassword | None:
        ours = self.kept(profile_id)
        return next((k for k in ours if (k.mailbox_id, k.name) == (mailbox_id, name)), None)

    def _forget_elsewhere(self, new: KeptPassword) -> None:
        """Delete what lies for the same mailbox in another place."""
        for old in self._index.use(lambda index: index.written_or_not(new.profile_id)):
            same = (old.mailbox_id, old.name) == (new.mailbox_id, new.name)
            if same and old.place is not new.place:
                self.forget(old)

    def _read(self, store: SecretStore, kept: KeptPassword) -> str:
        try:
            password = store.get(kept.profile_id, kept.name, kept.bound_to, kept.mailbox_id)
        except SecretStoreTrouble:
            store.retry()  # it is asked again only when the user tries again
            raise
        if password is None:
            self._index.use(lambda index: index.drop(kept))  # someone deleted it behind us
            raise MailboxPasswordGone
        return password

    def _write(self, store: SecretStore, kept: KeptPassword, password: str) -> None:
        self._index.use(lambda index: index.claim(kept))
        store.retry()
        try:
            store.set(kept.profile_id, kept.name, password, kept.bound_to, kept.mailbox_id)
        except SecretStoreTrouble:
            with suppress(SecretStoreTrouble, NothingKept):  # the first trouble is the one to tell
                self.forget(kept)
            raise
        self._index.use(lambda index: index.settle(kept))
