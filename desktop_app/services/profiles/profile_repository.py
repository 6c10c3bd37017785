"""The profiles and their secrets as the worker thread of the book handles them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from desktop_app.core.errors import AppError, SecretMissing, SecretStoreError
from desktop_app.core.profiles.policy import UNRESTRICTED, Policy
from desktop_app.core.profiles.profile import Profile, same_connection
from desktop_app.core.secrets.secret import SecretName, StorageKind
from desktop_app.core.settings import Settings
from desktop_app.services.secrets.profile_secrets import ManagedSecrets


class ProfileLoadResult(Protocol):
    """What a store found."""

    @property
    def profiles(self) -> tuple[Profile, ...]:
        """In the user's order."""

    @property
    def error(self) -> AppError | None:
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


class ProfileFile(Protocol):
    """The profiles file."""

    def load(self) -> ProfileLoadResult:
        """Never raises."""

    def save(self, profiles: Sequence[Profile]) -> None:
        """Raises AppError, the file being as it was."""

    def export_to(self, path: Path, profiles: Sequence[Profile]) -> None:
        """Write profiles to a file for others. Raises AppError."""

    def import_from(self, path: Path) -> tuple[Profile, ...]:
        """The profiles of such a file. Raises AppError."""


class SettingsStore(Protocol):
    """The settings file."""

    def load(self) -> Settings:
        """Never raises."""

    def save(self, settings: Settings) -> None:
        """Raises AppError."""


Profiles = tuple[Profile, ...]
TypedSecrets = Mapping[SecretName, str]
"""The secrets that were typed for a profile; those that are not named stay as they are."""


class ProfileRepository:
    """What the worker thread of the book works with. ``profiles`` are those in the file."""

    def __init__(
        self, store: ProfileFile, secrets: ManagedSecrets, settings: SettingsStore
    ) -> None:
        self.store = store
        self.secrets = secrets
        self.settings = settings
        self.profiles: Profiles = ()
        self._policy = UNRESTRICTED

    def load(self) -> tuple[ProfileLoadResult, Settings]:
        """Read the files; from now on secrets live where the user chose."""
        settings = self.settings.load()
        loaded = self.store.load()
        self._policy = loaded.policy
        self._configure_secrets(settings)
        self.profiles = loaded.profiles
        return loaded, settings

    def save_settings(self, settings: Settings) -> None:
        """Write the settings and go by them; secrets move along. Raises AppError.

        They are deleted from where they were when the new place has them and is the chosen one.
        """
        before = self.settings.load().secret_storage
        if settings.secret_storage is before:
            self.settings.save(settings)
            return
        copied = self.secrets.copy_to(settings.secret_storage, self.profiles)
        self.settings.save(settings)
        self._configure_secrets(settings)
        if self._policy.store_secrets:
            self.secrets.clear(before, copied)

    def _configure_secrets(self, settings: Settings) -> None:
        forbidden = settings.secret_storage is StorageKind.VAULT and not self._policy.vault
        wanted = StorageKind.KEYRING if forbidden else settings.secret_storage
        self.secrets.configure(wanted, may_store=self._policy.store_secrets)

    def save(self, profiles: Profiles) -> None:
        """Write the file. Raises AppError, the file being as it was."""
        self.store.save(profiles)
        self.profiles = profiles


@dataclass(frozen=True, slots=True)
class StoredProfile:
    """A profile was kept; ``secret_error`` says why its password is so for this session only."""

    profile: Profile
    secret_error: SecretStoreError | None = None
    new_secret: bool = field(default=False, compare=False)


def save_profile(
    repository: ProfileRepository, profile: Profile, typed: TypedSecrets
) -> StoredProfile:
    """Secrets first, then profile; if it cannot be written, the secrets are as before."""
    old = next((p for p in repository.profiles if p.id == profile.id), None)
    profile = locked_until_tested(old, profile)
    if old is None:
        profiles = (*repository.profiles, profile)
    else:
        profiles = tuple(profile if p is old else p for p in repository.profiles)
    before = {name: _secret_of(repository, old, name) for name in typed}
    troubles = [repository.secrets.set(profile, secret, name) for name, secret in typed.items()]
    try:
        repository.save(profiles)
    except AppError:
        _restore_secrets(repository, old, profile, before)
        raise
    if typed or (old is not None and old.secret_origin != profile.secret_origin):
        # else a secret that is optional, and was not typed again, would be in the way for ever
        with suppress(SecretStoreError):
            repository.secrets.delete_foreign(profile)
    error = next((error for error in troubles if error), None)
    return StoredProfile(profile, error, new_secret=bool(typed))


def set_flags(repository: ProfileRepository, profile_id: str, values: Mapping[str, bool]) -> None:
    """Note that a profile was tested, unlocked or locked."""
    noted = tuple(
        replace(p, **values) if p.id == profile_id else p  # type: ignore[arg-type]
        for p in repository.profiles
    )
    if noted != repository.profiles:
        repository.save(noted)


def reorder(repository: ProfileRepository, ids: Sequence[str]) -> None:
    """Put the profiles into this order; those that are not named come last."""
    place = {profile_id: number for number, profile_id in enumerate(ids)}
    repository.save(tuple(sorted(repository.profiles, key=lambda p: place.get(p.id, len(place)))))


def export_to(repository: ProfileRepository, path: Path, ids: Sequence[str]) -> int:
    """Write some profiles to a file for others; gives how many."""
    chosen = tuple(p for p in repository.profiles if p.id in ids)
    repository.store.export_to(path, chosen)
    return len(chosen)


def locked_until_tested(old: Profile | None, new: Profile) -> Profile:
    """The profile as it is kept: one that reaches elsewhere now has to be tested again."""
    if old is None or not same_connection(old, new):
        return replace(new, tested=False, read_only=True)
    return new


def remove_profile(repository: ProfileRepository, profile: Profile) -> None:
    """Delete a profile, then its secrets."""
    repository.save(tuple(p for p in repository.profiles if p.id != profile.id))
    repository.secrets.delete_profile(profile)


def _secret_of(
    repository: ProfileRepository, profile: Profile | None, name: SecretName
) -> str | None:
    if profile is None:
        return None
    try:
        return repository.secrets.get(profile, name)
    except (SecretStoreError, SecretMissing):
        return None


def _restore_secrets(
    repository: ProfileRepository,
    old: Profile | None,
    new: Profile,
    before: Mapping[SecretName, str | None],
) -> None:
    """Put back what was kept for the profile that stays; that the file failed is told, not this."""
    with suppress(SecretStoreError):
        if old is None:
            repository.secrets.delete_profile(new)
            return
        for name, secret in before.items():
            if secret is not None:
                repository.secrets.set(old, secret, name)
