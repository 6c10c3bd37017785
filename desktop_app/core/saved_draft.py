"""An edit that was made and not saved, and the same laid on what the server has now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from desktop_app.core.mailbox.mailbox import Draft, Field, Mailbox, Value
from desktop_app.core.mailbox.mailbox_rules import field_access_for


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


@dataclass(frozen=True, slots=True)
class RestoredDraft:
    """``draft`` is the edit as it was made, on the values of then; ``conflicting`` are the fields

    that someone else has changed since. ``locked`` may no longer be written and are left out.
    """

    draft: Draft
    conflicting: tuple[Field, ...]
    locked: tuple[Field, ...]


def restore_draft(saved_draft: SavedDraft, current: Mailbox) -> RestoredDraft:
    """Lay a kept edit on the mailbox as it is now."""
    access = field_access_for(current, allow_unsupported=True)  # a save of such a type is confirmed
    locked = tuple(f for f in saved_draft.changes if not access[f].can_write)
    changes = {f: value for f, value in saved_draft.changes.items() if f not in locked}
    then = Mailbox(current.id, {**current.values, **saved_draft.original})
    colliding = tuple(
        f for f, mine in changes.items() if _is_conflicting(saved_draft, current, f, mine)
    )
    return RestoredDraft(Draft(then, changes), colliding, locked)


def _is_conflicting(saved_draft: SavedDraft, current: Mailbox, field: Field, mine: object) -> bool:
    theirs = current.values.get(field)
    return theirs != saved_draft.original.get(field) and theirs != mine
