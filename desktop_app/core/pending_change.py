"""An edit that was made without a connection and waits to be sent."""

from __future__ import annotations

from dataclasses import dataclass

from desktop_app.core.mailbox.mailbox import Draft, Field, KeepBehaviour, KeepPassword


@dataclass(frozen=True, slots=True)
class PendingChange:
    """One edit of a change set. ``operation_id`` is its errand's, ``made_at`` in seconds since
    1970 (UTC).

    ``draft.original`` is what the server held when it was last seen. ``id`` is the edit's own;
    its password, if one was typed, waits under that in keyring or vault (``has_password``).
    """

    id: int
    operation_id: str
    profile_id: str
    draft: Draft
    made_at: float
    has_password: bool = False

    @property
    def mailbox_id(self) -> int:
        """The mailbox, or 0 for one that is to be made."""
        return self.draft.original.id

    @property
    def name(self) -> str:
        """What the mailbox is called in a sentence: its address as last seen, or to be."""
        known = self.draft.original.text(Field.ADDRESS)
        return known or str(self.draft.changes.get(Field.ADDRESS) or "")


def needs_password(draft: Draft, keep_behaviour: KeepBehaviour) -> bool:
    """Whether a draft may not be sent among others as it is.

    Unless it is proved that a save without a password keeps the stored one, each change needs one:
    many mailboxes at once must not lose theirs.
    """
    keeps = isinstance(draft.password, KeepPassword) and not draft.is_new
    return keeps and keep_behaviour is not KeepBehaviour.PROVED
