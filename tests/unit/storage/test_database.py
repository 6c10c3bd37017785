"""The store's file: its versions, its damages, and what a kill leaves of it."""

from __future__ import annotations

import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.core.mailbox.mailbox import Draft, Field, Mailbox, MailLogin
from desktop_app.core.mailbox_list.listing import CachedList
from desktop_app.core.pending_change import PendingChange
from desktop_app.core.secrets.saved_password import SavedPassword
from desktop_app.core.secrets.secret import SecretName, StorageKind
from desktop_app.storage.bulk_runs import BulkRunStore
from desktop_app.storage.cached_lists import CachedListStore
from desktop_app.storage.database import FILE_NAME, DatabaseUnavailable, open_database
from desktop_app.storage.drafts import DraftStore
from desktop_app.storage.journal import JournalStore
from desktop_app.storage.mail_checks import MailCheckStore
from desktop_app.storage.migrations import MIGRATIONS
from desktop_app.storage.pending_changes import PendingChangeStore
from desktop_app.storage.saved_passwords import SavedPasswordStore
from desktop_app.storage.server_facts import ServerFactStore
from desktop_app.storage.snapshots import SnapshotStore

DRAFT = Draft(Mailbox(5, {Field.PORT: 143}), {Field.PORT: 993})


def made_by(version: int, folder: Path) -> sqlite3.Connection:
    """A file as a program of that version left it."""
    old = sqlite3.connect(folder / FILE_NAME, isolation_level=None)
    for step in MIGRATIONS[:version]:
        step(old)
    old.execute(f"PRAGMA user_version = {version}")
    return old


