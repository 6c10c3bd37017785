"""The journal in the database of version 0.1.0: every outcome, with its reason as written then."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_app.core.bulk.bulk_run import BulkRunKind, row_operation_id
from desktop_app.core.journal import JournalContext, JournalEntry, PasswordAction, SaveOutcome
from desktop_app.core.mailbox.mailbox import Field, ServerType, UnknownValue, Value
from tests.unit.older_data.edits import RUN_KEYS, SENT_KEY
from tests.unit.older_data.profiles import ACME, BETA

STORED_SETTING = ("journal days", "36500")
"""The name and the value of the one setting in the database."""

_ACCOUNT, _COMPUTER = "kim", "office-7.example.com"
_BEGAN = 1_782_400_000.0
Values = Mapping[Field, Value]
_OLD_PORT: Values = {Field.PORT: 143}
_NEW_PORT: Values = {Field.PORT: 993}


def _context(operation_id: str = "", run_key: str = "") -> JournalContext:
    return JournalContext(ACME.id, ACME.name, "Kim Østen (kim)", operation_id, run_key)


def _saves(
    number: int,
    outcome: SaveOutcome,
    reason: str,
    before: Values = _OLD_PORT,
    after: Values = _NEW_PORT,
    password: PasswordAction = PasswordAction.KEPT,
    context: JournalContext | None = None,
    mailbox_id: int | None = None,
) -> JournalEntry:
    """Return the entry of a finished save that changed the port, unless told otherwise."""
    return JournalEntry(
        context or _context(),
        number if mailbox_id is None else mailbox_id,
        f"box{number}@example.com",
        before,
        after,
        password,
        False,
        0,
        _ACCOUNT,
        _COMPUTER,
        _BEGAN + number,
        _BEGAN + number + 0.75,
        outcome,
        reason,
        number,
    )


def _creates(
    number: int, outcome: SaveOutcome, reason: str, after: Values, ended: float | None
) -> JournalEntry:
    """Return the entry of a save that creates a mailbox; ``ended`` is None while it is open."""
    return JournalEntry(
        JournalContext(BETA.id, BETA.name, "kim@example.com"),
        0 if ended is None else number,
        f"box{number}@example.com",
        {},
        after,
        PasswordAction.NONE,
        True,
        2147483647,
        _ACCOUNT,
        _COMPUTER,
        _BEGAN + number,
        ended,
        outcome,
        reason,
        number,
    )


_RUN = RUN_KEYS[BulkRunKind.EDIT]
ENTRIES = (
    _saves(
        1,
        SaveOutcome.DONE,
        "READ_BACK",
        {Field.SERVER_TYPE: ServerType.IMAP, Field.PORT: UnknownValue('"143"'), Field.SERVER: None},
        {Field.SERVER_TYPE: ServerType.IMAPS, Field.PORT: 993, Field.SERVER: "é.example.com"},
        PasswordAction.REPLACED,
    ),
    _saves(2, SaveOutcome.DONE, "ANSWER_ONLY PORT SERVER"),
    _saves(3, SaveOutcome.DONE, "FOUND_AFTER_LOST_ANSWER", context=_context(SENT_KEY)),
    _saves(4, SaveOutcome.DONE, "NOTHING_TO_SEND"),
    _creates(
        5,
        SaveOutcome.DONE,
        "READ_BACK",
        {
            Field.SERVER_TYPE: ServerType.POP,
            Field.ADDRESS: "box5@example.com",
            Field.USER_NAME: "five",
            Field.SERVER: "pop.example.com",
            Field.PORT: None,
        },
        _BEGAN + 6.5,
    ),
    _saves(6, SaveOutcome.REFUSED, "NoRight: You may not do this."),
    _saves(7, SaveOutcome.REFUSED, "Conflict: PORT, SERVER"),
    _saves(8, SaveOutcome.NOT_SENT, "Unreachable: no route to host"),
    _saves(9, SaveOutcome.NOT_SENT, "MailboxPasswordGone", {}, {}, PasswordAction.REPLACED),
    _saves(10, SaveOutcome.UNKNOWN, "COULD_NOT_LOOK"),
    _saves(11, SaveOutcome.UNKNOWN, "OTHER_VALUES"),
    _saves(12, SaveOutcome.UNKNOWN, "CANNOT_TELL"),
    _saves(13, SaveOutcome.UNKNOWN, "MailboxGone"),
    _saves(14, SaveOutcome.NOT_DONE, "NOT_THERE_YET"),
    _saves(15, SaveOutcome.FOUND_DONE, "READ_BACK"),
    _saves(
        16,
        SaveOutcome.DONE,
        "READ_BACK",
        context=_context(row_operation_id(_RUN, 8), _RUN),
        mailbox_id=8,
    ),
    _saves(
        17,
        SaveOutcome.REFUSED,
        "InvalidFields: The server is not known.",
        context=_context(row_operation_id(_RUN, 9), _RUN),
        mailbox_id=9,
    ),
    _creates(18, SaveOutcome.UNKNOWN, "PROGRAM_ENDED", {Field.ADDRESS: "box18@example.com"}, None),
    _creates(19, SaveOutcome.UNDER_WAY, "", {Field.ADDRESS: "box19@example.com"}, None),
)
"""Oldest first. The last save was never answered, because the program was killed."""
EXPORTED = (*range(1, 17), 19)
"""The ids of the entries that were copied to the administrator's folder."""
