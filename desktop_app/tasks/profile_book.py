"""The profiles of the user, and where their secrets are: read and written in the background."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject, Signal

from desktop_app.core.errors import SecretStoreTrouble, Trouble
from desktop_app.core.profile import Profile
from desktop_app.net.cancel import Cancel
from desktop_app.tasks.background import Courier, Done, Failed, Lane

Result = TypeVar("Result")


class LoadedProfiles(Protocol):
    """What a store found."""

    @property
    def profiles(self) -> tuple[Profile, ...]:
        """In the user's order."""

    @property
    def trouble(self) -> Trouble | None:
        """What is to be told about the file."""

    @property
    def read_only(self) -> bool:
        """Whether the file may not be written."""

    @property
    def backup(self) -> tuple[Profile, ...] | None:
        """The last good profiles, when the file is damaged or gone."""


class Store(Protocol):
    """The profiles file."""

    def load(self) -> LoadedProfiles:
        """Never raises."""

    def save(self, profiles: Sequence[Profile]) -> None:
        """Raises Trouble, the file being as it was."""


class Secrets(Protocol):
    """Where sign-in passwords are kept. All methods may block for seconds."""

    def get(self, profile: Profile) -> str | None:
        """The password, if one was kept for this profile's origin. Raises SecretStoreTrouble."""

    def put(self, profile: Profile, secret: str) -> SecretStoreTrouble | None:
        """Keep a password; what is returned says why it is kept for this session only."""

    def forget(self, profile: Profile) -> None:
        """Delete the password. Raises SecretStoreTrouble."""


Profiles = tuple[Profile, ...]


class Shelf:
    """What the worker thread of the book works with. ``profiles`` are those in the file."""

    def __init__(self, store: Store, secrets: Secrets) -> None:
        self.store = store
        self.secrets = secrets
        self.profiles: Profiles = ()

    def load(self) -> LoadedProfiles:
        """Read the file."""
        loaded = self.store.load()
        self.profiles = loaded.profiles
        return loaded

    def save(self, profiles: Profiles) -> None:
        """Write the file. Raises Trouble, the file being as it was."""
        self.store.save(profiles)
        self.profiles = profiles

    def close(self) -> None:
        """Nothing to let go of."""


@dataclass(frozen=True, slots=True)
class Kept:
    """A profile was kept; ``secret_trouble`` says why its password is so for this session only."""

    profile: Profile
    secret_trouble: SecretStoreTrouble | None = None


class ProfileBook(QObject):
    """The profiles. Its methods return at once; what they did is delivered and signalled."""

    changed = Signal()
    told = Signal(object)
    """A LoadedProfiles with something to tell."""

    def __init__(self, open_shelf: Callable[[], Shelf], courier: Courier) -> None:
        super().__init__()
        self.profiles: Profiles = ()
        self.read_only = False
        self.loaded = False
        self._lane = Lane("profiles", 1, open_shelf, courier)

    def load(self) -> None:
        """Read the file."""
        self._lane.submit(lambda shelf, _stop: shelf.load(), self._take)

    def put(
        self,
        profile: Profile,
        secret: str | None,
        deliver: Callable[[Done[Kept] | Failed], None],
    ) -> None:
        """Add or replace a profile, its secret first; None leaves the secret as it is."""
        self._change(lambda shelf: _put(shelf, profile, secret), deliver)

    def remove(self, profile: Profile, deliver: Callable[[Done[None] | Failed], None]) -> None:
        """Delete a profile, then its secret."""
        self._change(lambda shelf: _remove(shelf, profile), deliver)

    def _change(
        self, work: Callable[[Shelf], Result], deliver: Callable[[Done[Result] | Failed], None]
    ) -> None:
        """Do some work on what is in the file by then; an earlier change may still be queued."""
        after: list[Profiles] = []

        def change(shelf: Shelf, _stop: Cancel) -> Result:
            try:
                return work(shelf)
            finally:
                after.append(shelf.profiles)

        def finish(outcome: Done[Result] | Failed) -> None:
            if after and after[0] != self.profiles:
                self._set(after[0])
            deliver(outcome)

        self._lane.submit(change, finish)

    def use_backup(self, profiles: Sequence[Profile]) -> None:
        """Take the last good profiles into use, as the user chose."""
        self._lane.submit(
            lambda shelf, _stop: shelf.save(tuple(profiles)),
            lambda _outcome: self.load(),
        )

    def close(self) -> None:
        """Stop."""
        self._lane.close()

    def _take(self, outcome: Done[LoadedProfiles] | Failed) -> None:
        if isinstance(outcome, Failed):
            return
        loaded = outcome.value
        self.read_only = loaded.read_only
        self.loaded = True
        self._set(loaded.profiles)
        if loaded.trouble is not None or loaded.backup is not None:
            self.told.emit(loaded)

    def _set(self, profiles: Profiles) -> None:
        self.profiles = profiles
        self.changed.emit()


def _put(shelf: Shelf, profile: Profile, secret: str | None) -> Kept:
    """Secret first, then profile; if the profile cannot be written, the secret is as before."""
    old = next((p for p in shelf.profiles if p.id == profile.id), None)
    if old is None:
        profiles = (*shelf.profiles, profile)
    else:
        profiles = tuple(profile if p is old else p for p in shelf.profiles)
    if secret is None:
        shelf.save(profiles)
        return Kept(profile)
    before = _secret_of(shelf, old)
    trouble = shelf.secrets.put(profile, secret)
    try:
        shelf.save(profiles)
    except Trouble:
        _restore(shelf, old or profile, before)
        raise
    return Kept(profile, trouble)


def _remove(shelf: Shelf, profile: Profile) -> None:
    shelf.save(tuple(p for p in shelf.profiles if p.id != profile.id))
    shelf.secrets.forget(profile)


def _secret_of(shelf: Shelf, profile: Profile | None) -> str | None:
    if profile is None:
        return None
    try:
        return shelf.secrets.get(profile)
    except SecretStoreTrouble:
        return None


def _restore(shelf: Shelf, profile: Profile, before: str | None) -> None:
    """Put back what was kept for the profile that stays; that the file failed is told, not this."""
    with suppress(SecretStoreTrouble):
        if before is None:
            shelf.secrets.forget(profile)
        else:
            shelf.secrets.put(profile, before)
