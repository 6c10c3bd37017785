"""The journal: what this program sent to be saved, and what became of it. Never a secret."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from desktop_app.core.errors import AlreadySent, AppError, ServerError
from desktop_app.core.errors.saving import Conflict, FieldsLocked, SaveOutcomeUnknown
from desktop_app.core.mailbox.mailbox import Field, Value

PROGRAM_ENDED = "PROGRAM_ENDED"
"""Why a save is unknown that was under way when the program ended."""


class SaveOutcome(Enum):
    """What became of a save. The value is its name in exports, and never changes."""

    UNDER_WAY = "under way"
    """It was written down and not yet answered: the POST may be out."""
    DONE = "done"
    REFUSED = "refused"
    """The server, or the look before the save, said no. Nothing was changed."""
    NOT_SENT = "not sent"
    """It ended before anything left this computer."""
    UNKNOWN = "unknown"
    """It may have been executed; ``reason`` says what a look showed."""
    NOT_DONE = "not done"
    """It was unknown, and a later look found the mailbox as it was before."""
    FOUND_DONE = "found done"
    """It was unknown, and a later look found what had been sent."""

    @property
    def is_open(self) -> bool:
        """Whether it is still to be found out."""
        return self in (SaveOutcome.UNDER_WAY, SaveOutcome.UNKNOWN)

    @property
    def is_saved(self) -> bool:
        """Whether the server holds what was sent."""
        return self in (SaveOutcome.DONE, SaveOutcome.FOUND_DONE)

    @property
    def is_failed(self) -> bool:
        """Whether it is known that nothing was saved."""
        return not (self.is_open or self.is_saved)


def outcome_of_error(error: AppError) -> SaveOutcome:
    """Return what a save that ended with an error came to."""
    if isinstance(error, AlreadySent) and error.saved:
        return SaveOutcome.DONE
    if error.may_have_run or isinstance(error, SaveOutcomeUnknown | AlreadySent):
        return SaveOutcome.UNKNOWN
    if isinstance(error, Conflict | FieldsLocked | ServerError):
        return SaveOutcome.REFUSED
    return SaveOutcome.NOT_SENT


class SaveProof(Enum):
    """How we know that a save worked. The name is the reason of a journal line."""

    READ_BACK = auto()
    ANSWER_ONLY = auto()
    FOUND_AFTER_LOST_ANSWER = auto()


class PasswordAction(Enum):
    """What a save did about the password; the text itself is nowhere."""

    KEPT = "kept"
    REPLACED = "replaced"
    NONE = "none"
    """A new mailbox without one."""


@dataclass(frozen=True, slots=True)
class JournalContext:
    """Whose save it is: profile, sign-in, and the errand and batch it belongs to, if any.

    ``operation_id`` is the key of an edit that may be sent only once, ``bulk_run_key`` the key of
    a run of many.
    """

    profile_id: str
    profile_name: str
    signed_in_as: str = ""
    operation_id: str = ""
    bulk_run_key: str = ""


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One save. Times are in seconds since 1970 (UTC); ``mailbox_id`` is 0 until a new one has an

    id. ``before`` holds what the server had just before in the fields of ``after``. ``highest_id``
    is the highest mailbox id that was known before a create. ``account`` and ``computer`` are the
    operating system's own names.
    """

    context: JournalContext
    mailbox_id: int
    address: str
    before: Mapping[Field, Value]
    after: Mapping[Field, Value]
    password: PasswordAction
    is_new: bool = False
    highest_id: int = 0
    account: str = ""
    computer: str = ""
    started_at: float = 0.0
    ended_at: float | None = None
    outcome: SaveOutcome = SaveOutcome.UNDER_WAY
    reason: str = ""
    id: int = 0

    @property
    def is_conflict(self) -> bool:
        """Whether nothing was sent because someone else had changed the same fields."""
        return self.outcome is SaveOutcome.REFUSED and self.reason.startswith("Conflict")


@dataclass(frozen=True, slots=True)
class JournalQuery:
    """What to show of the journal: all words must be in a line; empty means everything."""

    text: str = ""
    profile_id: str = ""
    mailbox_id: int | None = None
    bulk_run_key: str = ""
    outcomes: frozenset[SaveOutcome] = field(default_factory=frozenset)
