"""Places for sign-in passwords that work, or fail as told."""

from __future__ import annotations

from collections.abc import Iterable

from desktop_app.core.errors import SecretStoreTrouble
from desktop_app.core.profiles.profile import Profile
from desktop_app.core.secrets.secret import PlaceKind, SecretName


class FakeSecrets:
    """The ``Secrets`` of a profile book. A password belongs to the origin it was kept for."""

    def __init__(self, kept: dict[str, str] | None = None) -> None:
        self.kept: dict[str, str] = dict(kept or {})
        self.origins: dict[str, str] = {}
        self.asked: list[Profile] = []
        self.wanted = PlaceKind.KEYRING
        self.may_store = True
        self.moved: list[tuple[PlaceKind, int]] = []
        """Where secrets of how many profiles were copied to, and with a minus emptied."""
        self.trouble: SecretStoreTrouble | None = None
        """What every call raises, but ``put``, which returns it."""

    def get(self, profile: Profile, name: SecretName | None = None) -> str | None:
        assert name in (None, SecretName.SIGN_IN_PASSWORD)
        self.asked.append(profile)
        self._fail()
        if self.origins.get(profile.id, profile.origin) != profile.origin:
            return None
        return self.kept.get(profile.id)

    def put(
        self, profile: Profile, secret: str, name: SecretName | None = None
    ) -> SecretStoreTrouble | None:
        assert name in (None, SecretName.SIGN_IN_PASSWORD)
        self.kept[profile.id] = secret
        self.origins[profile.id] = profile.origin
        return self.trouble

    def forget(self, profile: Profile) -> None:
        self._fail()
        self.kept.pop(profile.id, None)

    def copy_to(self, kind: PlaceKind, profiles: Iterable[Profile]) -> list[Profile]:
        copied = list(profiles)
        self.moved.append((kind, len(copied)))
        return copied

    def empty(self, kind: PlaceKind, profiles: Iterable[Profile]) -> None:
        self.moved.append((kind, -len(list(profiles))))

    def drop_elsewhere(self, profile: Profile) -> None:
        assert profile
        self._fail()

    def go_by(self, wanted: PlaceKind, *, may_store: bool) -> None:
        self.wanted, self.may_store = wanted, may_store

    def _fail(self) -> None:
        if self.trouble is not None:
            raise self.trouble
