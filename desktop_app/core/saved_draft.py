"""An edit that was made and not saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from desktop_app.core.mailbox.mailbox import Field, Value


class DraftOrigin(Enum):
    """Where an edit comes from that goes on in a dialog."""

    UNSAVED = auto()
    """The program ended before it was saved."""
    PENDING = auto()
    """It was made without a connection."""
    JOURNAL = auto()
    """It takes values back that were there before a save."""
    SNAPSHOT = auto()
    """It takes values over from another look, or another profile."""


@dataclass(frozen=True, slots=True)
class SavedDraft:
    """An edit that was not saved: the loaded values it changes, and what it makes of them.

    ``saved_at`` is in seconds since 1970 (UTC). ``name`` is the mailbox's address as loaded.
    """

    mailbox_id: int
    name: str
    original: Mapping[Field, Value]
    changes: Mapping[Field, Value]
    saved_at: float
    origin: DraftOrigin = DraftOrigin.UNSAVED
