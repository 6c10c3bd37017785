"""The record of a bulk run: the saves it plans, stored before the first save is sent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum

from desktop_app.core.journal import JournalEntry, SaveOutcome
from desktop_app.core.mailbox.mailbox import Draft, Field, KeepPassword, Mailbox, ReplacePassword


class BulkRunKind(Enum):
    """The purpose of a bulk run. The value is written to the database and never changes."""

    EDIT = "edit"
    PASSWORDS = "passwords"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class BulkRun:
    """A bulk run: its key in the journal, and its drafts without entered passwords.

    ``typed_ids`` are the ids of mailboxes whose passwords the user entered; to resume the run
    after a restart, the user must enter them again. ``made_at`` is in seconds since 1970 (UTC).
    """

    key: str
    kind: BulkRunKind
    profile_id: str
    made_at: float
    drafts: tuple[Draft, ...]
    typed_ids: frozenset[int] = frozenset()

    @classmethod
    def of(
        cls, key: str, kind: BulkRunKind, profile_id: str, made_at: float, drafts: Iterable[Draft]
    ) -> BulkRun:
        """Return the record of these drafts, without the passwords that the user entered."""
        drafts = tuple(drafts)
        typed = frozenset(d.original.id for d in drafts if isinstance(d.password, ReplacePassword))
        return cls(
            key, kind, profile_id, made_at, tuple(map(_without_typed_password, drafts)), typed
        )

    def operation_id(self, mailbox_id: int) -> str:
        """Return the key of one mailbox's save, which stops a saved draft from being sent twice."""
        return row_operation_id(self.key, mailbox_id)


@dataclass(frozen=True, slots=True)
class RunCounts:
    """How many rows of a bulk run are saved, not saved, unknown, and waiting or running."""

    saved: int
    not_saved: int
    unknown: int
    waiting: int

    @classmethod
    def of(cls, outcomes: Iterable[SaveOutcome | None]) -> RunCounts:
        """Count the outcomes of rows, where None is a row that was not sent yet."""
        counts = Counter(outcomes)
        saved = sum(n for each, n in counts.items() if each is not None and each.is_saved)
        failed = sum(n for each, n in counts.items() if each is not None and each.is_failed)
        waiting = counts[None] + counts[SaveOutcome.UNDER_WAY]
        return cls(saved, failed, counts[SaveOutcome.UNKNOWN], waiting)


def row_operation_id(bulk_run_key: str, mailbox_id: int) -> str:
    """Return the key of one mailbox's save within a bulk run, the same at every attempt."""
    return f"{bulk_run_key}/{mailbox_id}"


def undo_drafts(entries: Iterable[JournalEntry]) -> tuple[Draft, ...]:
    """Return drafts that restore the old values of each saved entry, the last entry first.

    Old passwords are unknown and cannot be restored. Each draft starts from the values that the
    run saved, so its save detects a conflict if someone else has changed a value since.
    """
    drafts: dict[int, Draft] = {}
    for entry in entries:
        if entry.outcome.is_saved and not entry.is_new and entry.before != entry.after:
            left = Mailbox(entry.mailbox_id, {Field.ADDRESS: entry.address, **entry.after})
            drafts[entry.mailbox_id] = Draft(left, entry.before)
    return tuple(reversed(drafts.values()))


def _without_typed_password(draft: Draft) -> Draft:
    return (
        replace(draft, password=KeepPassword())
        if isinstance(draft.password, ReplacePassword)
        else draft
    )
