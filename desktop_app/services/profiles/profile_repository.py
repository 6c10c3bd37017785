"""The profiles and their secrets as the worker thread of the book handles them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from desktop_app.core.errors import SecretMissing, SecretStoreTrouble, Trouble
from desktop_app.core.profiles.policy import ALLOWS_ALL, Policy
from desktop_app.core.profiles.profile import Profile, same_connection
from desktop_app.core.secrets.secret import PlaceKind, SecretName
from desktop_app.core.settings import Settings


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
    def policy(self) -> Policy:
        """What the administrator of this computer forbids."""

    @property
    def backup(self) -> tuple[Profile, ...] | None:
        """The last good profiles, when the file is damaged or gone."""


class Store(Protocol):
    """The profiles file."""

    def load(self) -> LoadedProfiles:
        """Never raises."""

    def save(self, profiles: Sequence[Profile]) -> None:
        """Raises Trouble, the file being as it was."""

    def export_to(self, path: Path, profiles: Sequence[Profile]) -> None:
        """Write profiles to a file for others. Raises Trouble."""

    def import_from(self, path: Path) -> tuple[Profile, ...]:
        """The profiles of such a file. Raises Trouble."""


class SettingsStore(Protocol):
    """The settings file."""

    def load(self) -> Settings:
        """Never raises."""

    def save(self, settings: Settings) -> None:
        """Raises Trouble."""


class Secrets(Protocol):
    """Where secrets are kept. All methods may block for seconds."""

    def get(self, profile: Profile, name: SecretName | None = None) -> str | None:
        """A secret, the main one unless told. Raises SecretElsewhere, SecretStoreTrouble."""

    def put(
        self, profile: Profile, secret: str, name: SecretName | None = None
    ) -> SecretStoreTrouble | None:
        """Keep a secret; what is returned says why it is kept for this session only."""

    def forget(self, profile: Profile) -> None:
        """Delete all secrets. Raises SecretStoreTrouble."""


class Keeper(Secrets, Protocol):
    """Secrets that live where the user chose, if the administrator allows it."""

    def go_by(self, wanted: PlaceKind, *, may_store: bool) -> None:
        """Keep secrets there from now on, or for the session only."""

    def copy_to(self, kind: PlaceKind, profiles: Iterable[Profile]) -> list[Profile]:
        """Keep in another place too what is kept now; gives those of which all is there.

        Raises SecretStoreTrouble of that place.
        """

    def empty(self, kind: PlaceKind, profiles: Iterable[Profile]) -> None:
        """Delete what was kept in a place; one that fails keeps it."""

    def drop_elsewhere(self, profile: Profile) -> None:
        """Delete what was entered for another server than this. Raises SecretStoreTrouble."""


Profiles = tuple[Profile, ...]
Typed = Mapping[SecretName, str]
"""The secrets that were typed for a profile; those that are not named stay as they are."""


class Shelf:
    """What the worker thread of the book works with. ``profiles`` are those in the file."""

    def __init__(self, store: Store, secrets: Keeper, settings: SettingsStore) -> None:
        self.store = store
        self.secrets = secrets
        self.settings = settings
        self.profiles: Profiles = ()
        self._policy = ALLOWS_ALL

    def load(self) -> tuple[LoadedProfiles, Settings]:
        """Read the files; from now on secrets live where the user chose."""
        settings = self.settings.load()
        loaded = self.store.load()
        self._policy = loaded.policy
        self._go_by(settings)
        self.profiles = loaded.profiles
        return loaded, settings

    def keep_settings(self, settings: Settings) -> None:
        """Write the settings and go by them; secrets move along. Raises Trouble.

        They are deleted from where they were when the new place has them and is the chosen one.
        """
        before = self.settings.load().secrets
        if settings.secrets is before:
            self.settings.save(settings)
            return
        copied = self.secrets.copy_to(settings.secrets, self.profiles)
        self.settings.save(settings)
        self._go_by(settings)
        if self._policy.store_secrets:
            self.secrets.empty(before, copied)

    def _go_by(self, settings: Settings) -> None:
        forbidden = settings.secrets is PlaceKind.VAULT and not self._policy.vault
        wanted = PlaceKind.KEYRING if forbidden else settings.secrets
        self.secrets.go_by(wanted, may_store=self._policy.store_secrets)

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
    new_secret: bool = field(default=False, compare=False)


def put(shelf: Shelf, profile: Profile, typed: Typed) -> Kept:
    """Secrets first, then profile; if it cannot be written, the secrets are as before."""
    old = next((p for p in shelf.profiles if p.id == profile.id), None)
    profile = settled(old, profile)
    if old is None:
        profiles = (*shelf.profiles, profile)
    else:
        profiles = tuple(profile if p is old else p for p in shelf.profiles)
    before = {name: _secret_of(shelf, old, name) for name in typed}
    troubles = [shelf.secrets.put(profile, secret, name) for name, secret in typed.items()]
    try:
        shelf.save(profiles)
    except Trouble:
        _restore(shelf, old, profile, before)
        raise
    if typed or (old is not None and old.binding != profile.binding):
        # else a secret that is optional, and was not typed again, would be in the way for ever
        with suppress(SecretStoreTrouble):
            shelf.secrets.drop_elsewhere(profile)
    trouble = next((trouble for trouble in troubles if trouble), None)
    return Kept(profile, trouble, new_secret=bool(typed))


def note(shelf: Shelf, profile_id: str, values: Mapping[str, bool]) -> None:
    """Note that a profile was tested, unlocked or locked."""
    noted = tuple(
        replace(p, **values) if p.id == profile_id else p  # type: ignore[arg-type]
        for p in shelf.profiles
    )
    if noted != shelf.profiles:
        shelf.save(noted)


def arrange(shelf: Shelf, ids: Sequence[str]) -> None:
    """Put the profiles into this order; those that are not named come last."""
    place = {profile_id: number for number, profile_id in enumerate(ids)}
    shelf.save(tuple(sorted(shelf.profiles, key=lambda p: place.get(p.id, len(place)))))


def export_to(shelf: Shelf, path: Path, ids: Sequence[str]) -> int:
    """Write some profiles to a file for others; gives how many."""
    chosen = tuple(p for p in shelf.profiles if p.id in ids)
    shelf.store.export_to(path, chosen)
    return len(chosen)


def settled(old: Profile | None, new: Profile) -> Profile:
    """The profile as it is kept: one that reaches elsewhere now has to be tested again."""
    if old is None or not same_connection(old, new):
        return replace(new, tested=False, read_only=True)
    return new


def remove(shelf: Shelf, profile: Profile) -> None:
    """Delete a profile, then its secrets."""
    shelf.save(tuple(p for p in shelf.profiles if p.id != profile.id))
    shelf.secrets.forget(profile)


def _secret_of(shelf: Shelf, profile: Profile | None, name: SecretName) -> str | None:
    if profile is None:
        return None
    try:
        return shelf.secrets.get(profile, name)
    except (SecretStoreTrouble, SecretMissing):
        return None


def _restore(
    shelf: Shelf, old: Profile | None, new: Profile, before: Mapping[SecretName, str | None]
) -> None:
    """Put back what was kept for the profile that stays; that the file failed is told, not this."""
    with suppress(SecretStoreTrouble):
        if old is None:
            shelf.secrets.forget(new)
            return
        for name, secret in before.items():
            if secret is not None:
                shelf.secrets.put(old, secret, name)