@pytest.mark.parametrize(
    "damage", [b"", b"this is no database" * 100, b"SQLite format 3\0" + b"x" * 5000]
)
def test_a_damaged_file_is_set_aside_and_said_to_be(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(damage)
    opened = open_database(tmp_path)
    assert DraftStore(opened.connection).of_profile("acme") == []
    (aside,) = tmp_path.glob(f"{FILE_NAME}.corrupt-*")
    assert opened.damaged_copy == aside
    assert aside.read_bytes() == damage
    opened.connection.close()


def test_a_file_of_another_program_is_set_aside(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / FILE_NAME)
    other.execute("CREATE TABLE draft (x)")
    other.close()
    opened = open_database(tmp_path)
    assert opened.damaged_copy is not None
    opened.connection.close()


def test_a_new_file_is_reported_by_nobody(tmp_path: Path) -> None:
    (tmp_path / f"{FILE_NAME}.new").write_bytes(b"the program was killed while it made one")
    opened = open_database(tmp_path)
    assert opened.damaged_copy is None
    assert stat.S_IMODE((tmp_path / FILE_NAME).stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == [FILE_NAME]
    opened.connection.close()


def test_a_commit_is_on_the_disk_when_it_returns(tmp_path: Path) -> None:
    connection = open_database(tmp_path).connection
    (level,) = connection.execute("PRAGMA synchronous").fetchone()
    assert level == 3, "EXTRA: the folder is synced too"
    connection.close()


def test_a_file_of_a_newer_program_is_left_alone(tmp_path: Path) -> None:
    connection = open_database(tmp_path).connection
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = (tmp_path / FILE_NAME).read_bytes()
    with pytest.raises(DatabaseUnavailable, match="newer"):
        open_database(tmp_path)
    assert (tmp_path / FILE_NAME).read_bytes() == before


def test_a_folder_that_cannot_be_made_is_an_error_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(DatabaseUnavailable):
        open_database(tmp_path / "file" / "folder")


def test_a_file_of_version_1_keeps_what_it_holds(tmp_path: Path) -> None:
    with closing(made_by(1, tmp_path)) as old:
        DraftStore(old).save("acme", DRAFT)
    with closing(open_database(tmp_path).connection) as connection:
        assert len(DraftStore(connection).of_profile("acme")) == 1
        assert not ServerFactStore(connection).has_saved("acme")


def test_a_file_of_version_2_keeps_what_it_holds(tmp_path: Path) -> None:
    with closing(made_by(2, tmp_path)) as old:
        ServerFactStore(old).mark_saved("acme")
        DraftStore(old).save("acme", DRAFT)
    with closing(open_database(tmp_path).connection) as connection:
        assert ServerFactStore(connection).has_saved("acme")
        assert len(DraftStore(connection).of_profile("acme")) == 1
        assert SavedPasswordStore(connection).confirmed() == []


KEPT = SavedPassword(
    "acme",
    5,
    SecretName.MAILBOX_PASSWORD,
    StorageKind.KEYRING,
    "https://crm.example",
    MailLogin("imap.example.com", "info"),
)

KEPT_BEFORE_VERSION_11 = (
    "INSERT INTO kept_password VALUES"
    " ('acme', ?, 5, ?, 'https://crm.example', 'imap.example.com', 'info', 1, 0.0)"
)


def test_a_file_of_version_3_keeps_what_it_holds(tmp_path: Path) -> None:
    with closing(made_by(3, tmp_path)) as old:
        old.execute(KEPT_BEFORE_VERSION_11, (KEPT.name.value, KEPT.storage.value))
    with closing(open_database(tmp_path).connection) as connection:
        assert SavedPasswordStore(connection).confirmed() == [KEPT]
        assert CachedListStore(connection).of_profile("acme") is None


def test_a_file_of_version_4_keeps_what_it_holds(tmp_path: Path) -> None:
    with closing(made_by(4, tmp_path)) as old:
        old.execute("INSERT INTO listing VALUES ('acme', 1000.0, 0, 0)")
    with closing(open_database(tmp_path).connection) as connection:
        kept = CachedListStore(connection).of_profile("acme")
        assert kept is not None
        assert kept.loaded_at == 1000.0
        assert JournalStore(connection).with_unknown_outcome("acme") == []


def test_a_file_of_version_5_keeps_what_it_holds(tmp_path: Path) -> None:
    with closing(made_by(5, tmp_path)) as old:
        JournalStore(old).set_setting("journal days", "90")
    with closing(open_database(tmp_path).connection) as connection:
        assert JournalStore(connection).setting("journal days") == "90"
        assert PendingChangeStore(connection).all() == []
        assert SnapshotStore(connection).of_profile("acme") == []


def test_a_file_of_version_6_keeps_what_it_holds(tmp_path: Path) -> None:
    with closing(made_by(6, tmp_path)) as old:
        JournalStore(old).set_setting("journal days", "90")
    with closing(open_database(tmp_path).connection) as connection:
        assert JournalStore(connection).setting("journal days") == "90"
        assert MailCheckStore(connection).of_profile("acme") == []


def test_a_file_of_version_7_keeps_what_it_holds(tmp_path: Path) -> None:
    with closing(made_by(7, tmp_path)) as old:
        PendingChangeStore(old).save(PendingChange(1, "operation", "acme", DRAFT, 1000.0))
    with closing(open_database(tmp_path).connection) as connection:
        assert len(PendingChangeStore(connection).all()) == 1
        assert BulkRunStore(connection).of_profile("acme") == []


def test_a_step_that_fails_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = made_by(2, tmp_path)
    DraftStore(old).save("acme", DRAFT)
    old.close()

    def half(connection: sqlite3.Connection) -> None:
        connection.execute("CREATE TABLE half (x)")
        raise sqlite3.OperationalError("disk full")

    monkeypatch.setattr("desktop_app.storage.database.MIGRATIONS", (*MIGRATIONS[:2], half))
    with pytest.raises(DatabaseUnavailable):
        open_database(tmp_path)
    monkeypatch.undo()
    connection = open_database(tmp_path).connection
    assert len(DraftStore(connection).of_profile("acme")) == 1
    connection.close()


def test_threads_that_open_it_at_once_migrate_it_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        opened = list(pool.map(lambda _: open_database(tmp_path), range(16)))
    for each in opened:
        assert SavedPasswordStore(each.connection).confirmed() == []
        assert each.damaged_copy is None
        each.connection.close()


def test_a_file_of_version_9_keeps_what_it_holds(tmp_path: Path) -> None:
    with closing(made_by(9, tmp_path)) as old:
        old.execute("INSERT INTO listing VALUES ('acme', 1000.0, 0, 2)")
    with closing(open_database(tmp_path).connection) as connection:
        lists = CachedListStore(connection)
        assert lists.of_profile("acme") == CachedList([], 1000.0, 2, None)
        lists.save("acme", [], 2000.0, language="da")
        assert lists.of_profile("acme") == CachedList([], 2000.0, 0, "da")


def test_a_file_of_version_10_keeps_its_passwords_without_type_and_port(tmp_path: Path) -> None:
    with closing(made_by(10, tmp_path)) as old:
        old.execute(KEPT_BEFORE_VERSION_11, (KEPT.name.value, KEPT.storage.value))
    with closing(open_database(tmp_path).connection) as connection:
        passwords = SavedPasswordStore(connection)
        assert passwords.confirmed() == [KEPT]
        whole = replace(KEPT, login=replace(KEPT.login, server_type="IMAPS", port="993"))
        passwords.record_login(whole)
        assert passwords.confirmed() == [whole]


def test_every_step_has_a_test() -> None:
    assert len(MIGRATIONS) == 11, "a new step needs a test of its own, from an old file"
