"""An edit that was not saved, and the same edit applied to the server's current values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from desktop_app.core.mailbox.conflicts import conflicting_fields
from desktop_app.core.mailbox.mailbox import (
    Draft,
    Field,
    KeepPassword,
    Mailbox,
    PasswordChoice,
    Value,
)
from desktop_app.core.mailbox.mailbox_rules import field_access_for


class DraftOrigin(Enum):
    """Where an edit comes from that the edit dialog continues."""

    UNSAVED = auto()
    """The program ended before the edit was saved."""
    PENDING = auto()
    """The edit was made without a connection."""
    JOURNAL = auto()
    """The edit restores the values from before a save."""
    SNAPSHOT = auto()
    """The edit copies values from a snapshot or from another profile."""


@dataclass(frozen=True, slots=True)
class SavedDraft:
    """An edit that was not saved: the loaded values, and the user's new values.

    ``saved_at`` is in seconds since 1970 (UTC). ``name`` is the mailbox's address as loaded.
    ``password`` is never a typed one: a password is stored only with a pending change. It relies on
    the LOGIN_FIELDS of ``original``. ``installation_id`` is the SuperOffice that an UNSAVED edit
    was made in; it is empty in one of version 0.1.0.
    """

    mailbox_id: int
    name: str
    original: Mapping[Field, Value]
    changes: Mapping[Field, Value]
    saved_at: float
    origin: DraftOrigin = DraftOrigin.UNSAVED
    password: PasswordChoice = field(default_factory=KeepPassword)
    installation_id: str = ""


@dataclass(frozen=True, slots=True)
class RestoredDraft:
    """A saved draft that was compared with the mailbox's current values and rights.

    ``draft`` is the edit on the values it was made on. ``conflicting`` are the fields on which a
    person must decide (``conflicting_fields``); ``locked`` fields may no longer be written and are
    left out.
    """

    draft: Draft
    conflicting: tuple[Field, ...]
    locked: tuple[Field, ...]


def restore_draft(saved_draft: SavedDraft, current: Mailbox) -> RestoredDraft:
    """Return a saved draft with its conflicting and locked fields in the current mailbox."""
    # the user confirms a save of an unsupported type
    access = field_access_for(current, allow_unsupported=True)
    locked = tuple(f for f in saved_draft.changes if not access[f].can_write)
    changes = {f: value for f, value in saved_draft.changes.items() if f not in locked}
    then = Mailbox(current.id, {**current.values, **saved_draft.original})
    draft = Draft(then, changes, saved_draft.password)
    return RestoredDraft(draft, conflicting_fields(draft, current), locked)
