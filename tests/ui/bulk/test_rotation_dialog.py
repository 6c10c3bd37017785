"""Thirty passwords are rotated: against a real Dovecot and the demo server, and things go wrong."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from desktop_app.core.bulk.password_matching import MatchedRow
from desktop_app.core.bulk.password_table import PasswordRow
from desktop_app.core.journal import JournalQuery
from desktop_app.core.mailbox.mailbox import Field, Mailbox, ReplacePassword
from desktop_app.core.profiles.profile import Profile
from desktop_app.demo import DemoServer
from desktop_app.services.bulk.password_rotation import PasswordTestState
from desktop_app.services.workspace.profile_data import ProfileData
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.bulk.rotation_dialog import PasswordRotationDialog
from tests.callbacks import result_of
from tests.demo_mailboxes import change_mailbox
from tests.servers.dovecot import USERS, Dovecot, password_of
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
from tests.ui.bulk.runs import finish_run
from tests.ui.conftest import CheckModel, OpenWorkspace
from tests.ui.windows import delete_now

LINE, LOGIN, MAILBOX, SERVER, PASSWORD, UNTESTED, RESULT = range(7)


@pytest.fixture
def workspace(
    crm: DemoServer,
    mail: Dovecot,
    profile: Profile,
    store_service: ProfileData,
    open_workspace: OpenWorkspace,
    qtbot: QtBot,
) -> Workspace:
    prepare(crm, mail)
    made = open_workspace(replace(profile, ca_file=str(mail.ca_file)), store=store_service)
    made.refresh()
    qtbot.waitUntil(lambda: made.server_facts.is_loaded)
    made.server_facts.is_first_save = False
    return made


@pytest.fixture
def dialog(workspace: Workspace) -> Iterator[PasswordRotationDialog]:
    made = PasswordRotationDialog(workspace)
    made.show()
    yield made
    if isValid(made):
        made.release()
        made.done(0)
    delete_now()


def paste(dialog: PasswordRotationDialog, text: str, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText(text)
    dialog.paste_button.click()
    qtbot.waitUntil(lambda: not dialog.rotation.is_reading)


def run_tests(dialog: PasswordRotationDialog, qtbot: QtBot) -> None:
    dialog.test_button.click()
    qtbot.waitUntil(lambda: not dialog.rotation.is_testing, timeout=30_000)


def rows(dialog: PasswordRotationDialog, column: int) -> list[str]:
    model = dialog.model
    return [model.index(row, column).data() for row in range(model.rowCount())]


def stored_passwords(crm: DemoServer) -> dict[int, str]:
    return {box.id: box.password for box in crm.store.mailboxes() if box.id <= len(USERS)}


def test_thirty_are_rotated_and_the_crm_holds_exactly_the_proved_ones(
    dialog: PasswordRotationDialog,
    workspace: Workspace,
    crm: DemoServer,
    mail: Dovecot,
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    before = {user: mail.tries(user) for user in USERS}
    paste(dialog, table(), qtbot)
    assert QGuiApplication.clipboard().text() == ""
    results = rows(dialog, RESULT)
    assert "may not change the password" in results[LOCKED - 1]
    assert "no mailbox in the list" in results[30]
    assert rows(dialog, LOGIN)[31] == ""
    assert dialog.ready_drafts == []
    shown = [text for column in range(RESULT + 1) for text in rows(dialog, column)]
    assert not any(new_password(number) in text for number in range(1, 31) for text in shown)
    run_tests(dialog, qtbot)
    proved = TRIED_WELL
    assert {draft.original.id for draft in dialog.ready_drafts} == proved
    states = {
        m.mailbox.id: dialog.rotation.state_of(m) for m in dialog.rotation.match_result.matches
    }
    assert {number for number, state in states.items() if state is PasswordTestState.FAILED} == set(
        WRONG
    )
    assert states[UNREACHABLE] is PasswordTestState.CANNOT_TEST

    move(crm)
    dialog.save_button.click()
    page = finish_run(dialog, qtbot, timeout=30_000)

    saved = proved - {MOVED}
    now = stored_passwords(crm)
    assert {n for n, password in now.items() if password != OLD % n} == saved
    assert all(now[number] == password_of(f"u{number:02}") for number in saved)
    for number, user in enumerate(USERS, start=1):
        assert mail.tries(user) - before[user] == (1 if number in WRONG else 0), user
    assert dialog.rotation.rows == ()
    told = {line[0]: line for line in page.model.texts()}
    assert told[f"m{MOVED}@acme.test"][1] == "Changed by someone else"
    took = {name for name, line in told.items() if "server accepted the password" in line[2]}
    assert took == {f"m{number}@acme.test" for number in proved}
    assert len(page.model.texts()) == 32
    for number in WRONG:
        assert told[f"m{number}@acme.test"][1] == "Left out"
        assert "refused" in told[f"m{number}@acme.test"][2]
    assert "Cannot be reached" in told[f"m{UNREACHABLE}@acme.test"][2]
    assert "may not change the password" in told[f"m{LOCKED}@acme.test"][2]
    result = page.as_text()
    for kind in ("csv", "xlsx"):
        file = tmp_path / f"result.{kind}"
        page.export_to(file)
        qtbot.waitUntil(file.exists)
    assert workspace.journal is not None
    found = result_of(partial(workspace.journal.load, JournalQuery()), qtbot)
    assert len(found) >= len(proved)
    no_secret_in(
        tmp_path, result, repr(found), repr(page.runner.bulk_run), repr(page.runner.queue.rows)
    )


def test_what_cannot_be_reached_is_saved_untried_where_the_user_says_so(
    dialog: PasswordRotationDialog, crm: DemoServer, qtbot: QtBot
) -> None:
    paste(dialog, f"m{UNREACHABLE}@acme.test;{password_of('u12')}", qtbot)
    run_tests(dialog, qtbot)
    assert dialog.ready_drafts == []
    tick = dialog.model.index(0, UNTESTED)
    assert dialog.model.setData(tick, Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    dialog.save_button.click()
    page = finish_run(dialog, qtbot)
    assert stored_passwords(crm)[UNREACHABLE] == password_of("u12")
    assert "Password not checked" in page.model.texts()[0][2]


def test_untried_is_a_choice_for_each_row(
    dialog: PasswordRotationDialog, workspace: Workspace, crm: DemoServer, qtbot: QtBot
) -> None:
    change_mailbox(crm, 13, server=DEAD)
    workspace.details.retry([13])
    qtbot.waitUntil(lambda: (now := workspace.details.get(13)) is not None and _server(now) == DEAD)
    paste(dialog, f"m{UNREACHABLE}@acme.test;first one\nm13@acme.test;second one", qtbot)
    run_tests(dialog, qtbot)
    tick = dialog.model.index(1, UNTESTED)
    assert dialog.model.setData(tick, Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    assert [draft.original.id for draft in dialog.ready_drafts] == [13]
    dialog.save_button.click()
    finish_run(dialog, qtbot)
    assert stored_passwords(crm)[UNREACHABLE] == OLD % UNREACHABLE
    assert stored_passwords(crm)[13] == "second one"
    assert crm.request_count("SaveMailboxEntity") == 1


def _server(mailbox: Mailbox) -> str:
    return mailbox.text(Field.SERVER)


def test_it_is_said_that_the_old_passwords_are_used_meanwhile(
    dialog: PasswordRotationDialog, qtbot: QtBot
) -> None:
    assert "The passwords stay in memory" in dialog.help_label.text(), "how to begin"
    paste(dialog, table(), qtbot)
    message = [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]
    assert any("SuperOffice keeps polling" in text for text in message)


def test_a_refused_user_is_not_tried_again_with_another_password(
    dialog: PasswordRotationDialog, mail: Dovecot, qtbot: QtBot
) -> None:
    before = mail.tries("u30")
    paste(dialog, "m30@acme.test\tfirst guess", qtbot)
    run_tests(dialog, qtbot)
    assert mail.tries("u30") == before + 1
    dialog.table.selectRow(0)
    dialog.remove_button.click()
    paste(dialog, "u30\tsecond guess", qtbot)
    assert "could lock the account" in rows(dialog, RESULT)[0]
    assert not dialog.test_button.isEnabled()
    assert dialog.ready_drafts == []
    assert mail.tries("u30") == before + 1


def test_three_refusals_stop_the_host(
    dialog: PasswordRotationDialog, mail: Dovecot, qtbot: QtBot
) -> None:
    users = range(16, 27)
    lines = [f"m{n}@acme.test\tguess {n}" for n in users if n != LOCKED]
    before = sum(mail.tries(f"u{n:02}") for n in users)
    paste(dialog, "\n".join(lines), qtbot)
    run_tests(dialog, qtbot)
    assert sum(mail.tries(f"u{n:02}") for n in users) == before + 3
    assert dialog.ready_drafts == []


def test_clearing_secrets_empties_the_table(dialog: PasswordRotationDialog, qtbot: QtBot) -> None:
    paste(dialog, table(), qtbot)
    dialog.password_field.line_edit.setText("half typed")
    dialog.clear_secrets()
    assert dialog.model.rowCount() == 0
    assert dialog.password_field.text() == ""
    assert "removed from memory" in dialog.message_label.text()


def test_a_line_can_be_typed_and_taken_out(dialog: PasswordRotationDialog, qtbot: QtBot) -> None:
    dialog.login_edit.setText("m3@acme.test")
    dialog.password_field.line_edit.setText("typed one")
    dialog.add_button.click()
    qtbot.waitUntil(lambda: not dialog.rotation.is_busy)
    assert rows(dialog, MAILBOX) == ["m3@acme.test"]
    assert rows(dialog, PASSWORD) == ["••••••••"]
    assert dialog.password_field.text() == ""
    dialog.table.selectRow(0)
    dialog.remove_button.click()
    assert dialog.model.rowCount() == 0


@pytest.mark.parametrize("text", ["", "\n \n", "x\n" * 10_001])
def test_what_is_no_table_is_reported(dialog: PasswordRotationDialog, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    dialog.paste_button.click()
    assert dialog.message_label.text()
    assert dialog.model.rowCount() == 0
    assert QGuiApplication.clipboard().text() == text


def test_what_may_be_a_password_in_the_wrong_column_is_not_shown(
    dialog: PasswordRotationDialog, qtbot: QtBot
) -> None:
    paste(dialog, "P@ssw0rd\tm1@acme.test\nnobody@acme.test\tx\nsecretword\tm2@acme.test", qtbot)
    shown = rows(dialog, LOGIN)
    assert shown[1] == "nobody@acme.test"
    assert shown[0] == shown[2]
    assert "may be a password" in shown[0]
    told = repr(dialog.skipped_rows)
    assert "P@ssw0rd" not in told
    assert "secretword" not in told


@pytest.mark.parametrize(
    "login",
    [
        "info@elsewhere.example",
        "Info <info@elsewhere.example>",
        "grüße@büro.example",
        "INFO@MAIL.ELSEWHERE.EXAMPLE",
    ],
)
def test_an_address_that_fits_no_mailbox_is_shown(
    dialog: PasswordRotationDialog, qtbot: QtBot, login: str
) -> None:
    paste(dialog, f"m1@acme.test\tnew one\n{login}\tnew two", qtbot)
    assert rows(dialog, LOGIN)[1] == login, "who can tell which line fits no mailbox?"


@pytest.mark.parametrize(
    "line",
    [
        "Summer@2026.example\tm1@acme.test",
        "Summer@2026.example\tnobody@elsewhere.example",
        "Summer@2026.example\tu01",
        "Summer@2026.example\t U01 ",
        "Summer@2026",
        "Summer@2026.example",
        "Summer@2026.4you\tx",
        "Summer@@2026.example\tx",
        "Sum mer@2026.example\tx",
        "@2026.example\tx",
    ],
)
def test_what_looks_like_an_address_but_may_be_a_password_is_not_shown(
    dialog: PasswordRotationDialog, qtbot: QtBot, line: str
) -> None:
    paste(dialog, f"m2@acme.test\tnew one\n{line}", qtbot)
    assert "mer@" not in repr([rows(dialog, column) for column in range(7)])
    assert "2026" not in repr([rows(dialog, column) for column in range(7)])


def test_the_lines_are_a_sound_model(
    dialog: PasswordRotationDialog, qtbot: QtBot, model_tester: CheckModel
) -> None:
    paste(dialog, table(), qtbot)
    model_tester(dialog.model)


def held() -> list[object]:
    """What Python still holds that carries a password of these tests."""
    gc.collect()
    holders = (
        each
        for each in gc.get_objects()
        if isinstance(each, PasswordRow | ReplacePassword | MatchedRow)
    )
    mine = {new_password(number) for number in range(1, 31)}
    return [each for each in holders if _secret_of(each) in mine]


def _secret_of(each: object) -> str:
    if isinstance(each, ReplacePassword):
        return each.text
    if isinstance(each, MatchedRow):
        return each.row.password
    return each.password if isinstance(each, PasswordRow) else ""


@pytest.mark.parametrize("way", ["lock", "save"])
def test_nothing_in_memory_holds_the_passwords_afterwards(
    dialog: PasswordRotationDialog, way: str, qtbot: QtBot
) -> None:
    few = "\n".join(table().splitlines()[:3])
    paste(dialog, few, qtbot)
    run_tests(dialog, qtbot)
    assert held()
    if way == "lock":
        dialog.clear_secrets()
    else:
        dialog.save_button.click()
        finish_run(dialog, qtbot)
    qtbot.waitUntil(lambda: held() == [])


@pytest.mark.parametrize("password", ["pass\u200b", "pa\u00adss", "pa\u00a0ss", "pass\u202e"])
@pytest.mark.parametrize("way", ["pasted", "typed"])
def test_a_password_with_a_character_that_deceives_the_eye_is_marked(
    dialog: PasswordRotationDialog, qtbot: QtBot, password: str, way: str
) -> None:
    if way == "pasted":
        paste(dialog, f"m3@acme.test\t{password}", qtbot)
    else:
        dialog.login_edit.setText("m3@acme.test")
        dialog.password_field.line_edit.setText(password)
        labels = dialog.findChildren(QLabel)
        shown = " ".join(label.text() for label in labels if label.isVisible())
        assert f"U+{ord(max(password)):04X}" in shown, "before it is taken"
        dialog.add_button.click()
        qtbot.waitUntil(lambda: not dialog.rotation.is_busy)
    (cell,) = rows(dialog, PASSWORD)
    assert "invisible" in cell or "unusual space" in cell
    (line,) = dialog.rotation.rows
    assert line.password == password, "nothing of it is changed"
