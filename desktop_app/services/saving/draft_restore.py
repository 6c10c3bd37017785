"""An unsaved edit of an earlier run, laid on what the server has now."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.core.mailbox.mailbox import Draft, Field, Mailbox
from desktop_app.core.mailbox.mailbox_rules import access_of
from desktop_app.core.saved_draft import KeptDraft


@dataclass(frozen=True, slots=True)
class Restored:
    """``draft`` is the edit as it was made, on the values of then; ``colliding`` are the fields

    that someone else has changed since. ``locked`` may no longer be written and are left out.
    """

    draft: Draft
    colliding: tuple[Field, ...]
    locked: tuple[Field, ...]


def restore(kept: KeptDraft, current: Mailbox) -> Restored:
    """Lay a kept edit on the mailbox as it is now."""
    access = access_of(current, anyway=True)  # a save of such a type is confirmed
    locked = tuple(f for f in kept.changes if not access[f].can_write)
    changes = {f: value for f, value in kept.changes.items() if f not in locked}
    then = Mailbox(current.id, {**current.values, **kept.original})
    colliding = tuple(f for f, mine in changes.items() if _collides(kept, current, f, mine))
    return Restored(Draft(then, changes), colliding, locked)


def _collides(kept: KeptDraft, current: Mailbox, which: Field, mine: object) -> bool:
    theirs = current.values.get(which)
    return theirs != kept.original.get(which) and theirs != mine
