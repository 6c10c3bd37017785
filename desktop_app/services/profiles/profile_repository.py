"""The profiles and their secrets, as the profile worker thread handles them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from desktop_app.core.errors import (
    AppError,
    SecretMissing,
    SecretOriginMismatch,
    SecretStoreError,
)
from desktop_app.core.profiles.policy import UNRESTRICTED, Policy
from desktop_app.core.profiles.profile import Profile, same_connection
from desktop_app.core.secrets.secret import SecretName, StorageKind
from desktop_app.core.settings import Settings, StartSettings
from desktop_app.profiles.former_origins import FormerOrigins
from desktop_app.services.secrets.profile_secrets import ManagedSecrets


class ProfileLoadResult(Protocol):
    """The contents of a profiles file."""

    @property
    def profiles(self) -> tuple[Profile, ...]:
        """The profiles, in the user's order."""

    @property
    def error(self) -> AppError | None:
        """An error of the file that the user must see, or None."""

    @property
    def read_only(self) -> bool:
        """Whether the file must not be written."""

    @property
    def policy(self) -> Policy:
        """The administrator's restrictions."""

    @property
    def backup(self) -> tuple[Profile, ...] | None:
        """The profiles of the last good file, if the file is damaged or missing; otherwise None."""


class ProfileFile(Protocol):
    """The profiles file."""

    def load(self) -> ProfileLoadResult:
        """Read the file. Never raises: errors are in the result."""

    def save(self, profiles: Sequence[Profile]) -> None:
        """Write the file. Raises AppError; the file is then unchanged."""

    def export_to(self, path: Path, profiles: Sequence[Profile]) -> None:
        """Write profiles to a file that others can import. Raises AppError."""

    def import_from(self, path: Path) -> tuple[Profile, ...]:
        """Return the profiles of an exported file. Raises AppError."""

    def copy_ca_file(self, path: str) -> str:
        """Copy a CA file beside the profiles; return where it is now. Raises CaFileError."""


class SettingsStore(Protocol):
    """The settings file."""

    def load(self) -> Settings:
        """Return the settings. Never raises."""

    def save(self, settings: Settings) -> None:
        """Write the settings. Raises AppError."""

    def load_start(self) -> StartSettings:
        """Return what to open at the start. Never raises."""

    def save_start(self, start: StartSettings) -> None:
        """Write what to open at the start. Raises AppError."""


Profiles = tuple[Profile, ...]
TypedSecrets = Mapping[SecretName, str]
"""The secrets that were entered for a profile; all others stay as they are."""


