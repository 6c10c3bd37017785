"""Places for sign-in passwords that work, or fail as told."""

from __future__ import annotations

from desktop_app.core.errors import SecretStoreTrouble
from desktop_app.core.profile import Profile


class FakeSecrets:
    """The ``Secrets`` of a profile book. A password belongs to the origin it was kept for."""

    def __init__(self, kept: dict[str, str] | None = None) -> None:
        self.kept: dict[str, str] = dict(kept or {})
        self.origins: dict[str, str] = {}
        self.asked: list[Profile] = []
        self.trouble: SecretStoreTrouble | None = None
        """What every call raises, but ``put``, which returns it."""

    def get(self, profile: Profile) -> str | None:
        self.asked.append(profile)
        self._fail()
        if self.origins.get(profile.id, profile.origin) != profile.origin:
            return None
        return self.kept.get(profile.id)

    def put(self, profile: Profile, secret: str) -> SecretStoreTrouble | None:
        self.kept[profile.id] = secret
        self.origins[profile.id] = profile.origin
        return self.trouble

    def forget(self, profile: Profile) -> None:
        self._fail()
        self.kept.pop(profile.id, None)

    def _fail(self) -> None:
        if self.trouble is not None:
            raise self.trouble
