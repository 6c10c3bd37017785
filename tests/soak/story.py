"""The story: three mailboxes are edited and one is made without a connection, then sent.

Each scene is played by one run of the program, and again after a kill: the person looks at what is
there, and does what is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from desktop_app.core.errors import PasswordNotStored
from desktop_app.core.errors.saving import Conflict
from desktop_app.core.journal import JournalEntry, JournalQuery
from desktop_app.core.mailbox.mailbox import (
    Draft,
    Field,
    KeepBehaviour,
    KeepPassword,
    ReplacePassword,
    ServerType,
    Value,
)
from desktop_app.core.pending_change import PendingChange
from desktop_app.services.bulk.save_queue import QueuedRow
from desktop_app.ui.text.saving import row_state_text
from tests.soak.desk import ID, Desk, Stuck

Say = Callable[[Mapping[str, object]], None]
TRIES = 8
"""How often a person sends again before giving up."""


@dataclass(frozen=True)
class Wish:
    """What is to be changed; mailbox 0 is a new one."""

    mailbox: int
    changes: Mapping[Field, Value]
    password: str = ""

    def draft(self, context: Desk) -> Draft:
        """The edit on what the program knows of the mailbox without a connection."""
        original = context.work.last_known(self.mailbox)
        if original is None:
            raise Stuck(f"mailbox {self.mailbox} is not kept")
        return Draft(
            original,
            self.changes,
            ReplacePassword(self.password) if self.password else KeepPassword(),
        )

    def is_met(self, edit: PendingChange) -> bool:
        """Whether this edit is for it, whole."""
        same = edit.mailbox_id == self.mailbox and edit.draft.changes == self.changes
        return same and edit.has_password is bool(self.password)


WISHES = (
    Wish(2, {Field.PORT: 1993}, "s3cret-of-two"),
    Wish(37, {Field.SERVER: "imap.agreed.example"}),
    Wish(39, {Field.USER_NAME: "agreed"}),
    Wish(
        0,
        {
            Field.SERVER_TYPE: ServerType.IMAPS,
            Field.ADDRESS: "new@agreed.example",
            Field.USER_NAME: "new",
            Field.SERVER: "imap.agreed.example",
            Field.PORT: 993,
        },
        "s3cret-of-new",
    ),
)
THEIRS: dict[int, dict[str, Any]] = {37: {"server": "imap.theirs.example"}, 39: {"port": 2143}}
"""What another administrator changes meanwhile: one field of ours, and one beside ours."""


def prepare(context: Desk, _say: Say) -> None:
    """An earlier day: the list and the mailboxes were seen, and Keep was proved."""
    context.connect()
    context.work.server_facts.set_keep_behaviour(KeepBehaviour.PROVED)
    context.work.details.load_all(wish.mailbox for wish in WISHES if wish.mailbox)
    known = context.work.last_known
    context.wait(lambda: all(known(wish.mailbox) for wish in WISHES), "the details")


def away(context: Desk, _say: Say) -> None:
    """Without a connection: read, edit, close."""
    context.work.refresh()
    context.wait(lambda: context.work.rows, "the kept list")
    context.settle_store()
    for wish in WISHES:
        edits = context.changes.of_profile(ID)
        if not any(map(wish.is_met, edits)):
            new = [edit.id for edit in edits if edit.mailbox_id == wish.mailbox]
            context.changes.add(context.profile, wish.draft(context), *new[:1])
    context.settle_store()


def back(context: Desk, say: Say) -> None:
    """Connected again: review, send, resolve, until nothing waits."""
    context.connect()
    context.settle_store()
    say({"standing": _standing(context)})
    for _ in range(TRIES):
        if not context.changes.of_profile(ID) and not context.unknown():
            break
        run = context.send()
        say({"sent": {row.queued_save.operation_id: row_state_text(row) for row in run.rows}})
        for row in run.rows:
            _answer(context, row)
    context.settle_store()
    say({"left": len(context.changes.of_profile(ID))})


def _answer(context: Desk, row: QueuedRow) -> None:
    edits = context.changes.of_profile(ID)
    edit = next((edit for edit in edits if edit.operation_id == row.queued_save.operation_id), None)
    if edit is None:
        return
    if isinstance(row.error, Conflict):  # mine is what was agreed
        mine = Draft(row.error.theirs, edit.draft.changes)
        context.changes.add(context.profile, mine, edit.id)
    elif isinstance(row.error, PasswordNotStored):
        wish = next(wish for wish in WISHES if wish.mailbox == edit.mailbox_id)
        again = Draft(edit.draft.original, edit.draft.changes, ReplacePassword(wish.password))
        context.changes.add(context.profile, again, edit.id)
        context.settle_store()
    elif row.is_unknown:
        context.a_minute_passes()


def _standing(context: Desk) -> dict[str, list[str]]:
    """What the journal says of each mailbox before anything more is sent, the newest line first."""
    found: list[list[JournalEntry]] = []
    context.keeping.journal.load(JournalQuery(), found.append)
    context.wait(lambda: found, "the journal")
    told: dict[str, list[str]] = {}
    for entry in found[0]:
        told.setdefault(entry.address, []).append(entry.outcome.name)
    return told


SCENES = {"prepare": prepare, "away": away, "back": back}
