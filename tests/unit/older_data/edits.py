"""Edits that were not saved yet, and bulk runs, in the database of version 0.1.0."""

from __future__ import annotations

from dataclasses import replace

from desktop_app.core.bulk.bulk_run import BulkRun, BulkRunKind
from desktop_app.core.mailbox.mailbox import (
    Draft,
    Field,
    Mailbox,
    MailLogin,
    SendSavedPassword,
    ServerType,
    UnknownValue,
)
from desktop_app.core.pending_change import PendingChange
from desktop_app.core.saved_draft import SavedDraft
from tests.unit.older_data.mailboxes import BILLS, DEFAULT, EIGHT, INFO, NINE, SOREN, STRANGE
from tests.unit.older_data.profiles import ACME, BETA

DRAFTS: dict[str, tuple[Draft, ...]] = {
    ACME.id: (
        Draft(INFO, {Field.PORT: 143, Field.SERVER_TYPE: ServerType.IMAP}),
        Draft(STRANGE, {Field.ADDRESS: "seven@example.com", Field.PORT: None}),
        Draft(
            DEFAULT,
            {
                Field.SERVER_TYPE: ServerType.POPS,
                Field.ADDRESS: "Ærlig <new@example.com>",
                Field.USER_NAME: "new",
                Field.SERVER: "pop.example.com",
                Field.PORT: UnknownValue('"99x"'),
            },
        ),
    ),
    BETA.id: (Draft(Mailbox(1, {Field.PORT: 1}), {Field.PORT: 2}),),
}
DRAFT_TIMES = {ACME.id: (1_782_100_000.0, 1_782_100_001.5, 1_782_100_002.0), BETA.id: (0.5,)}


def saved_draft(draft: Draft, seconds: float) -> SavedDraft:
    """A draft as it is read again: only what it changes, and when it was written down."""
    original = {which: draft.original.values.get(which) for which in draft.changes}
    name = draft.original.text(Field.ADDRESS)
    return SavedDraft(draft.original.id, name, original, draft.changes, seconds)


SENT_KEY = "30000000-0000-4000-8000-000000000001"
"""The journal knows that the change with this key was saved: the program was killed then."""
PENDING = (
    PendingChange(
        1_782_200_000_001,
        SENT_KEY,
        ACME.id,
        Draft(BILLS, {Field.PORT: 995}),
        1_782_200_000.0,
    ),
    PendingChange(
        1_782_200_000_002,
        "30000000-0000-4000-8000-000000000002",
        ACME.id,
        Draft(INFO, {Field.PORT: 1993, Field.SERVER: "new.example.com"}),
        1_782_200_001.0,
    ),
    PendingChange(
        1_782_200_000_003,
        "30000000-0000-4000-8000-000000000003",
        ACME.id,
        Draft(
            SOREN,
            {Field.USER_NAME: "soren"},
            SendSavedPassword(MailLogin("imap.example.com", "soren")),
        ),
        1_782_200_002.0,
        has_password=True,
    ),
    PendingChange(
        1_782_200_000_004,
        "30000000-0000-4000-8000-000000000004",
        ACME.id,
        Draft(
            DEFAULT,
            {
                Field.SERVER_TYPE: ServerType.IMAPS,
                Field.ADDRESS: "made@example.com",
                Field.USER_NAME: "made",
                Field.SERVER: "imap.example.com",
                Field.PORT: 993,
            },
            SendSavedPassword(MailLogin("imap.example.com", "made")),
        ),
        1_782_200_003.0,
        has_password=True,
    ),
    PendingChange(
        1_782_200_000_005,
        "30000000-0000-4000-8000-000000000005",
        BETA.id,
        Draft(Mailbox(1, {Field.PORT: UnknownValue('"1"')}), {Field.PORT: 1}),
        1_782_200_004.0,
    ),
)


def _bare(mailbox: Mailbox) -> Mailbox:
    """A mailbox without rights: a bulk run does not store them."""
    return replace(mailbox, table_right=None, field_rights={})


RUN_KEYS = {
    BulkRunKind.EDIT: "40000000-0000-4000-8000-000000000001",
    BulkRunKind.PASSWORDS: "40000000-0000-4000-8000-000000000002",
    BulkRunKind.UNDO: "40000000-0000-4000-8000-000000000003",
}
RUNS = (
    BulkRun(
        RUN_KEYS[BulkRunKind.EDIT],
        BulkRunKind.EDIT,
        ACME.id,
        1_782_300_000.0,
        (
            Draft(_bare(EIGHT), {Field.SERVER: "new.example.com"}),
            Draft(
                _bare(NINE),
                {Field.SERVER: "new.example.com", Field.SERVER_TYPE: ServerType.IMAPS},
                SendSavedPassword(MailLogin("new.example.com", "9")),
            ),
        ),
    ),
    BulkRun(
        RUN_KEYS[BulkRunKind.PASSWORDS],
        BulkRunKind.PASSWORDS,
        ACME.id,
        1_782_300_001.0,
        (Draft(_bare(EIGHT), {}), Draft(_bare(NINE), {})),
        frozenset({8, 9}),
    ),
    BulkRun(
        RUN_KEYS[BulkRunKind.UNDO],
        BulkRunKind.UNDO,
        ACME.id,
        1_782_300_002.0,
        (Draft(_bare(EIGHT), {Field.SERVER: None}),),
    ),
)
