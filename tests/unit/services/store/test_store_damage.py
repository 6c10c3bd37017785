"""The store under a disk that rots: what is damaged is set aside and told, and nothing else.

Whatever was in it, no call ends in anything but its value or StoreUnavailable; journal lines that
can be read are carried over, and none is lost without a word.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

from desktop_app.core.errors import AlreadySent, StoreUnavailable
from desktop_app.core.journal import (
    JournalContext,
    JournalEntry,
    JournalQuery,
    PasswordAction,
    SaveOutcome,
)
from desktop_app.core.mailbox.mailbox import Draft, Field, KeepBehaviour, Mailbox
from desktop_app.core.mailbox_list.listing import CachedDetail, ListedMailbox
from desktop_app.core.pending_change import PendingChange
from desktop_app.core.snapshot import Snapshot, SnapshotRow
from desktop_app.services.store.local_store import LocalStore
from desktop_app.storage.database import FILE_NAME

ACME = "acme"
LINES = 40
BOX = Mailbox(5, {Field.ADDRESS: "info@example.com", Field.PORT: 143})


def line(number: int) -> JournalEntry:
    values = {Field.SERVER: f"imap{number}.example.com"}
    case = JournalContext(ACME, "Acme", "Kim", f"operation {number}")
    return JournalEntry(case, number, f"box{number}@example.com", {}, values, PasswordAction.KEPT)


def fill(store: LocalStore) -> None:
    """Something of everything."""
    for number in range(LINES):
        store.journal.finish(store.journal.start(line(number)), SaveOutcome.DONE)
    rows = [ListedMailbox(n, f"box{n}@example.com", "Sales", "High") for n in range(1, 1200)]
    store.cached_lists.save(ACME, rows, 1000.0)
    store.cached_details.save(ACME, [CachedDetail(BOX, 1000.0)])
    draft = Draft(BOX, {Field.PORT: 993})
    store.drafts.save(ACME, draft)
    store.server_facts.set_keep_behaviour(ACME, "11", KeepBehaviour.PROVED)
    store.pending_changes.save(PendingChange(1, str(uuid4()), ACME, draft, 1000.0))
    about = Snapshot(0, ACME, "Acme", "Before", 1000.0, True, 1)
    store.snapshots.save(about, [SnapshotRow(5, "info@example.com", "", "", dict(BOX.values))])


READS: tuple[Callable[[LocalStore], object], ...] = (
    lambda store: store.cached_lists.of_profile(ACME),
    lambda store: store.cached_details.of_profile(ACME),
    lambda store: store.drafts.of_profile(ACME),
    lambda store: store.server_facts.keep_behaviour(ACME, "11"),
    lambda store: store.pending_changes.all(),
    lambda store: store.saved_passwords.confirmed(),
    lambda store: [store.snapshots.load_rows(one.id) for one in store.snapshots.of_profile()],
    lambda store: store.journal.with_unknown_outcome(ACME),
    lambda store: store.journal.of_operation("operation 3"),
    lambda store: store.journal.not_exported(),
)


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a store that holds something of everything."""
    folder = tmp_path_factory.mktemp("good")
    store = LocalStore(folder, lambda _aside: None)
    store.run(fill)
    store.close()
    return (folder / FILE_NAME).read_bytes()


def damages(good: bytes, seed: int, count: int) -> Iterator[bytes]:
    """Flipped bits, bytes, pages; cut anywhere; zeros."""
    chance = random.Random(seed)
    for _ in range(count):
        body, kind = bytearray(good), chance.randrange(5)
        place = chance.randrange(len(body))
        if kind == 0:
            body[place] ^= 1 << chance.randrange(8)
        elif kind == 1:
            for _ in range(chance.randrange(1, 200)):
                body[chance.randrange(len(body))] = chance.randrange(256)
        elif kind == 2:
            body = body[:place]
        elif kind == 3:
            page = place // 4096 * 4096
            body[page : page + 4096] = bytes(4096)
        else:
            body[place : place + 64] = chance.randbytes(64)
        yield bytes(body)


def used(folder: Path, told: list[Path]) -> int | None:
    """Use everything once; how many lines the journal has, or None if nothing can be kept."""
    try:
        store = LocalStore(folder, told.append)
    except StoreUnavailable:
        return None
    with closing(store):
        try:
            for read in READS:
                store.run(read)
            number = store.run(lambda one: one.journal.start(line(LINES + 1)))
            store.run(lambda one: one.journal.finish(number, SaveOutcome.DONE))
            return len(store.run(lambda one: one.journal.find(JournalQuery()))) - 1
        except (StoreUnavailable, AlreadySent):
            return None


