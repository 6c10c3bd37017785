"""The journal: what this program sent to be saved, and what became of it. Never a secret."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum

from desktop_app.core.mailbox.mailbox import Field, Value

PROGRAM_ENDED = "PROGRAM_ENDED"
"""Why a save is unknown that was under way when the program ended."""


class Outcome(Enum):
    """What became of a save. The value is its name in exports, and never changes."""

    UNDER_WAY = "under way"
    """It was written down and not yet answered: the POST may be out."""
    DONE = "done"
    REFUSED = "refused"
    """The server, or the look before the save, said no. Nothing was changed."""
    NOT_SENT = "not sent"
    """It ended before anything left this computer."""
    UNKNOWN = "unknown"
    """It may have been executed; ``why`` says what a look showed."""
    NOT_DONE = "not done"
    """It was unknown, and a later look found the mailbox as it was before."""
    FOUND_DONE = "found done"
    """It was unknown, and a later look found what had been sent."""

    @property
    def is_open(self) -> bool:
        """Whether it is still to be found out."""
        return self in (Outcome.UNDER_WAY, Outcome.UNKNOWN)

    @property
    def is_saved(self) -> bool:
        """Whether the server holds what was sent."""
        return self in (Outcome.DONE, Outcome.FOUND_DONE)


class PasswordDeed(Enum):
    """What a save did about the password; the text itself is nowhere."""

    KEPT = "kept"
    REPLACED = "replaced"
    NONE = "none"
    """A new mailbox without one."""


@dataclass(frozen=True, slots=True)
class Case:
    """Whose save it is: profile, sign-in, and the errand and batch it belongs to, if any.

    ``errand`` is the key of an edit that may be sent only once, ``batch`` the key of a run of many.
    """

    profile_id: str
    profile_name: str
    signed_in_as: str = ""
    errand: str = ""
    batch: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One save. Times are in seconds since 1970 (UTC); ``mailbox_id`` is 0 until a new one has an

    id. ``before`` holds what the server had just before in the fields of ``after``. ``highest_id``
    is the highest mailbox id that was known before a create. ``account`` and ``computer`` are the
    operating system's own names.
    """

    case: Case
    mailbox_id: int
    address: str
    before: Mapping[Field, Value]
    after: Mapping[Field, Value]
    password: PasswordDeed
    creates: bool = False
    highest_id: int = 0
    account: str = ""
    computer: str = ""
    at: float = 0.0
    ended_at: float | None = None
    outcome: Outcome = Outcome.UNDER_WAY
    why: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True)
class Search:
    """What to show of the journal: all words must be in a line; empty means everything."""

    words: str = ""
    profile_id: str = ""
    mailbox_id: int | None = None
    batch: str = ""
    outcomes: frozenset[Outcome] = field(default_factory=frozenset)
