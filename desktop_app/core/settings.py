"""What the user chose for the whole program."""

from __future__ import annotations

from typing import NamedTuple

from desktop_app.core.secrets.secret import PlaceKind

MOST_IDLE = 24 * 60
"""Minutes; more than a day is never."""


class Settings(NamedTuple):
    """Where secrets live, and after how many idle minutes the program locks (0 for never)."""

    secrets: PlaceKind = PlaceKind.KEYRING
    idle_minutes: int = 0


USUAL = Settings()
