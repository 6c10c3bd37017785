"""Snapshots in the store: what was saved after an automatic one is found, by time."""

from __future__ import annotations

import sqlite3

import pytest

from desktop_app.core.bulk.bulk_run import BulkRun, BulkRunKind
from desktop_app.core.journal import JournalContext, JournalEntry, PasswordAction
from desktop_app.core.mailbox.mailbox import Draft, Field, Mailbox
from desktop_app.core.snapshot import SavesAfterSnapshot, Snapshot
from desktop_app.storage.bulk_runs import BulkRunStore
from desktop_app.storage.journal import JournalStore
from desktop_app.storage.snapshots import RUN_SECONDS, SAVE_SECONDS, SnapshotStore

AT = 1000.0
SNAPSHOT = Snapshot(0, "acme", "Acme", "", AT, is_automatic=True, mailbox_count=0)


def run_of(count: int, made_at: float, profile_id: str = "acme") -> BulkRun:
    drafts = [Draft(Mailbox(n, {Field.PORT: 143}), {Field.PORT: 993}) for n in range(count)]
    return BulkRun.of(f"run at {made_at}", BulkRunKind.EDIT, profile_id, made_at, drafts)


def entry(at: float, run_key: str = "", mailbox_id: int = 5) -> JournalEntry:
    context = JournalContext("acme", "Acme", bulk_run_key=run_key)
    values = {Field.PORT: 993}
    return JournalEntry(
        *(context, mailbox_id, "info@example.com", {}, values, PasswordAction.KEPT),
        started_at=at,
    )


def saves_after(connection: sqlite3.Connection) -> SavesAfterSnapshot | None:
    """Keep the snapshot, and return what is said of it."""
    store = SnapshotStore(connection)
    store.save(SNAPSHOT, [])
    (kept,) = store.of_profile("acme")
    return kept.saves_after


def test_one_before_a_bulk_run_knows_its_mailboxes(connection: sqlite3.Connection) -> None:
    for run in (run_of(3, AT - 2.0), run_of(12, AT - 0.1), run_of(1, AT, "other")):
        BulkRunStore(connection).save(run)
    JournalStore(connection).start(entry(AT + 1.0))
    assert saves_after(connection) == SavesAfterSnapshot(mailbox_count=12)


def test_one_before_a_run_that_is_forgotten_finds_the_run_in_the_journal(
    connection: sqlite3.Connection,
) -> None:
    for number in (5, 6, 5):
        JournalStore(connection).start(entry(AT + 1.0, "a run", number))
    assert saves_after(connection) == SavesAfterSnapshot(mailbox_count=2)


def test_one_before_a_save_knows_its_mailbox(connection: sqlite3.Connection) -> None:
    for at in (AT - 5.0, AT + 1.0):
        JournalStore(connection).start(entry(at))
    assert saves_after(connection) == SavesAfterSnapshot(address="info@example.com")


@pytest.mark.parametrize(
    ("made_at", "saved_at"),
    [(AT - RUN_SECONDS - 1.0, AT - 1.0), (AT + 1.0, AT + SAVE_SECONDS + 1.0)],
)
def test_what_was_saved_at_another_time_is_not_told(
    connection: sqlite3.Connection, made_at: float, saved_at: float
) -> None:
    BulkRunStore(connection).save(run_of(3, made_at))
    JournalStore(connection).start(entry(saved_at))
    assert saves_after(connection) is None


def test_a_damaged_run_is_passed_over(connection: sqlite3.Connection) -> None:
    BulkRunStore(connection).save(run_of(3, AT))
    connection.execute("UPDATE batch SET body = '{not json'")
    assert saves_after(connection) is None
