"""The settings that apply to the whole program."""

from __future__ import annotations

from typing import NamedTuple

from desktop_app.core.secrets.secret import StorageKind

MAX_IDLE_MINUTES = 24 * 60
"""The longest idle time before the program locks, in minutes: one day."""


class Settings(NamedTuple):
    """Where secrets are stored, and after how many idle minutes the program locks (0: never)."""

    secret_storage: StorageKind = StorageKind.KEYRING
    idle_minutes: int = 0


DEFAULT_SETTINGS = Settings()


class StartSettings(NamedTuple):
    """Whether the program opens a profile at its start, and which: an id, or empty."""

    opens_last: bool = False
    last_profile: str = ""
