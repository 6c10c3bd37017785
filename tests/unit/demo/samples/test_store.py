from __future__ import annotations

import ast
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.demo import DemoServer, NotADemoDatabase, StoredMailbox
from desktop_app.demo.samples.store import DemoStore
from tests.unit.demo.caller import ENTITY, calling

SEVEN = "id, server_type, address, username, password, server, port"


def rows(path: Path) -> list[tuple[object, ...]]:
    """What another process sees in the file, now."""
    code = (
        "import sqlite3, sys\n"
        f"db = sqlite3.connect(sys.argv[1]); print(db.execute('SELECT {SEVEN} FROM mailbox "
        "ORDER BY id').fetchall()); db.close()"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=True
    )
    seen: list[tuple[object, ...]] = ast.literal_eval(done.stdout)
    return seen


def test_another_process_reads_what_was_saved_while_the_server_runs(tmp_path: Path) -> None:
    path = tmp_path / "crm.sqlite"
    with DemoServer(data=path) as crm, calling(crm) as caller:
        caller.save({**ENTITY, "Password": "blåbær-€"})
        assert rows(path)[-1] == (
            44, "Imaps", "new@example.com", "new", "blåbær-€", "imap.example.com", 993,
        )  # fmt: skip


def test_a_file_survives_a_restart_with_what_was_saved_in_it(tmp_path: Path) -> None:
    path = tmp_path / "crm.sqlite"
    with DemoServer(data=path) as crm, calling(crm) as caller:
        caller.save(ENTITY)
        crm.store.remove(1)
        before = crm.store.mailboxes()
        listed = caller.post("GetMailboxes").json()
    with DemoServer(mailboxes=3, data=path) as crm, calling(crm) as caller:
        assert crm.store.mailboxes() == before
        assert caller.post("GetMailboxes").json() == listed
        crm.store.remove(44)
        assert caller.save(ENTITY).json()["MailInFilterId"] == 45


def test_what_another_process_writes_is_listed(tmp_path: Path) -> None:
    path = tmp_path / "crm.sqlite"
    with DemoServer(data=path) as crm, calling(crm) as caller:
        caller.post("GetMailboxes")
        with closing(sqlite3.connect(path)) as db, db:
            db.execute("UPDATE mailbox SET address = 'other@example.com' WHERE id = 2")
        assert caller.post("GetMailboxes").json()[1]["Address"] == "other@example.com"
        assert caller.entity(2)["Address"] == "other@example.com"


def test_other_files_are_left_alone(tmp_path: Path) -> None:
    text = tmp_path / "notes.txt"
    text.write_text("not a database, but long enough to be read as one " * 40)
    with pytest.raises(NotADemoDatabase):
        DemoServer(data=text)
    assert text.read_text().startswith("not a database")
    database = tmp_path / "other.sqlite"
    with closing(sqlite3.connect(database)) as db, db:
        db.execute("CREATE TABLE mailbox (id)")
    with pytest.raises(NotADemoDatabase):
        DemoServer(data=database)


def test_a_folder_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.Error):
        DemoServer(data=tmp_path / "missing" / "crm.sqlite")


def test_a_file_that_is_full_or_locked_is_an_envelope_and_nothing_is_lost(tmp_path: Path) -> None:
    path = tmp_path / "crm.sqlite"
    with DemoServer(data=path) as crm, calling(crm) as caller:
        before = crm.store.mailboxes()
        with crm.store.lock:
            crm.store._connection.execute("PRAGMA query_only = ON")
        reply = caller.save(ENTITY)
        assert (reply.status, reply.json()["ErrorType"]) == (500, "SoDbAccessException")
        assert crm.store.mailboxes() == before


def test_a_start_that_broke_off_can_be_repeated(tmp_path: Path) -> None:
    def broken() -> Iterator[StoredMailbox]:
        yield StoredMailbox(1, "Pop", "first@example.com")
        raise ZeroDivisionError

    path = tmp_path / "crm.sqlite"
    with pytest.raises(ZeroDivisionError):
        DemoStore(path, broken)
    with DemoServer(mailboxes=2, data=path) as crm:
        assert len(crm.store.mailboxes()) == 2


def test_a_put_leaves_one_row(tmp_path: Path) -> None:
    with DemoServer(mailboxes=2, data=tmp_path / "crm.sqlite") as crm:
        box = crm.store.mailboxes()[0]
        crm.store.update(replace(box, port=1))
        assert [each.port for each in crm.store.mailboxes()] == [1, 993]