def test_whatever_is_damaged_is_reported(good: bytes, tmp_path: Path) -> None:
    silent: list[int] = []
    for number, body in enumerate(damages(good, seed=7, count=120)):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / FILE_NAME).write_bytes(body)
        told: list[Path] = []
        count = used(folder, told)
        assert all(aside.exists() for aside in told)
        if count is not None and not told and count != LINES:
            silent.append(number)
    assert silent == []


def opened(folder: Path, told: list[Path] | None = None) -> LocalStore:
    return LocalStore(folder, (told if told is not None else []).append)


def lines_of(store: LocalStore) -> list[JournalEntry]:
    return store.run(lambda one: one.journal.find(JournalQuery()))


@pytest.fixture
def folder(good: bytes, tmp_path: Path) -> Path:
    (tmp_path / FILE_NAME).write_bytes(good)
    return tmp_path


def spoil(folder: Path, statement: str) -> None:
    with closing(sqlite3.connect(folder / FILE_NAME)) as other, other:
        other.execute("PRAGMA writable_schema = ON")
        other.execute(statement)


def wreck_page_of(folder: Path, table: str) -> bytes:
    """Damage the table's first page, and nothing else."""
    with closing(sqlite3.connect(folder / FILE_NAME)) as other:
        query = "SELECT rootpage FROM sqlite_master WHERE name = ?"
        (page,) = other.execute(query, (table,)).fetchone()
    body = bytearray((folder / FILE_NAME).read_bytes())
    body[(page - 1) * 4096 : (page - 1) * 4096 + 8] = b"\xff" * 8
    (folder / FILE_NAME).write_bytes(body)
    return bytes(body)


def test_what_can_be_read_is_carried_over(folder: Path) -> None:
    damaged, told = wreck_page_of(folder, "list_page"), list[Path]()
    with closing(opened(folder, told)) as store:
        assert store.run(lambda one: one.cached_lists.of_profile(ACME)) is None
        (aside,) = told
        assert aside.read_bytes() == damaged
        assert [entry.mailbox_id for entry in lines_of(store)] == list(range(LINES))[::-1]
        assert len(store.run(lambda one: one.pending_changes.all())) == 1
        assert len(store.run(lambda one: one.drafts.of_profile(ACME))) == 1
        assert (
            store.run(lambda one: one.server_facts.keep_behaviour(ACME, "11"))
            is KeepBehaviour.PROVED
        )
        assert store.run(lambda one: one.snapshots.load_rows(1)) is not None
        with pytest.raises(AlreadySent):
            store.run(lambda one: one.journal.start(line(3)))


def test_without_the_whole_journal_nothing_waits_to_be_sent_again(folder: Path) -> None:
    wreck_page_of(folder, "journal")
    told: list[Path] = []
    with closing(opened(folder, told)) as store:
        assert lines_of(store) == []
        assert len(told) == 1
        assert store.run(lambda one: one.pending_changes.all()) == []
        assert len(store.run(lambda one: one.drafts.of_profile(ACME))) == 1


def test_text_that_is_none_is_damage_and_the_line_is_kept(folder: Path) -> None:
    spoil(folder, "UPDATE journal SET address = CAST(X'62FF78' AS TEXT) WHERE id = 3")
    told: list[Path] = []
    with closing(opened(folder, told)) as store:
        found = lines_of(store)
        assert len(told) == 1
        assert len(found) == LINES
        assert found[-3].address == "b�x"


@pytest.mark.parametrize("column", ["address", "account", "body", "why", "at", "ended_at"])
@pytest.mark.parametrize("value", [b"\xff", "[" * 50_000, 1e300, float("-inf"), "9" * 5000])
def test_a_value_of_another_kind_hides_no_line(folder: Path, column: str, value: object) -> None:
    with closing(sqlite3.connect(folder / FILE_NAME)) as other, other:
        other.execute(f"UPDATE journal SET {column} = ? WHERE id = 3", (value,))
    with closing(opened(folder)) as store:
        found = lines_of(store)
        assert len(found) == LINES
        moments = [entry.ended_at or 0.0 for entry in found] + [entry.started_at for entry in found]
        assert all(datetime.fromtimestamp(moment, UTC) for moment in moments)
        assert len(store.run(lambda one: one.journal.find(JournalQuery(text="box3@")))) in (0, 1)


