"""The journal: every save that this program sent, and its outcome. No entry holds a secret."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto

from desktop_app.core.errors import AlreadySent, AppError, ServerError
from desktop_app.core.errors.saving import (
    AddressTaken,
    Conflict,
    FieldsLocked,
    LoginConflict,
    SaveOutcomeUnknown,
)
from desktop_app.core.mailbox.mailbox import Field, Value

PROGRAM_ENDED = "PROGRAM_ENDED"
"""The ``reason`` of an entry whose save was still running when the program ended."""


NOTHING_TO_SEND = "NOTHING_TO_SEND"
"""The ``reason`` of a save that sent nothing: someone else had made the same changes."""

_UNSENT_REASONS = {
    NOTHING_TO_SEND,
    *(e.written_name for e in (Conflict, LoginConflict, FieldsLocked, AddressTaken)),
}

LOSS_SEEN = "PASSWORD_LOST"
"""Last word of the ``reason`` of a save after which the server showed no stored password."""


class SaveOutcome(Enum):
    """The outcome of a save. The value is written to exports and never changes."""

    UNDER_WAY = "under way"
    """The save is in the journal but not answered yet; the POST may have been sent."""
    DONE = "done"
    REFUSED = "refused"
    """The server, or the check before the save, rejected it. Nothing was changed."""
    NOT_SENT = "not sent"
    """The save failed before anything left this computer."""
    UNKNOWN = "unknown"
    """The server may have executed the save; ``reason`` says what a later read showed."""
    NOT_DONE = "not done"
    """The outcome was unknown; a later read found the mailbox as it was before the save."""
    FOUND_DONE = "found done"
    """The outcome was unknown; a later read found the values that had been sent."""

    @property
    def is_open(self) -> bool:
        """Whether nobody knows yet if the save was executed."""
        return self in (SaveOutcome.UNDER_WAY, SaveOutcome.UNKNOWN)

    @property
    def is_saved(self) -> bool:
        """Whether the server stored the values that were sent."""
        return self in (SaveOutcome.DONE, SaveOutcome.FOUND_DONE)

    @property
    def is_failed(self) -> bool:
        """Whether the save is known to have changed nothing."""
        return not (self.is_open or self.is_saved)


def outcome_of_error(error: AppError) -> SaveOutcome:
    """Return the outcome of a save that ended with this error."""
    if isinstance(error, AlreadySent) and error.saved:
        return SaveOutcome.DONE
    if error.may_have_run or isinstance(error, SaveOutcomeUnknown | AlreadySent):
        return SaveOutcome.UNKNOWN
    if isinstance(error, Conflict | FieldsLocked | AddressTaken | ServerError):
        return SaveOutcome.REFUSED
    return SaveOutcome.NOT_SENT


class SaveProof(Enum):
    """The evidence that a save worked. The name is the ``reason`` of its journal entry."""

    READ_BACK = auto()
    ANSWER_ONLY = auto()
    FOUND_AFTER_LOST_ANSWER = auto()
    FOUND_AFTER_BAD_ANSWER = auto()
    """An answer came, but did not confirm the save; a read found the values that were sent."""


class PasswordAction(Enum):
    """What a save did with the mailbox password; the password itself is never recorded."""

    KEPT = "kept"
    REPLACED = "replaced"
    NONE = "none"
    """A new mailbox was saved without a password."""


@dataclass(frozen=True, slots=True)
class JournalContext:
    """The profile and user of a save, and the operation and bulk run it belongs to, if any.

    ``operation_id`` is the key of an edit that may be sent only once. ``bulk_run_key`` is the key
    of the bulk run, or empty.
    """

    profile_id: str
    profile_name: str
    signed_in_as: str = ""
    operation_id: str = ""
    bulk_run_key: str = ""


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One save. Times are in seconds since 1970 (UTC); ``ended_at`` is None while it runs.

    ``mailbox_id`` is 0 until a new mailbox has an id. ``before`` holds the server's values from
    just before the save, for the fields of ``after``. ``highest_id`` is the highest mailbox id
    known before a create. ``account`` and ``computer`` are names from the operating system.
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
    def reason_name(self) -> str:
        """The first word of the reason: the name of an error, a proof or a finding."""
        return self.reason.partition(" ")[0].removesuffix(":")

    @property
    def is_unsent(self) -> bool:
        """Whether it is known that no request to save was sent."""
        return self.outcome is SaveOutcome.NOT_SENT or self.reason_name in _UNSENT_REASONS

    @property
    def is_conflict(self) -> bool:
        """Whether the save was not sent because someone else had changed the same fields."""
        return self.outcome is SaveOutcome.REFUSED and self.reason.startswith("Conflict")


@dataclass(frozen=True, slots=True)
class JournalQuery:
    """A filter for journal entries; an empty or None field restricts nothing.

    An entry matches if it contains every word of ``text``.
    """

    text: str = ""
    profile_id: str = ""
    mailbox_id: int | None = None
    bulk_run_key: str = ""
    outcomes: frozenset[SaveOutcome] = field(default_factory=frozenset)