class ProfileRepository:
    """Profiles, secrets and settings. Profile worker thread. ``profiles`` are those in the file."""

    def __init__(
        self,
        store: ProfileFile,
        secrets: ManagedSecrets,
        settings: SettingsStore,
        former_origins: FormerOrigins | None = None,
    ) -> None:
        self.store = store
        self.secrets = secrets
        self.settings = settings
        self._former_origins = former_origins
        self.profiles: Profiles = ()
        self.start = StartSettings()
        self._policy = UNRESTRICTED

    def load(self) -> tuple[ProfileLoadResult, Settings]:
        """Read profiles and settings; use the secret store that the user chose from now on."""
        settings = self.settings.load()
        self.start = self.settings.load_start()
        loaded = self.store.load()
        self._policy = loaded.policy
        self._configure_secrets(settings)
        self.profiles = loaded.profiles
        if self._former_origins is not None and loaded.error is None and loaded.backup is None:
            self._former_origins.record(loaded.profiles)
        return loaded, settings

    def save_settings(self, settings: Settings) -> None:
        """Write the settings and use them; move the secrets to another store. Raises AppError.

        A store that this computer does not have, or that is locked, is refused.
        The secrets are deleted from the old store once the new one holds them and is in use.
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
        """Write the profiles. Raises AppError; the file is then unchanged.

        A consent that was given for another address of its profile ends here.
        """
        profiles = tuple(profile.without_void_consent() for profile in profiles)
        self.store.save(profiles)
        self.profiles = profiles


@dataclass(frozen=True, slots=True)
class StoredProfile:
    """A saved profile; ``secret_error`` says why its secret lasts for this session only."""

    profile: Profile
    secret_error: SecretStoreError | None = None
    new_secret: bool = field(default=False, compare=False)


def save_profile(
    repository: ProfileRepository, profile: Profile, typed: TypedSecrets
) -> StoredProfile:
    """Save the secrets, then the profile; if the file cannot be written, restore the old secrets.

    Raises AppError.
    """
    from desktop_app.core.profiles.remote_paths import is_remote_path  # lazy: start

    old = next((p for p in repository.profiles if p.id == profile.id), None)
    if is_remote_path(profile.ca_file) and not profile.is_machine_wide:
        # read once, as the person asked for, and never again from another computer
        profile = replace(profile, ca_file=repository.store.copy_ca_file(profile.ca_file))
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
        # otherwise an optional secret that was not entered again would cause errors for ever
        with suppress(SecretStoreError):
            repository.secrets.delete_foreign(profile)
    error = next((error for error in troubles if error), None)
    return StoredProfile(profile, error, new_secret=bool(typed))


def sign_in(
    repository: ProfileRepository, profile: Profile, secret: str, *, keep: bool
) -> StoredProfile:
    """Use a newly entered password, ticket, token or cookies for a profile from now on.

    The secret goes to no other login than that of ``profile``, which the person saw: a profile that
    was changed in the meantime is refused. Without ``keep`` it lasts for this session.

    Raises:
        SecretOriginMismatch: The stored profile has another address or user by now.
        SecretMissing: The profile was deleted.
    """
    stored = next((p for p in repository.profiles if p.id == profile.id), None)
    if stored is None:
        raise SecretMissing(profile.name)
    if not same_connection(stored, profile):
        raise SecretOriginMismatch(_login_of(profile), _login_of(stored))
    if not keep:
        repository.secrets.set_for_session(profile, secret)
        return StoredProfile(stored, new_secret=True)
    return StoredProfile(stored, repository.secrets.set(profile, secret), new_secret=True)


def _login_of(profile: Profile) -> str:
    """Return the address and user that a sign-in goes to, for an error."""
    return f"{profile.secret_origin} {profile.user_name}".strip()


def set_flags(repository: ProfileRepository, profile_id: str, values: Mapping[str, bool]) -> None:
    """Record that a profile was tested, unlocked or locked. Raises AppError."""
    noted = tuple(
        replace(p, **values) if p.id == profile_id else p  # type: ignore[arg-type]
        for p in repository.profiles
    )
    if noted != repository.profiles:
        repository.save(noted)


def accept_api_host(
    repository: ProfileRepository, profile: Profile, host: str
) -> StoredProfile | None:
    """Record that the user lets this host get the profile's sign-in. Raises AppError.

    Returns None, and records nothing, if the profile was deleted or has another address by now.
    """
    own = next((p for p in repository.profiles if p.id == profile.id), None)
    if own is None or own.secret_origin != profile.secret_origin:
        return None
    noted = own.accepting_api_host(host)
    repository.save(tuple(noted if p is own else p for p in repository.profiles))
    return StoredProfile(noted, new_secret=True)


def reorder(repository: ProfileRepository, ids: Sequence[str]) -> None:
    """Put the profiles in this order; those not named come last. Raises AppError."""
    place = {profile_id: number for number, profile_id in enumerate(ids)}
    repository.save(tuple(sorted(repository.profiles, key=lambda p: place.get(p.id, len(place)))))


def export_to(repository: ProfileRepository, path: Path, ids: Sequence[str]) -> int:
    """Write some profiles to a file for others and return their number. Raises AppError."""
    chosen = tuple(p for p in repository.profiles if p.id in ids)
    repository.store.export_to(path, chosen)
    return len(chosen)


def locked_until_tested(old: Profile | None, new: Profile) -> Profile:
    """Return the new profile, untested and read-only if its connection differs from the old one."""
    if old is None or not same_connection(old, new):
        return replace(new, tested=False, read_only=True)
    return new


def remove_profile(repository: ProfileRepository, profile: Profile) -> None:
    """Delete a profile, then its secrets. Raises AppError."""
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
    """Restore the secrets of the old profile; only the failed write of the file is reported."""
    with suppress(SecretStoreError):
        if old is None:
            repository.secrets.delete_profile(new)
            return
        for name, secret in before.items():
            if secret is not None:
                repository.secrets.set(old, secret, name)
