"""The store's file: its versions, its damages, and what a kill leaves of it."""

from __future__ import annotations

import sqlite3
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from desktop_app.core.mailbox.mailbox import Draft, Field, Mailbox, MailLogin
from desktop_app.core.pending_change import PendingEdit
from desktop_app.core.secrets.saved_password import KeptPassword
from desktop_app.core.secrets.secret import PlaceKind, SecretName
from desktop_app.storage.bulk_runs import Batches
from desktop_app.storage.cached_lists import Lists
from desktop_app.storage.database import FILE_NAME, DatabaseTrouble, open_database
from desktop_app.storage.drafts import Drafts
from desktop_app.storage.journal import Journal
from desktop_app.storage.mail_checks import Checks
from desktop_app.storage.migrations import STEPS
from desktop_app.storage.pending_changes import PendingEdits
from desktop_app.storage.saved_passwords import KeptPasswords
from desktop_app.storage.server_facts import Verdicts
from desktop_app.storage.snapshots import Snapshots

DRAFT = Draft(Mailbox(5, {Field.PORT: 143}), {Field.PORT: 993})


def made_by(version: int, folder: Path) -> sqlite3.Connection:
    """A file as a program of that version left it."""
    old = sqlite3.connect(folder / FILE_NAME, isolation_level=None)
    for step in STEPS[:version]:
        step(old)
    old.execute(f"PRAGMA user_version = {version}")
    return old


@pytest.mark.parametrize(
    "damage", [b"", b"this is no database" * 100, b"SQLite format 3\0" + b"x" * 5000]
)
def test_a_damaged_file_is_set_aside_and_said_to_be(tmp_path: Path, damage: bytes) -> None:
    (tmp_path / FILE_NAME).write_bytes(damage)
    opened = open_database(tmp_path)
    assert Drafts(opened.connection).of_profile("acme") == []
    (aside,) = tmp_path.glob(f"{FILE_NAME}.corrupt-*")
    assert opened.set_aside == aside
    assert aside.read_bytes() == damage
    opened.connection.close()


def test_a_file_of_another_program_is_set_aside(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / FILE_NAME)
    other.execute("CREATE TABLE draft (x)")
    other.close()
    opened = open_database(tmp_path)
    assert opened.set_aside is not None
    opened.connection.close()


def test_a_new_file_is_reported_by_nobody(tmp_path: Path) -> None:
    (tmp_path / f"{FILE_NAME}.new").write_bytes(b"the program was killed while it made one")
    opened = open_database(tmp_path)
    assert opened.set_aside is None
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
    with pytest.raises(DatabaseTrouble, match="newer"):
        open_database(tmp_path)
    assert (tmp_path / FILE_NAME).read_bytes() == before


def test_a_folder_that_cannot_be_made_is_trouble_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(DatabaseTrouble):
        open_database(tmp_path / "file" / "folder")


def test_a_file_of_version_1_keeps_what_it_holds(tmp_path: Path) -> None:
    old = made_by(1, tmp_path)
    Drafts(old).keep("acme", DRAFT)
    old.close()
    connection = open_database(tmp_path).connection
    assert len(Drafts(connection).of_profile("acme")) == 1
    assert not Verdicts(connection).first_save_is_done("acme")
    connection.close()


def test_a_file_of_version_2_keeps_what_it_holds(tmp_path: Path) -> None:
    old = made_by(2, tmp_path)
    Verdicts(old).note_first_save("acme")
    Drafts(old).keep("acme", DRAFT)
    old.close()
    connection = open_database(tmp_path).connection
    assert Verdicts(connection).first_save_is_done("acme")
    assert len(Drafts(connection).of_profile("acme")) == 1
    assert KeptPasswords(connection).kept() == []
    connection.close()


KEPT = KeptPassword(
    "acme",
    5,
    SecretName.MAILBOX_PASSWORD,
    PlaceKind.KEYRING,
    "https://crm.example",
    MailLogin("imap.example.com", "info"),
)


def test_a_file_of_version_3_keeps_what_it_holds(tmp_path: Path) -> None:
    old = made_by(3, tmp_path)
    KeptPasswords(old).claim(KEPT)
    KeptPasswords(old).settle(KEPT)
    old.close()
    connection = open_database(tmp_path).connection
    assert len(KeptPasswords(connection).kept()) == 1
    assert Lists(connection).of_profile("acme") is None
    connection.close()


def test_a_file_of_version_4_keeps_what_it_holds(tmp_path: Path) -> None:
    old = made_by(4, tmp_path)
    Lists(old).keep("acme", [], 1000.0)
    old.close()
    connection = open_database(tmp_path).connection
    kept = Lists(connection).of_profile("acme")
    assert kept is not None
    assert kept.loaded_at == 1000.0
    assert Journal(connection).unknown("acme") == []
    connection.close()


def test_a_file_of_version_5_keeps_what_it_holds(tmp_path: Path) -> None:
    old = made_by(5, tmp_path)
    Journal(old).set("journal days", "90")
    old.close()
    connection = open_database(tmp_path).connection
    assert Journal(connection).setting("journal days") == "90"
    assert PendingEdits(connection).all() == []
    assert Snapshots(connection).of_profile("acme") == []
    connection.close()


def test_a_file_of_version_6_keeps_what_it_holds(tmp_path: Path) -> None:
    old = made_by(6, tmp_path)
    Journal(old).set("journal days", "90")
    old.close()
    connection = open_database(tmp_path).connection
    assert Journal(connection).setting("journal days") == "90"
    assert Checks(connection).of_profile("acme") == []
    connection.close()


def test_a_file_of_version_7_keeps_what_it_holds(tmp_path: Path) -> None:
    old = made_by(7, tmp_path)
    PendingEdits(old).keep(PendingEdit(1, "errand", "acme", DRAFT, 1000.0))
    old.close()
    connection = open_database(tmp_path).connection
    assert len(PendingEdits(connection).all()) == 1
    assert Batches(connection).of_profile("acme") == []
    connection.close()


def test_a_step_that_fails_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = made_by(2, tmp_path)
    Drafts(old).keep("acme", DRAFT)
    old.close()

    def half(connection: sqlite3.Connection) -> None:
        connection.execute("CREATE TABLE half (x)")
        raise sqlite3.OperationalError("disk full")

    monkeypatch.setattr("desktop_app.storage.database.STEPS", (*STEPS[:2], half))
    with pytest.raises(DatabaseTrouble):
        open_database(tmp_path)
    monkeypatch.undo()
    connection = open_database(tmp_path).connection
    assert len(Drafts(connection).of_profile("acme")) == 1
    connection.close()


def test_threads_that_open_it_at_once_migrate_it_once(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        opened = list(pool.map(lambda _: open_database(tmp_path), range(16)))
    for each in opened:
        assert KeptPasswords(each.connection).kept() == []
        assert each.set_aside is None
        each.connection.close()


def test_every_step_has_a_test() -> None:
    assert len(STEPS) == 8, "a new step needs a test of its own, from an old file"
