"""An unsaved edit of an earlier run, laid on what the server has now."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.core.mailbox.mailbox import Draft, Field, Mailbox
from desktop_app.core.mailbox.mailbox_rules import field_access_for
from desktop_app.core.saved_draft import SavedDraft


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
