"""Runs of many saves in the store: exact, bounded, and without what was typed."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

from hypothesis import given, settings

from desktop_app.core.bulk.bulk_run import Batch, BatchKind, undoing
from desktop_app.core.journal import Case, Entry, Outcome, PasswordDeed
from desktop_app.core.mailbox.mailbox import (
    Draft,
    Field,
    Keep,
    Mailbox,
    MailLogin,
    Replace,
    SendKept,
)
from desktop_app.storage.bulk_runs import MOST, Batches
from desktop_app.storage.migrations import STEPS
from tests.unit.core.strategies import mailboxes

LOGIN = MailLogin("imap.example.com", "info")
BOX = Mailbox(5, {Field.ADDRESS: "info@example.com", Field.PORT: 143})
OTHER = Mailbox(6, {Field.ADDRESS: "b@example.com", Field.PORT: 143})
DRAFTS = (
    Draft(BOX, {Field.PORT: 993}, Replace("c4nary-7")),
    Draft(OTHER, {Field.PORT: 993}, SendKept(LOGIN)),
)
BATCH = Batch.of("k", BatchKind.EDIT, "acme", 1000.0, DRAFTS)


def test_a_record_holds_no_typed_password() -> None:
    assert BATCH.typed == {5}
    assert "c4nary" not in repr(BATCH)
    assert [draft.password for draft in BATCH.drafts] == [Keep(), SendKept(LOGIN)]


def test_it_comes_back_exactly(connection: sqlite3.Connection) -> None:
    Batches(connection).keep(BATCH)
    assert Batches(connection).of_profile("acme") == [BATCH]
    assert Batches(connection).of_profile("other") == []
    dump = "\n".join(connection.iterdump())
    assert "c4nary" not in dump


def test_one_that_goes_on_keeps_what_it_set_out_to_do(connection: sqlite3.Connection) -> None:
    store = Batches(connection)
    store.keep(BATCH)
    rest = Batch.of("k", BatchKind.EDIT, "acme", 2000.0, [replace(DRAFTS[1], password=Keep())])
    store.keep(rest)
    (kept,) = store.of_profile("acme")
    assert [draft.original.id for draft in kept.drafts] == [5, 6]
    assert kept.made_at == 1000.0
    assert kept.typed == {5}


def test_old_runs_go(connection: sqlite3.Connection) -> None:
    store = Batches(connection)
    for number in range(MOST + 3):
        store.keep(replace(BATCH, key=f"k{number}", made_at=float(number)))
    kept = store.of_profile("acme")
    assert len(kept) == MOST
    assert kept[0].key == f"k{MOST + 2}"
    store.forget("acme")
    assert store.of_profile("acme") == []


def test_what_others_wrote_is_left_out(connection: sqlite3.Connection) -> None:
    store = Batches(connection)
    store.keep(BATCH)
    for number, body in enumerate(("{", "[[]]", '[[1,"x",{},null,false]]', "[1]", "null")):
        connection.execute(
            "INSERT INTO batch VALUES (?, 'acme', 'edit', 1, ?)", (f"bad {number}", body)
        )
    assert store.of_profile("acme") == [BATCH]


@settings(max_examples=25)
@given(mailboxes())
def test_any_mailbox_comes_back(mailbox: Mailbox) -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    for step in STEPS:
        step(connection)
    Batches(connection).keep(
        Batch.of("k", BatchKind.UNDO, "acme", 1.0, [Draft(mailbox, {Field.PORT: 1})])
    )
    (kept,) = Batches(connection).of_profile("acme")
    assert kept.drafts[0].original.values == mailbox.values


def line(number: int, outcome: Outcome, before: int = 143, after: int = 993) -> Entry:
    return Entry(
        Case("acme", "Acme", batch="k"),
        number,
        f"m{number}@example.com",
        {Field.PORT: before},
        {Field.PORT: after},
        PasswordDeed.KEPT,
        outcome=outcome,
    )


def test_undoing_restores_what_was_saved_and_starts_from_what_was_left() -> None:
    lines = [line(1, Outcome.DONE), line(2, Outcome.REFUSED), line(3, Outcome.FOUND_DONE)]
    drafts = undoing([*lines, line(4, Outcome.UNKNOWN)])
    assert [draft.original.id for draft in drafts] == [3, 1]
    assert dict(drafts[0].changes) == {Field.PORT: 143}
    assert drafts[0].original.values[Field.PORT] == 993
