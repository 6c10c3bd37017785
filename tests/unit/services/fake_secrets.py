"""Places for sign-in passwords that work, or fail as told."""

from __future__ import annotations

from collections.abc import Iterable

from desktop_app.core.errors import SecretStoreError
from desktop_app.core.profiles.profile import Profile
from desktop_app.core.secrets.secret import SecretName, StorageKind


class FakeSecrets:
    """The ``Secrets`` of a profile book. A password belongs to the origin it was kept for."""

    def __init__(self, kept: dict[str, str] | None = None) -> None:
        self.kept: dict[str, str] = dict(kept or {})
        self.origins: dict[str, str] = {}
        self.asked: list[Profile] = []
        self.wanted = StorageKind.KEYRING
        self.may_store = True
        self.moved: list[tuple[StorageKind, int]] = []
        """Where secrets of how many profiles were copied to, and with a minus emptied."""
        self.forgotten: list[str] = []
        """The profiles whose stored secret was deleted after one for the session."""
        self.error: SecretStoreError | None = None
        """What every call raises, but ``set``, which returns it."""

    def get(self, profile: Profile, name: SecretName | None = None) -> str | None:
        assert name in (None, SecretName.SIGN_IN_PASSWORD)
        self.asked.append(profile)
        self._fail()
        if self.origins.get(profile.id, profile.origin) != profile.origin:
            return None
        return self.kept.get(profile.id)

    def set(
        self, profile: Profile, secret: str, name: SecretName | None = None
    ) -> SecretStoreError | None:
        assert name in (None, SecretName.SIGN_IN_PASSWORD)
        self.kept[profile.id] = secret
        self.origins[profile.id] = profile.origin
        return self.error

    def delete_profile(self, profile: Profile) -> None:
        self._fail()
        self.kept.pop(profile.id, None)

    def set_for_session(self, profile: Profile, secret: str) -> None:
        self.kept[profile.id] = secret
        self.origins[profile.id] = profile.origin

    def forget(self, profile: Profile) -> None:
        self.forgotten.append(profile.id)

    def copy_to(self, kind: StorageKind, profiles: Iterable[Profile]) -> list[Profile]:
        copied = list(profiles)
        self.moved.append((kind, len(copied)))
        return copied

    def clear(self, kind: StorageKind, profiles: Iterable[Profile]) -> None:
        self.moved.append((kind, -len(list(profiles))))

    def delete_foreign(self, profile: Profile) -> None:
        assert profile
        self._fail()

    def configure(self, preferred_kind: StorageKind, *, may_store: bool) -> None:
        self.wanted, self.may_store = preferred_kind, may_store

    def _fail(self) -> None:
        if self.error is not None:
            raise self.error
