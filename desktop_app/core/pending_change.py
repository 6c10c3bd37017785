"""Pending changes: edits made without a connection that still have to be sent."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from desktop_app.core.mailbox.mailbox import Draft, Field, KeepBehaviour, KeepPassword


@dataclass(frozen=True, slots=True)
class PendingChange:
    """One edit that still has to be sent. ``made_at`` is in seconds since 1970 (UTC).

    ``operation_id`` is the key under which the edit may be sent only once. ``draft.original``
    holds the server's values as last read. If the user entered a password (``has_password``),
    the keyring or vault stores it under ``id``. ``installation_id`` is the SuperOffice that the
    edit was made for; it is empty in a change of version 0.1.0.
    """

    id: int
    operation_id: str
    profile_id: str
    draft: Draft
    made_at: float
    has_password: bool = False
    installation_id: str = ""

    @property
    def mailbox_id(self) -> int:
        """The id of the mailbox to change, or 0 for a new mailbox."""
        return self.draft.original.id

    @property
    def name(self) -> str:
        """The mailbox's address as last read; for a new mailbox, the address to be saved."""
        known = self.draft.original.text(Field.ADDRESS)
        return known or str(self.draft.changes.get(Field.ADDRESS) or "")


class SendObstacle(Enum):
    """Why a pending change cannot be sent as it is."""

    PASSWORD = auto()
    """It needs a password: see ``needs_password``."""
    OTHER_INSTALLATION = auto()
    """Its profile now leads to another SuperOffice, where the same id is another mailbox."""


def needs_password(draft: Draft, keep_behaviour: KeepBehaviour) -> bool:
    """Return whether a draft may only be sent in a bulk run once it has a password.

    Until a test has proved that saving without a password keeps the stored one, every change to
    an existing mailbox needs a password: a bulk run must not clear the passwords of many mailboxes.
    """
    keeps = isinstance(draft.password, KeepPassword) and not draft.is_new
    return keeps and keep_behaviour is not KeepBehaviour.PROVED
