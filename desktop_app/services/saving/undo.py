"""The undo of a save that was just made: an ordinary save of the values from before."""

from __future__ import annotations

from enum import Enum, auto

from desktop_app.core.mailbox.mailbox import Draft, Field, KeepBehaviour
from desktop_app.core.mailbox.mailbox_rules import is_supported_type
from desktop_app.core.saved_draft import DraftOrigin, SavedDraft
from desktop_app.services.saving.save import SaveResult


class UndoObstacle(Enum):
    """Why a save cannot be undone at once. The edit dialog can still save other values."""

    NOTHING_CHANGED = auto()
    """The save sent nothing, or no value but the password."""
    CREATED = auto()
    """The save created the mailbox: mailboxes cannot be deleted from this program."""
    PASSWORD_REPLACED = auto()
    """The old password is unknown."""
    KEEP_UNPROVED = auto()
    """The undo would send no password, and whether SuperOffice keeps the stored one is untested."""
    KEEP_DESTROYS = auto()
    """The undo would send no password, and SuperOffice would clear the stored one."""
    UNSUPPORTED_TYPE = auto()
    """The mailbox would have a type whose saves the user must confirm."""


_KEEP_OBSTACLES = {
    KeepBehaviour.UNPROVED: UndoObstacle.KEEP_UNPROVED,
    KeepBehaviour.DESTROYS: UndoObstacle.KEEP_DESTROYS,
}


def undo_draft(saved: SaveResult) -> Draft:
    """Return the draft that restores the values from before a save.

    The draft starts from the values that the save left, so saving the draft detects a conflict if
    someone else has changed one of them since. The password is left out.
    """
    return Draft(saved.mailbox, saved.before or {})


def undo_obstacle(saved: SaveResult, keep_behaviour: KeepBehaviour) -> UndoObstacle | None:
    """Return why a save cannot be undone at once; None if it can.

    ``keep_behaviour`` is what is known now of saves without a password.
    """
    if saved.was_sent and saved.before is None:
        return UndoObstacle.CREATED
    if saved.password_sent:
        return UndoObstacle.PASSWORD_REPLACED
    draft = undo_draft(saved)
    if draft.is_empty:
        return UndoObstacle.NOTHING_CHANGED
    if not is_supported_type(draft.result.get(Field.SERVER_TYPE)):
        return UndoObstacle.UNSUPPORTED_TYPE
    return _KEEP_OBSTACLES.get(keep_behaviour)


def undo_saved_draft(saved: SaveResult, at: float) -> SavedDraft:
    """Return the values from before a save for the edit dialog, which shows what others changed.

    ``at`` is the time of the save in seconds since 1970 (UTC).
    """
    before = saved.before or {}
    left = {field: saved.mailbox.values.get(field) for field in before}
    name = saved.mailbox.text(Field.ADDRESS)
    return SavedDraft(saved.mailbox.id, name, left, before, at, DraftOrigin.JOURNAL)
