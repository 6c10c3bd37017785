"""Edits that wait, and snapshots: they come back exactly, and without secrets."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

import pytest
from hypothesis import given, settings

from desktop_app.core.mailbox.mailbox import (
    Draft,
    Field,
    KeepBehaviour,
    KeepPassword,
    Mailbox,
    MailLogin,
    ReplacePassword,
    SendSavedPassword,
    UnknownValue,
    Value,
)
from desktop_app.core.mailbox.rights import TableFlag, TableRight
from desktop_app.core.pending_change import PendingChange, needs_password
from desktop_app.core.snapshot import Snapshot, SnapshotRow
from desktop_app.storage.migrations import MIGRATIONS
from desktop_app.storage.pending_changes import PendingChangeStore
from desktop_app.storage.snapshots import SnapshotStore
from tests.unit.core.strategies import mailboxes

BOX = Mailbox(
    5,
    {Field.ADDRESS: "info@example.com", Field.PORT: 70000},
    TableRight(TableFlag.UPDATE, "Update"),
)
LOGIN = MailLogin("imap.example.com", "info")
EDIT = PendingChange(
    17,
    "operation 1",
    "acme",
    Draft(BOX, {Field.PORT: 993, Field.SERVER: UnknownValue("[1]")}, SendSavedPassword(LOGIN)),
    1000.5,
    has_password=True,
)


def test_an_edit_comes_back_exactly(connection: sqlite3.Connection) -> None:
    PendingChangeStore(connection).save(EDIT)
    assert PendingChangeStore(connection).all() == [EDIT]
    without = replace(EDIT, id=18, operation_id="operation 2", draft=Draft(BOX, {Field.PORT: 1}))
    PendingChangeStore(connection).save(without)
    assert PendingChangeStore(connection).all() == [EDIT, without]
    whole = replace(LOGIN, server_type="IMAPS", port="")
    bound = replace(EDIT, draft=replace(EDIT.draft, password=SendSavedPassword(whole)))
    PendingChangeStore(connection).save(bound)
    assert PendingChangeStore(connection).all() == [bound, without]
    PendingChangeStore(connection).delete(17)
    assert PendingChangeStore(connection).all() == [without]


def test_changes_are_counted_by_profile(connection: sqlite3.Connection) -> None:
    store = PendingChangeStore(connection)
    assert store.count_by_profile() == {}
    for number, profile in ((1, "acme"), (2, "acme"), (3, "other")):
        store.save(replace(EDIT, id=number, operation_id=str(number), profile_id=profile))
    assert store.count_by_profile() == {"acme": 2, "other": 1}


def test_a_change_takes_the_place_of_another_in_one_step(connection: sqlite3.Connection) -> None:
    store, again = PendingChangeStore(connection), replace(EDIT, id=18, operation_id="operation 2")
    store.save(EDIT)
    store.save(again, EDIT.id)
    assert store.all() == [again]


def test_a_typed_password_is_refused(connection: sqlite3.Connection) -> None:
    typed = replace(EDIT, draft=Draft(BOX, {}, ReplacePassword("c4nary")))
    with pytest.raises(TypeError):
        PendingChangeStore(connection).save(typed)
    assert PendingChangeStore(connection).all() == []


@settings(max_examples=30)
@given(mailbox=mailboxes())
def test_any_edit_comes_back(mailbox: Mailbox) -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    for step in MIGRATIONS:
        step(connection)
    edit = replace(EDIT, draft=Draft(replace(mailbox, extra=()), mailbox.values, KeepPassword()))
    PendingChangeStore(connection).save(edit)
    assert PendingChangeStore(connection).all() == [edit]
    connection.close()


def test_one_that_cannot_be_read_hides_no_other(connection: sqlite3.Connection) -> None:
    edits = PendingChangeStore(connection)
    for number in (1, 2, 3):
        edits.save(replace(EDIT, id=number, operation_id=f"operation {number}"))
    connection.execute("UPDATE pending SET body = '{}' WHERE number = 2")
    assert [edit.id for edit in edits.all()] == [1, 3]


def test_what_it_is_called() -> None:
    assert EDIT.name == "info@example.com"
    new = Draft(Mailbox(0, {}), {Field.ADDRESS: "new@example.com"})
    assert replace(EDIT, draft=new).name == "new@example.com"


@pytest.mark.parametrize(
    ("draft", "verdict", "needs"),
    [
        (Draft(BOX, {Field.PORT: 1}), KeepBehaviour.UNPROVED, True),
        (Draft(BOX, {Field.PORT: 1}), KeepBehaviour.DESTROYS, True),
        (Draft(BOX, {Field.PORT: 1}), KeepBehaviour.PROVED, False),
        (Draft(BOX, {Field.PORT: 1}, ReplacePassword("x")), KeepBehaviour.UNPROVED, False),
        (Draft(Mailbox(0, {}), {Field.PORT: 1}), KeepBehaviour.UNPROVED, False),
    ],
)
def test_who_needs_a_password(draft: Draft, verdict: KeepBehaviour, needs: bool) -> None:
    assert needs_password(draft, verdict) is needs


ABOUT = Snapshot(0, "acme", "Acme", "before the move", 1000.5, False, 0)
SEEN = [
    SnapshotRow(
        5,
        "info@example.com",
        "Support",
        "Normal",
        {Field.PORT: 2**40, Field.SERVER: UnknownValue("[1]")},
    ),
    SnapshotRow(6, "", values=None),
]


def test_a_snapshot_comes_back_exactly(connection: sqlite3.Connection) -> None:
    snapshots = SnapshotStore(connection)
    number = snapshots.save(ABOUT, SEEN)
    assert snapshots.load_rows(number) == SEEN
    assert snapshots.of_profile("acme") == [replace(ABOUT, id=number, mailbox_count=2)]
    assert snapshots.of_profile("other") == []
    assert len(snapshots.of_profile()) == 1


def test_snapshots_are_named_and_dropped(connection: sqlite3.Connection) -> None:
    snapshots = SnapshotStore(connection)
    first, second = snapshots.save(ABOUT, SEEN), snapshots.save(ABOUT, [])
    snapshots.rename(first, "another name")
    assert [(one.id, one.name) for one in snapshots.of_profile("acme")] == [
        (second, "before the move"),
        (first, "another name"),
    ]
    snapshots.delete(second)
    assert snapshots.load_rows(second) is None
    assert snapshots.save(ABOUT, []) > second


def test_the_one_that_is_taken_by_itself_is_known(connection: sqlite3.Connection) -> None:
    snapshots = SnapshotStore(connection)
    snapshots.save(ABOUT, SEEN)
    assert not snapshots.has_automatic("acme")
    snapshots.save(replace(ABOUT, is_automatic=True), SEEN)
    assert snapshots.has_automatic("acme")
    assert not snapshots.has_automatic("other")


@pytest.mark.parametrize("body", [b"", b"nothing packed", b"x\x9c\x03\x00\x00\x00\x00\x01"])
def test_a_snapshot_that_cannot_be_read_is_no_empty_one(
    connection: sqlite3.Connection, body: bytes
) -> None:
    snapshots = SnapshotStore(connection)
    number = snapshots.save(ABOUT, SEEN)
    connection.execute("UPDATE snapshot SET body = ?", (body,))
    assert snapshots.load_rows(number) is None


def test_ten_thousand_mailboxes_are_no_great_file(connection: sqlite3.Connection) -> None:
    values: dict[Field, Value] = {Field.SERVER: "imap.example.com", Field.PORT: 993}
    many = [
        SnapshotRow(n, f"box{n}@example.com", "Support", "Normal", values) for n in range(10_000)
    ]
    number = SnapshotStore(connection).save(ABOUT, many)
    (size,) = connection.execute("SELECT length(body) FROM snapshot").fetchone()
    assert size < 300_000
    assert SnapshotStore(connection).load_rows(number) == many
