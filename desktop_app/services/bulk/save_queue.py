"""A run of many saves: one after the other, each through the same path as any edit.

It knows nothing of windows. What was sent is in the journal before it goes out, under the key of
its errand; an errand that is saved, or of which nobody knows, is never sent again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import partial
from typing import TYPE_CHECKING
from uuid import uuid4

from PySide6.QtCore import QObject, Signal

from desktop_app.core.errors import (
    Cancelled,
    Halted,
    MailboxPasswordGone,
    NotWrittenDown,
    ProfileLocked,
    SecretMissing,
    SecretStoreTrouble,
    SentBefore,
    SignInRefused,
    Trouble,
)
from desktop_app.core.mailbox.mailbox import Draft, Field, Keep, Mailbox, Replace
from desktop_app.services.background import Done, Failed
from desktop_app.services.list_state import Way
from desktop_app.services.saving.save import Conflict, LockedMeanwhile, Saved, SaveUnknown
from desktop_app.services.session.reconnect import may_pass

if TYPE_CHECKING:
    from desktop_app.core.journal import Entry
    from desktop_app.services.workspace.workspace import Workplace

ENDS_ALL = (Halted, NotWrittenDown, ProfileLocked, SecretMissing, SecretStoreTrouble, SignInRefused)
"""Troubles that every other errand would meet as well: the run pauses."""


class RowState(Enum):
    """How one errand stands."""

    WAITING = auto()
    SENDING = auto()
    SAVED = auto()
    REFUSED = auto()
    """Nothing was changed; the trouble says why."""
    CONFLICT = auto()
    """Someone else changed it, or locked it, meanwhile. Nothing was sent."""
    UNKNOWN = auto()
    """It was sent, and nobody knows yet what became of it. It is not sent again."""


class RunState(Enum):
    """How the run as a whole stands."""

    IDLE = auto()
    SENDING = auto()
    PAUSED = auto()
    STOPPED = auto()
    DONE = auto()
    """Nothing waits any more."""


@dataclass(frozen=True, slots=True)
class Errand:
    """An edit to be sent once, known by its key. ``pending`` is the number of its password.

    ``relies_on``: see Way. One whose typed password is forgotten is ``spent``, and not sent again.
    """

    key: str
    draft: Draft
    pending: int = 0
    relies_on: tuple[Field, ...] = ()
    spent: bool = False

    @classmethod
    def of(cls, draft: Draft) -> Errand:
        """An errand of its own."""
        return cls(str(uuid4()), draft)

    def without_secret(self) -> Errand:
        """The same for showing: a typed password has left it."""
        if not isinstance(self.draft.password, Replace):
            return self
        return replace(self, draft=replace(self.draft, password=Keep()), spent=True)


@dataclass(frozen=True, slots=True)
class Row:
    """An errand and how it stands."""

    errand: Errand
    state: RowState = RowState.WAITING
    trouble: Trouble | None = None
    saved: Saved | None = None


class Sending(QObject):
    """Sends errands in their order; to be used on the GUI thread, the work is done in another.

    A failed row keeps no other from being sent, unless every other would fail as well: then the run
    pauses, and ``why`` says so. The list is read again when nothing is sent any more.
    """

    row_changed = Signal(object)
    """The key of an errand that stands differently now."""
    changed = Signal()
    """The run as a whole stands differently now."""

    def __init__(
        self,
        workplace: Workplace,
        errands: Iterable[Errand],
        batch: str = "",
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.workplace = workplace
        self.batch = batch or str(uuid4())
        """What the lines of this run have in common in the journal."""
        self.state = RunState.IDLE
        self.why: Trouble | None = None
        """Why it paused by itself."""
        self._rows = {errand.key: Row(errand) for errand in errands}
        self._under_way = ""
        self._sent = False

    @property
    def rows(self) -> Sequence[Row]:
        """All of them, in their order."""
        return tuple(self._rows.values())

    def row(self, key: str) -> Row:
        """One of them."""
        return self._rows[key]

    @property
    def counts(self) -> Mapping[RowState, int]:
        """How many stand how."""
        return Counter(row.state for row in self._rows.values())

    @property
    def typed_passwords(self) -> int:
        """How many rows hold a typed password that was not saved: they wait, or failed."""
        drafts = (row.errand.draft for row in self._rows.values())
        return sum(isinstance(draft.password, Replace) for draft in drafts)

    @property
    def is_busy(self) -> bool:
        """Whether one is on its way right now."""
        return bool(self._under_way)

    def recall(self, entries: Iterable[Entry]) -> None:
        """What the journal knows of these errands from an earlier run; one line settles it."""
        for entry in entries:
            row = self._rows.get(entry.case.errand)
            if row is not None and row.state not in (RowState.SENDING, RowState.SAVED):
                unknown = row.state is RowState.UNKNOWN and not entry.outcome.is_saved
                state = RowState.UNKNOWN if unknown else _state_of(entry)
                self._set(replace(row, state=state, trouble=None))

    def start(self) -> None:
        """Begin, or go on after a pause or a stop."""
        self.why = None
        self._stand(RunState.SENDING)
        self._next()

    def pause(self) -> None:
        """Send no further one until ``start``; the one on its way is finished."""
        if self.state is RunState.SENDING:
            self._stand(RunState.PAUSED)

    def stop(self) -> None:
        """The user wants no more of this run; the one on its way is finished."""
        if self.state in (RunState.SENDING, RunState.PAUSED):
            self._stand(RunState.STOPPED)
            self._end()

    def retry(self, keys: Iterable[str] | None = None) -> None:
        """Let those that were refused wait again, all of them unless told."""
        for row in [self._rows[key] for key in keys] if keys is not None else self.rows:
            if row.state in (RowState.REFUSED, RowState.CONFLICT) and not row.errand.spent:
                self._set(Row(row.errand))

    def forget_passwords(self) -> None:
        """Let go of every typed password but that of the row on its way; the rest is not sent.

        A row that lost its password so is refused, and needs another errand.
        """
        for row in self.rows:
            errand = row.errand.without_secret()
            if row.state is RowState.WAITING and errand is not row.errand:
                self._set(Row(errand, RowState.REFUSED, MailboxPasswordGone()))
            elif row.state is not RowState.SENDING:
                self._rows[errand.key] = replace(row, errand=errand)

    def replace(self, errand: Errand) -> None:
        """Another draft for a row that was not sent: a conflict was resolved."""
        if self._rows[errand.key].state in (RowState.WAITING, RowState.REFUSED, RowState.CONFLICT):
            self._set(Row(errand))

    def take_out(self, key: str) -> None:
        """Do not send it; one that is on its way, or was sent, stays."""
        if self._rows[key].state in (RowState.WAITING, RowState.REFUSED, RowState.CONFLICT):
            del self._rows[key]
            self.changed.emit()

    def _next(self) -> None:
        if self.state is not RunState.SENDING or self._under_way:
            return
        row = next((row for row in self.rows if row.state is RowState.WAITING), None)
        if row is None:
            self._stand(RunState.DONE)
            self._end()
            return
        self._send(row)

    def _send(self, row: Row) -> None:
        errand = row.errand
        self._under_way = errand.key
        self._set(replace(row, state=RowState.SENDING, trouble=None))
        if errand.draft.creates:
            self.workplace.read(0, partial(self._create, errand))
        else:
            self._save(errand, errand.draft)

    def _create(self, errand: Errand, outcome: Done[Mailbox] | Failed) -> None:
        """What a new mailbox starts from may be another by now; what was reviewed is sent."""
        if isinstance(outcome, Failed):
            self._take(errand, outcome)
        else:
            draft = errand.draft
            self._save(errand, Draft(outcome.value, draft.result, draft.password))

    def _save(self, errand: Errand, draft: Draft) -> None:
        way = Way(errand.key, self.batch, errand.pending, errand.relies_on)
        self.workplace.save(draft, partial(self._take, errand), way)

    def _take(self, errand: Errand, outcome: Done[Saved] | Failed) -> None:
        self._under_way = ""
        row = Row(errand)
        if isinstance(outcome, Done):
            self._sent = True
            saved = replace(row, errand=errand.without_secret(), saved=outcome.value)
            self._set(replace(saved, state=RowState.SAVED))
        else:
            self._take_trouble(row, outcome.trouble)
        if self.state in (RunState.STOPPED, RunState.PAUSED):
            self._end()
        self._next()

    def _take_trouble(self, row: Row, trouble: Trouble) -> None:
        state = _state_after(trouble)
        if state in (RowState.SAVED, RowState.UNKNOWN):
            row = replace(row, errand=row.errand.without_secret())
        self._set(replace(row, state=state, trouble=trouble))
        self._sent = self._sent or isinstance(trouble, SaveUnknown)
        if isinstance(trouble, ENDS_ALL) or may_pass(trouble) or _is_lost(trouble):
            self.why = trouble
            self._stand(RunState.PAUSED)

    def _end(self) -> None:
        """The list is read once, for all that was saved so far."""
        if self._sent and not self._under_way:
            self._sent = False
            self.workplace.reload()

    def _set(self, row: Row) -> None:
        self._rows[row.errand.key] = row
        self.row_changed.emit(row.errand.key)

    def _stand(self, state: RunState) -> None:
        if state is not self.state:
            self.state = state
            self.changed.emit()


def _is_lost(trouble: Trouble) -> bool:
    """Whether the connection went with the save: the next one would be lost as well."""
    return isinstance(trouble, SaveUnknown) and may_pass(trouble.lost) and trouble.found is None


def _state_after(trouble: Trouble) -> RowState:
    if isinstance(trouble, SaveUnknown) or trouble.may_have_run:
        return RowState.UNKNOWN
    if isinstance(trouble, SentBefore):
        return RowState.SAVED if trouble.saved else RowState.UNKNOWN
    if isinstance(trouble, Conflict | LockedMeanwhile):
        return RowState.CONFLICT
    if isinstance(trouble, (*ENDS_ALL, Cancelled)) or may_pass(trouble):
        return RowState.WAITING  # nothing is known against this one
    return RowState.REFUSED


def _state_of(entry: Entry) -> RowState:
    if entry.outcome.is_saved:
        return RowState.SAVED
    if entry.outcome.is_open:
        return RowState.UNKNOWN
    return RowState.WAITING
