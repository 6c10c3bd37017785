"""Runs of many saves in the store: exact, bounded, and without what was typed."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

from hypothesis import given, settings

from desktop_app.core.bulk.bulk_run import BulkRun, BulkRunKind, undo_drafts
from desktop_app.core.journal import JournalContext, JournalEntry, PasswordAction, SaveOutcome
from desktop_app.core.mailbox.mailbox import (
    Draft,
    Field,
    KeepPassword,
    Mailbox,
    MailLogin,
    ReplacePassword,
    SendSavedPassword,
)
from desktop_app.storage.bulk_runs import MAX_RUNS, BulkRunStore
from desktop_app.storage.migrations import MIGRATIONS
from tests.unit.core.strategies import mailboxes

LOGIN = MailLogin("imap.example.com", "info", "IMAPS", "993")
BOX = Mailbox(5, {Field.ADDRESS: "info@example.com", Field.PORT: 143})
OTHER = Mailbox(6, {Field.ADDRESS: "b@example.com", Field.PORT: 143})
DRAFTS = (
    Draft(BOX, {Field.PORT: 993}, ReplacePassword("c4nary-7")),
    Draft(OTHER, {Field.PORT: 993}, SendSavedPassword(LOGIN)),
)
BATCH = BulkRun.of("k", BulkRunKind.EDIT, "acme", 1000.0, DRAFTS)


def test_a_record_holds_no_typed_password() -> None:
    assert BATCH.typed_ids == {5}
    assert "c4nary" not in repr(BATCH)
    assert [draft.password for draft in BATCH.drafts] == [KeepPassword(), SendSavedPassword(LOGIN)]


def test_it_comes_back_exactly(connection: sqlite3.Connection) -> None:
    BulkRunStore(connection).save(BATCH)
    assert BulkRunStore(connection).of_profile("acme") == [BATCH]
    assert BulkRunStore(connection).of_profile("other") == []
    dump = "\n".join(connection.iterdump())
    assert "c4nary" not in dump


def test_one_that_goes_on_keeps_what_it_set_out_to_do(connection: sqlite3.Connection) -> None:
    store = BulkRunStore(connection)
    store.save(BATCH)
    rest = BulkRun.of(
        "k", BulkRunKind.EDIT, "acme", 2000.0, [replace(DRAFTS[1], password=KeepPassword())]
    )
    store.save(rest)
    (kept,) = store.of_profile("acme")
    assert [draft.original.id for draft in kept.drafts] == [5, 6]
    assert kept.made_at == 1000.0
    assert kept.typed_ids == {5}


def test_old_runs_go(connection: sqlite3.Connection) -> None:
    store = BulkRunStore(connection)
    for number in range(MAX_RUNS + 3):
        store.save(replace(BATCH, key=f"k{number}", made_at=float(number)))
    kept = store.of_profile("acme")
    assert len(kept) == MAX_RUNS
    assert kept[0].key == f"k{MAX_RUNS + 2}"
    store.delete_profile("acme")
    assert store.of_profile("acme") == []


def test_what_others_wrote_is_left_out(connection: sqlite3.Connection) -> None:
    store = BulkRunStore(connection)
    store.save(BATCH)
    for number, body in enumerate(("{", "[[]]", '[[1,"x",{},null,false]]', "[1]", "null")):
        connection.execute(
            "INSERT INTO batch VALUES (?, 'acme', 'edit', 1, ?)", (f"bad {number}", body)
        )
    assert store.of_profile("acme") == [BATCH]


@settings(max_examples=25)
@given(mailboxes())
def test_any_mailbox_comes_back(mailbox: Mailbox) -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    for step in MIGRATIONS:
        step(connection)
    BulkRunStore(connection).save(
        BulkRun.of("k", BulkRunKind.UNDO, "acme", 1.0, [Draft(mailbox, {Field.PORT: 1})])
    )
    (kept,) = BulkRunStore(connection).of_profile("acme")
    assert kept.drafts[0].original.values == mailbox.values


def line(number: int, outcome: SaveOutcome, before: int = 143, after: int = 993) -> JournalEntry:
    return JournalEntry(
        JournalContext("acme", "Acme", bulk_run_key="k"),
        number,
        f"m{number}@example.com",
        {Field.PORT: before},
        {Field.PORT: after},
        PasswordAction.KEPT,
        outcome=outcome,
    )


def test_undoing_restores_what_was_saved_and_starts_from_what_was_left() -> None:
    lines = [
        line(1, SaveOutcome.DONE),
        line(2, SaveOutcome.REFUSED),
        line(3, SaveOutcome.FOUND_DONE),
    ]
    drafts = undo_drafts([*lines, line(4, SaveOutcome.UNKNOWN)])
    assert [draft.original.id for draft in drafts] == [3, 1]
    assert dict(drafts[0].changes) == {Field.PORT: 143}
    assert drafts[0].original.values[Field.PORT] == 993