@pytest.mark.parametrize("table", ["draft", "detail", "rights", "pending"])
def test_a_body_that_is_nested_without_end_is_left_out(folder: Path, table: str) -> None:
    with closing(sqlite3.connect(folder / FILE_NAME)) as other, other:
        other.execute(f"UPDATE {table} SET body = ?", ("[" * 50_000,))
    with closing(opened(folder)) as store:
        for read in READS:
            store.run(read)
        assert len(lines_of(store)) == LINES


@pytest.mark.parametrize(
    "statement",
    [
        "PRAGMA user_version = 3",
        "PRAGMA user_version = -1",
        "UPDATE sqlite_master SET sql = replace(sql, 'outcome', 'outcomf') WHERE name = 'journal'",
        "DROP TABLE pending",
    ],
)
def test_a_file_that_is_not_what_its_version_says_is_set_aside(
    folder: Path, statement: str
) -> None:
    spoil(folder, statement)
    told: list[Path] = []
    with closing(opened(folder, told)) as store:
        assert store.run(lambda one: one.journal.start(line(LINES))) > 0
        assert len(told) == 1


@pytest.mark.parametrize("end", ["-journal", "-wal"])
def test_what_sqlite_left_beside_another_file_is_not_played_into_the_new_one(
    folder: Path, end: str
) -> None:
    (folder / FILE_NAME).write_bytes(b"no database")
    (folder / f"{FILE_NAME}{end}").write_bytes(b"left behind")
    told: list[Path] = []
    with closing(opened(folder, told)) as store:
        assert len(told) == 1
        store.run(lambda one: one.journal.start(line(1)))
        assert not (folder / f"{FILE_NAME}{end}").exists()


def test_a_journal_of_a_file_that_was_deleted_is_not_played_into_a_new_one(folder: Path) -> None:
    hot = b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"
    (folder / f"{FILE_NAME}-journal").write_bytes(hot)
    (folder / FILE_NAME).unlink()
    with closing(opened(folder)) as store:
        assert lines_of(store) == []
    assert (folder / f"{FILE_NAME}.lost-journal").read_bytes() == hot


def test_two_programs_lose_no_line_and_mix_no_list(folder: Path) -> None:
    with closing(opened(folder)) as one, closing(opened(folder)) as other:
        for number in range(100, 120):
            store = one if number % 2 else other
            store.run(lambda each, n=number: each.journal.start(line(n)))  # type: ignore[misc]
        assert len(lines_of(one)) == LINES + 20
        old = [ListedMailbox(n, "old") for n in range(1200)]
        new = [ListedMailbox(n, "new") for n in range(1200)]
        one.run(lambda each: each.cached_lists.save(ACME, old, 1.0))
        other.run(lambda each: each.cached_lists.save(ACME, new, 2.0))
        assert one.run(lambda each: each.cached_lists.save(ACME, old, 3.0)) == 3
        kept = other.run(lambda each: each.cached_lists.of_profile(ACME))
        assert kept is not None
        assert list(kept.rows) == old


def test_an_outcome_that_could_not_be_written_is_written_later(folder: Path) -> None:
    with closing(opened(folder)) as store:
        number = store.run(lambda one: one.journal.start(line(LINES)))
        with closing(sqlite3.connect(folder / FILE_NAME, isolation_level=None)) as other:
            store.run(lambda one: one.journal._connection.execute("PRAGMA busy_timeout = 1"))
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(StoreUnavailable):
                store.run(lambda one: one.journal.finish(number, SaveOutcome.DONE, "READ_BACK", 7))
            with pytest.raises(StoreUnavailable):
                store.run(lambda one: one.journal.add(line(77)))
            with pytest.raises(StoreUnavailable):
                store.run(lambda one: one.journal.start(line(78)))
            assert lines_of(store)[0].outcome is SaveOutcome.UNDER_WAY
            other.execute("ROLLBACK")
        refused, done, *_ = lines_of(store)
        assert (done.outcome, done.reason) == (SaveOutcome.DONE, "READ_BACK")
        assert refused.mailbox_id == 77
        assert len(lines_of(store)) == LINES + 2
