"""Secrets that nobody needs before the first paint."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop_app.core.errors import SecretStoreTrouble
    from desktop_app.core.profile import Profile
    from desktop_app.tasks.profile_book import Secrets


class LateSecrets:
    """The ``Secrets`` that ``find`` gives, called by the first worker that asks for one."""

    def __init__(self, find: Callable[[], Secrets]) -> None:
        self._find = find
        self._found: Secrets | None = None
        self._lock = threading.Lock()

    def get(self, profile: Profile) -> str | None:
        """The password, if one was kept for this profile's origin. Raises SecretStoreTrouble."""
        return self._secrets().get(profile)

    def put(self, profile: Profile, secret: str) -> SecretStoreTrouble | None:
        """Keep a password; what is returned says why it is kept for this session only."""
        return self._secrets().put(profile, secret)

    def forget(self, profile: Profile) -> None:
        """Delete the password. Raises SecretStoreTrouble."""
        self._secrets().forget(profile)

    def _secrets(self) -> Secrets:
        with self._lock:
            if self._found is None:
                self._found = self._find()
            return self._found
