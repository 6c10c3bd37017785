"""Thirty passwords are rotated: against a real Dovecot and the demo server, and things go wrong."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from desktop_app.core.bulk.password_table import Line, Match
from desktop_app.core.journal import Search
from desktop_app.core.mailbox.mailbox import Field, Mailbox, Replace
from desktop_app.core.profiles.profile import Profile
from desktop_app.demo import DemoServer
from desktop_app.services.background import Courier
from desktop_app.services.bulk.password_rotation import Tried
from desktop_app.services.bulk.save_queue import RunState
from desktop_app.services.store.store_service import Keeping
from desktop_app.services.workspace.workspace import Workplace
from desktop_app.ui.bulk.password_table_model import LineColumn
from desktop_app.ui.bulk.rotation_dialog import PasswordsDialog
from desktop_app.webapi.client_factory import open_client
from tests.servers.dovecot import USERS, Dovecot, dovecot, password_of
from tests.servers.rotation import (
    DEAD,
    LOCKED,
    MOVED,
    OLD,
    TRIED_WELL,
    UNREACHABLE,
    WRONG,
    move,
    new_password,
    no_secret_in,
    prepare,
    table,
)
from tests.ui.conftest import CheckModel


@pytest.fixture(scope="module")
def mail() -> Iterator[Dovecot]:
    with dovecot() as server:
        yield server


@pytest.fixture
def place(
    crm: DemoServer,
    mail: Dovecot,
    profile: Profile,
    courier: Courier,
    tmp_path: Path,
    qtbot: QtBot,
) -> Iterator[Workplace]:
    prepare(crm, mail)
    keeping = Keeping(lambda: tmp_path, courier)
    password = crm.credentials.password
    trusting = replace(profile, ca_file=str(mail.ca_file))
    made = Workplace(
        trusting, lambda: open_client(profile, password, "en"), courier, keeping=keeping
    )
    made.refresh()
    qtbot.waitUntil(lambda: made.learnt.has_arrived)
    made.learnt.asks_for_notes = False
    yield made
    made.close()
    keeping.close()


@pytest.fixture
def dialog(place: Workplace) -> Iterator[PasswordsDialog]:
    made = PasswordsDialog(place)
    made.show()
    yield made
    if isValid(made):
        made.let_go()
        made.done(0)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def paste(dialog: PasswordsDialog, text: str, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText(text)
    dialog.paste.click()
    qtbot.waitUntil(lambda: not dialog.round.is_reading)


def try_them(dialog: PasswordsDialog, qtbot: QtBot) -> None:
    dialog.try_all.click()
    qtbot.waitUntil(lambda: not dialog.round.is_trying, timeout=30_000)


def rows(dialog: PasswordsDialog, column: LineColumn) -> list[str]:
    model = dialog.model
    return [model.index(row, column).data() for row in range(model.rowCount())]


def stored(crm: DemoServer) -> dict[int, str]:
    return {box.id: box.password for box in crm.store.mailboxes() if box.id <= len(USERS)}


def test_thirty_are_rotated_and_the_crm_holds_exactly_the_proved_ones(
    dialog: PasswordsDialog,
    place: Workplace,
    crm: DemoServer,
    mail: Dovecot,
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    before = {user: mail.tries(user) for user in USERS}
    paste(dialog, table(), qtbot)
    assert QGuiApplication.clipboard().text() == ""
    results = rows(dialog, LineColumn.RESULT)
    assert "may not change the password" in results[LOCKED - 1]
    assert "no mailbox of the list" in results[30]
    assert rows(dialog, LineColumn.WHO)[31] == ""
    assert dialog.ready == []
    shown = [text for column in LineColumn for text in rows(dialog, column)]
    assert not any(new_password(number) in text for number in range(1, 31) for text in shown)
    try_them(dialog, qtbot)
    proved = TRIED_WELL
    assert {draft.original.id for draft in dialog.ready} == proved
    states = {m.mailbox.id: dialog.round.state(m) for m in dialog.round.matching.matches}
    assert {number for number, state in states.items() if state is Tried.FAILED} == set(WRONG)
    assert states[UNREACHABLE] is Tried.UNTRIED

    move(crm)
    dialog.save.click()
    page = dialog.run
    assert page is not None
    run = page.run.sending
    qtbot.waitUntil(lambda: run.state is RunState.DONE and not page.is_busy, timeout=30_000)

    saved = proved - {MOVED}
    now = stored(crm)
    assert {n for n, password in now.items() if password != OLD % n} == saved
    assert all(now[number] == password_of(f"u{number:02}") for number in saved)
    for number, user in enumerate(USERS, start=1):
        assert mail.tries(user) - before[user] == (1 if number in WRONG else 0), user
    assert dialog.round.lines == ()
    told = {line[0]: line for line in page.model.texts()}
    assert told[f"m{MOVED}@acme.test"][2] == "not saved: changed meanwhile"
    took = {name for name, line in told.items() if "server took the password" in line[3]}
    assert took == {f"m{number}@acme.test" for number in proved}
    assert len(page.model.texts()) == 32
    for number in WRONG:
        assert told[f"m{number}@acme.test"][2] == "left alone"
        assert "refused" in told[f"m{number}@acme.test"][4]
    assert "Cannot be reached" in told[f"m{UNREACHABLE}@acme.test"][4]
    assert "may not change the password" in told[f"m{LOCKED}@acme.test"][4]
    result = page.as_text()
    for kind in ("csv", "xlsx"):
        file = tmp_path / f"result.{kind}"
        page.save_to(file)
        qtbot.waitUntil(file.exists)
    assert place.journal is not None
    found: list[object] = []
    place.journal.find(Search(), lambda lines: found.extend(lines))
    qtbot.waitUntil(lambda: len(found) >= len(proved))
    no_secret_in(tmp_path, result, repr(found), repr(page.run.batch), repr(run.rows))


def test_what_cannot_be_reached_is_saved_untried_where_the_user_says_so(
    dialog: PasswordsDialog, crm: DemoServer, qtbot: QtBot
) -> None:
    paste(dialog, f"m{UNREACHABLE}@acme.test;{password_of('u12')}", qtbot)
    try_them(dialog, qtbot)
    assert dialog.ready == []
    tick = dialog.model.index(0, LineColumn.UNTRIED)
    assert dialog.model.setData(tick, Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    dialog.save.click()
    page = dialog.run
    assert page is not None
    qtbot.waitUntil(lambda: page.run.sending.state is RunState.DONE and not page.is_busy)
    assert stored(crm)[UNREACHABLE] == password_of("u12")
    assert "Password not tried" in page.model.texts()[0][3]


def test_untried_is_a_choice_for_each_row(
    dialog: PasswordsDialog, place: Workplace, crm: DemoServer, qtbot: QtBot
) -> None:
    box = crm.store.mailbox(13)
    assert box is not None
    crm.store.put(replace(box, server=DEAD))
    place.details.retry([13])
    qtbot.waitUntil(lambda: (now := place.details.get(13)) is not None and _server(now) == DEAD)
    paste(dialog, f"m{UNREACHABLE}@acme.test;first one\nm13@acme.test;second one", qtbot)
    try_them(dialog, qtbot)
    tick = dialog.model.index(1, LineColumn.UNTRIED)
    assert dialog.model.setData(tick, Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    assert [draft.original.id for draft in dialog.ready] == [13]
    dialog.save.click()
    page = dialog.run
    assert page is not None
    qtbot.waitUntil(lambda: page.run.sending.state is RunState.DONE and not page.is_busy)
    assert stored(crm)[UNREACHABLE] == OLD % UNREACHABLE
    assert stored(crm)[13] == "second one"
    assert crm.count("SaveMailboxEntity") == 1


def _server(mailbox: Mailbox) -> str:
    return mailbox.text(Field.SERVER)


def test_it_is_said_that_the_old_passwords_are_used_meanwhile(dialog: PasswordsDialog) -> None:
    said = [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]
    assert any("SuperOffice keeps polling" in text for text in said)


def test_a_refused_user_is_not_tried_again_with_another_password(
    dialog: PasswordsDialog, mail: Dovecot, qtbot: QtBot
) -> None:
    before = mail.tries("u30")
    paste(dialog, "m30@acme.test\tfirst guess", qtbot)
    try_them(dialog, qtbot)
    assert mail.tries("u30") == before + 1
    dialog.table.selectRow(0)
    dialog.take_out.click()
    paste(dialog, "u30\tsecond guess", qtbot)
    assert "could lock the account" in rows(dialog, LineColumn.RESULT)[0]
    assert not dialog.try_all.isEnabled()
    assert dialog.ready == []
    assert mail.tries("u30") == before + 1


def test_three_refusals_stop_the_host(dialog: PasswordsDialog, mail: Dovecot, qtbot: QtBot) -> None:
    users = range(16, 27)
    lines = [f"m{n}@acme.test\tguess {n}" for n in users if n != LOCKED]
    before = sum(mail.tries(f"u{n:02}") for n in users)
    paste(dialog, "\n".join(lines), qtbot)
    try_them(dialog, qtbot)
    assert sum(mail.tries(f"u{n:02}") for n in users) == before + 3
    assert dialog.ready == []


def test_locking_the_desk_forgets_the_table(dialog: PasswordsDialog, qtbot: QtBot) -> None:
    paste(dialog, table(), qtbot)
    dialog.typed.line.setText("half typed")
    dialog.forget_secrets()
    assert dialog.model.rowCount() == 0
    assert dialog.typed.text() == ""
    assert "gone from memory" in dialog.said.text()


def test_a_line_can_be_typed_and_taken_out(dialog: PasswordsDialog, qtbot: QtBot) -> None:
    dialog.who.setText("m3@acme.test")
    dialog.typed.line.setText("typed one")
    dialog.add.click()
    qtbot.waitUntil(lambda: not dialog.round.is_busy)
    assert rows(dialog, LineColumn.MAILBOX) == ["m3@acme.test"]
    assert rows(dialog, LineColumn.PASSWORD) == ["••••••••"]
    assert dialog.typed.text() == ""
    dialog.table.selectRow(0)
    dialog.take_out.click()
    assert dialog.model.rowCount() == 0


@pytest.mark.parametrize("text", ["", "\n \n", "x\n" * 10_001])
def test_what_is_no_table_is_told(dialog: PasswordsDialog, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    dialog.paste.click()
    assert dialog.said.text()
    assert dialog.model.rowCount() == 0
    assert QGuiApplication.clipboard().text() == text


def test_what_may_be_a_password_in_the_wrong_column_is_not_shown(
    dialog: PasswordsDialog, qtbot: QtBot
) -> None:
    paste(dialog, "P@ssw0rd\tm1@acme.test\nnobody@acme.test\tx\nsecretword\tm2@acme.test", qtbot)
    shown = rows(dialog, LineColumn.WHO)
    assert shown[1] == "nobody@acme.test"
    assert shown[0] == shown[2]
    assert "may be a password" in shown[0]
    told = repr(dialog.left_alone)
    assert "P@ssw0rd" not in told
    assert "secretword" not in told


def test_the_lines_are_a_sound_model(
    dialog: PasswordsDialog, qtbot: QtBot, model_tester: CheckModel
) -> None:
    paste(dialog, table(), qtbot)
    model_tester(dialog.model)


def held() -> list[object]:
    """What Python still holds that carries a password of these tests."""
    gc.collect()
    holders = (each for each in gc.get_objects() if isinstance(each, Line | Replace | Match))
    mine = {new_password(number) for number in range(1, 31)}
    return [each for each in holders if _secret_of(each) in mine]


def _secret_of(each: object) -> str:
    if isinstance(each, Replace):
        return each.text
    if isinstance(each, Match):
        return each.line.password
    return each.password if isinstance(each, Line) else ""


@pytest.mark.parametrize("way", ["lock", "save"])
def test_nothing_in_memory_holds_the_passwords_afterwards(
    dialog: PasswordsDialog, way: str, qtbot: QtBot
) -> None:
    few = "\n".join(table().splitlines()[:3])
    paste(dialog, few, qtbot)
    try_them(dialog, qtbot)
    assert held()
    if way == "lock":
        dialog.forget_secrets()
    else:
        dialog.save.click()
        page = dialog.run
        assert page is not None
        qtbot.waitUntil(lambda: page.run.sending.state is RunState.DONE and not page.is_busy)
    qtbot.waitUntil(lambda: held() == [])
