"""Drafts and verdicts in a real file: they survive, and a damaged file is never taken for empty."""

from __future__ import annotations

import os
import sqlite3
import stat
from pathlib import Path

from hypothesis import given, settings

from desktop_app.core.mailbox.mailbox import (
    Draft,
    Field,
    KeepVerdict,
    Mailbox,
    Odd,
    Replace,
    ServerType,
)
from desktop_app.storage.database import FILE_NAME, open_database
from desktop_app.storage.drafts import Drafts
from desktop_app.storage.migrations import STEPS
from desktop_app.storage.server_facts import Verdicts
from tests.unit.core.strategies import mailboxes

BOX = Mailbox(
    5,
    {
        Field.ADDRESS: "info@example.com",
        Field.PORT: 70000,
        Field.SERVER_TYPE: ServerType.IMAP,
        Field.SERVER: None,
    },
)
DRAFT = Draft(
    BOX,
    {
        Field.PORT: 993,
        Field.SERVER_TYPE: ServerType.IMAPS,
        Field.SERVER: "imap.example.com",
        Field.USER_NAME: Odd("[1]"),
    },
    Replace("c4nary"),
)


def test_a_draft_comes_back_exactly(connection: sqlite3.Connection) -> None:
    drafts = Drafts(connection, clock=lambda: 1000.5)
    drafts.keep("acme", DRAFT)
    (kept,) = drafts.of_profile("acme")
    assert kept.mailbox_id == 5
    assert kept.name == "info@example.com"
    assert kept.changes == DRAFT.changes
    assert kept.original == {f: BOX.values.get(f) for f in DRAFT.changes}
    assert kept.kept_at == 1000.5
    assert drafts.of_profile("other") == []


def test_the_password_is_in_no_file(tmp_path: Path) -> None:
    connection = open_database(tmp_path).connection
    Drafts(connection).keep("acme", DRAFT)
    for file in tmp_path.iterdir():
        assert b"c4nary" not in file.read_bytes()
    connection.close()


def test_the_newest_wins_and_an_undone_one_is_dropped(connection: sqlite3.Connection) -> None:
    drafts = Drafts(connection)
    drafts.keep("acme", DRAFT)
    drafts.keep("acme", Draft(BOX, {Field.PORT: 143}))
    assert drafts.of_profile("acme")[0].changes == {Field.PORT: 143}
    drafts.keep("acme", Draft(BOX, {}))
    assert drafts.of_profile("acme") == []


def test_several_are_told_the_oldest_first(connection: sqlite3.Connection) -> None:
    times = iter([3.0, 1.0, 2.0])
    drafts = Drafts(connection, clock=lambda: next(times))
    for number in (7, 8, 9):
        drafts.keep("acme", Draft(Mailbox(number, {}), {Field.PORT: 143}))
    assert [kept.mailbox_id for kept in drafts.of_profile("acme")] == [8, 9, 7]


def test_a_row_that_cannot_be_read_hides_no_other(connection: sqlite3.Connection) -> None:
    drafts = Drafts(connection)
    drafts.keep("acme", DRAFT)
    for number, body in enumerate(["", "[]", "{}", '{"name":1,"original":{"X":1},"changes":{}}']):
        connection.execute("INSERT INTO draft VALUES ('acme', ?, ?, 0)", (100 + number, body))
    assert [kept.mailbox_id for kept in drafts.of_profile("acme")] == [5]


@settings(max_examples=30)
@given(mailbox=mailboxes())
def test_any_edit_comes_back(mailbox: Mailbox) -> None:
    connection = sqlite3.connect(":memory:")
    for step in STEPS:
        step(connection)
    drafts = Drafts(connection)
    draft = Draft(Mailbox(5, {}), mailbox.values)
    drafts.keep("acme", draft)
    kept = drafts.of_profile("acme")
    assert [one.changes for one in kept] == ([draft.changes] if draft.changes else [])
    connection.close()


def test_verdicts_belong_to_a_profile_and_a_version(connection: sqlite3.Connection) -> None:
    verdicts = Verdicts(connection)
    assert verdicts.get("acme", "11.1") is KeepVerdict.UNPROVED
    verdicts.set("acme", "11.1", KeepVerdict.PROVED)
    assert verdicts.get("acme", "11.1") is KeepVerdict.PROVED
    assert verdicts.get("acme", "11.2") is KeepVerdict.UNPROVED
    assert verdicts.get("other", "11.1") is KeepVerdict.UNPROVED
    verdicts.set("acme", "11.1", KeepVerdict.DESTROYS)
    assert verdicts.get("acme", "11.1") is KeepVerdict.DESTROYS
    connection.execute("UPDATE verdict SET verdict = 'SPARKLE'")
    assert verdicts.get("acme", "11.1") is KeepVerdict.UNPROVED


def test_the_file_is_the_users_own_and_survives_a_restart(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        first = open_database(tmp_path / "made").connection
    finally:
        os.umask(before)
    Drafts(first).keep("acme", DRAFT)
    first.close()
    mode = stat.S_IMODE((tmp_path / "made" / FILE_NAME).stat().st_mode)
    assert mode == 0o600
    second = open_database(tmp_path / "made").connection
    assert len(Drafts(second).of_profile("acme")) == 1
    second.close()


def test_the_first_save_is_noted_once_for_each_profile(connection: sqlite3.Connection) -> None:
    verdicts = Verdicts(connection)
    assert not verdicts.first_save_is_done("acme")
    verdicts.note_first_save("acme")
    verdicts.note_first_save("acme")
    assert verdicts.first_save_is_done("acme")
    assert not verdicts.first_save_is_done("other")
