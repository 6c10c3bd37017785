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
    KeepBehaviour,
    Mailbox,
    ReplacePassword,
    ServerType,
    UnknownValue,
)
from desktop_app.storage.database import FILE_NAME, open_database
from desktop_app.storage.drafts import DraftStore
from desktop_app.storage.migrations import MIGRATIONS
from desktop_app.storage.server_facts import ServerFactStore
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
        Field.USER_NAME: UnknownValue("[1]"),
    },
    ReplacePassword("c4nary"),
)


def test_a_draft_comes_back_exactly(connection: sqlite3.Connection) -> None:
    drafts = DraftStore(connection, clock=lambda: 1000.5)
    drafts.save("acme", DRAFT)
    (kept,) = drafts.of_profile("acme")
    assert kept.mailbox_id == 5
    assert kept.name == "info@example.com"
    assert kept.changes == DRAFT.changes
    assert kept.original == {f: BOX.values.get(f) for f in DRAFT.changes}
    assert kept.saved_at == 1000.5
    assert drafts.of_profile("other") == []


def test_the_password_is_in_no_file(tmp_path: Path) -> None:
    connection = open_database(tmp_path).connection
    DraftStore(connection).save("acme", DRAFT)
    for file in tmp_path.iterdir():
        assert b"c4nary" not in file.read_bytes()
    connection.close()


def test_the_newest_wins_and_an_undone_one_is_dropped(connection: sqlite3.Connection) -> None:
    drafts = DraftStore(connection)
    drafts.save("acme", DRAFT)
    drafts.save("acme", Draft(BOX, {Field.PORT: 143}))
    assert drafts.of_profile("acme")[0].changes == {Field.PORT: 143}
    drafts.save("acme", Draft(BOX, {}))
    assert drafts.of_profile("acme") == []


def test_several_are_listed_the_oldest_first(connection: sqlite3.Connection) -> None:
    times = iter([3.0, 1.0, 2.0])
    drafts = DraftStore(connection, clock=lambda: next(times))
    for number in (7, 8, 9):
        drafts.save("acme", Draft(Mailbox(number, {}), {Field.PORT: 143}))
    assert [kept.mailbox_id for kept in drafts.of_profile("acme")] == [8, 9, 7]


def test_a_row_that_cannot_be_read_hides_no_other(connection: sqlite3.Connection) -> None:
    drafts = DraftStore(connection)
    drafts.save("acme", DRAFT)
    for number, body in enumerate(["", "[]", "{}", '{"name":1,"original":{"X":1},"changes":{}}']):
        connection.execute("INSERT INTO draft VALUES ('acme', ?, ?, 0)", (100 + number, body))
    assert [kept.mailbox_id for kept in drafts.of_profile("acme")] == [5]


@settings(max_examples=30)
@given(mailbox=mailboxes())
def test_any_edit_comes_back(mailbox: Mailbox) -> None:
    connection = sqlite3.connect(":memory:")
    for step in MIGRATIONS:
        step(connection)
    drafts = DraftStore(connection)
    draft = Draft(Mailbox(5, {}), mailbox.values)
    drafts.save("acme", draft)
    kept = drafts.of_profile("acme")
    assert [one.changes for one in kept] == ([draft.changes] if draft.changes else [])
    connection.close()


def test_verdicts_belong_to_a_profile_and_a_version(connection: sqlite3.Connection) -> None:
    verdicts = ServerFactStore(connection)
    assert verdicts.keep_behaviour("acme", "11.1") is KeepBehaviour.UNPROVED
    verdicts.set_keep_behaviour("acme", "11.1", KeepBehaviour.PROVED)
    assert verdicts.keep_behaviour("acme", "11.1") is KeepBehaviour.PROVED
    assert verdicts.keep_behaviour("acme", "11.2") is KeepBehaviour.UNPROVED
    assert verdicts.keep_behaviour("other", "11.1") is KeepBehaviour.UNPROVED
    verdicts.set_keep_behaviour("acme", "11.1", KeepBehaviour.DESTROYS)
    assert verdicts.keep_behaviour("acme", "11.1") is KeepBehaviour.DESTROYS
    connection.execute("UPDATE verdict SET verdict = 'SPARKLE'")
    assert verdicts.keep_behaviour("acme", "11.1") is KeepBehaviour.UNPROVED


def test_the_file_is_the_users_own_and_survives_a_restart(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        first = open_database(tmp_path / "made").connection
    finally:
        os.umask(before)
    DraftStore(first).save("acme", DRAFT)
    first.close()
    mode = stat.S_IMODE((tmp_path / "made" / FILE_NAME).stat().st_mode)
    assert mode == 0o600
    second = open_database(tmp_path / "made").connection
    assert len(DraftStore(second).of_profile("acme")) == 1
    second.close()


def test_the_first_save_is_noted_once_for_each_profile(connection: sqlite3.Connection) -> None:
    verdicts = ServerFactStore(connection)
    assert not verdicts.has_saved("acme")
    verdicts.mark_saved("acme")
    verdicts.mark_saved("acme")
    assert verdicts.has_saved("acme")
    assert not verdicts.has_saved("other")
