"""What the user chose for the whole program."""

from __future__ import annotations

from typing import NamedTuple

from desktop_app.core.secrets.secret import StorageKind

MAX_IDLE_MINUTES = 24 * 60
"""Minutes; more than a day is never."""


class Settings(NamedTuple):
    """Where secrets live, and after how many idle minutes the program locks (0 for never)."""

    secret_storage: StorageKind = StorageKind.KEYRING
    idle_minutes: int = 0


DEFAULT_SETTINGS = Settings()
