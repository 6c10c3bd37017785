"""Each result of a check in the real dialog: sentence, field, colour, and what is read aloud."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.mail_check.check_causes import cause_of
from desktop_app.core.mail_check.check_verdicts import VerdictLevel
from desktop_app.core.mailbox.mailbox import Field
from desktop_app.mailcheck import limits, server_connection
from desktop_app.net import dns_lookup, untrusted_certificate
from desktop_app.ui.mail_check.check_text import LEVEL_MARKS, cause_text
from desktop_app.ui.mailbox_edit.edit_dialog import EditDialog
from desktop_app.ui.mailbox_edit.fields.mailbox_form import MailboxForm
from desktop_app.ui.widgets.colors import error_color, muted_text_color
from tests.servers.certificates import Authority
from tests.servers.hostile_mail import HOST
from tests.ui.conftest import OpenDialog
from tests.ui.edits import type_password
from tests.ui.mail_check.check_results import CASES, Case


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("READ_SECONDS", "LOGIN_SECONDS", "LOGOUT_SECONDS"):
        monkeypatch.setattr(limits, name, 0.3)
    monkeypatch.setattr(server_connection, "CONNECT_SECONDS", 0.3)
    monkeypatch.setattr(untrusted_certificate, "FETCH_SECONDS", 0.3)


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> None:
    """The hosts of the big providers are this computer's."""
    real = dns_lookup._addresses

    def found(host: str, port: int) -> list[dns_lookup.AddressInfo]:
        return real(HOST if host.endswith(".com") else host, port)

    monkeypatch.setattr(dns_lookup, "_addresses", found)


def fill(dialog: EditDialog, shown: Case, port: int) -> None:
    form = dialog.editor.form
    form.set_value(Field.SERVER_TYPE, shown.kind)
    form.set_value(Field.SERVER, shown.host)
    form.set_value(Field.PORT, port)
    form.set_value(Field.USER_NAME, shown.user)
    if shown.password:
        type_password(form, shown.password)


@pytest.mark.usefixtures("names")
@pytest.mark.parametrize("shown", CASES, ids=lambda one: one.name)
def test_a_result(open_dialog: OpenDialog, shown: Case, tmp_path: Path, qtbot: QtBot) -> None:
    authority = Authority(tmp_path)
    dialog = open_dialog(1)
    row, form = dialog.editor.check_panel, dialog.editor.form
    row.workspace.profile = replace(row.workspace.profile, ca_file=str(authority.ca_file))
    with shown.serve(authority) as port:
        fill(dialog, shown, port)
        with qtbot.waitSignal(row.checked):
            row._start_check(allow_plaintext=shown.clear)
    told = row.result.text()
    first = told.splitlines()[0]
    assert first.startswith(f"{LEVEL_MARKS[shown.standing]} ")
    assert shown.words in first
    assert "Tested from this computer" in told
    assert row.result.textFormat().name == "PlainText"
    assert row.check_button.accessibleDescription() == told
    assert row.result.palette().color(QPalette.ColorRole.WindowText) == color(row.palette(), shown)
    assert row.report is not None
    cause = cause_text(cause_of(row.report.verdict))
    marked = {field for field, one in form.rows.items() if cause == one.note.text()}
    assert marked == ({shown.marks} if shown.marks else set())
    if shown.marks:
        told_at = (
            form.password_editor.secret_field.line_edit
            if shown.marks is Field.PASSWORD
            else one_of(form, shown)
        )
        assert form.rows[shown.marks].note.text() in told_at.accessibleDescription()


def one_of(form: MailboxForm, shown: Case) -> QWidget:
    assert shown.marks is not None
    return form.rows[shown.marks].editor


def color(palette: QPalette, shown: Case) -> object:
    return {
        VerdictLevel.BROKEN: error_color(palette),
        VerdictLevel.UNREACHABLE: muted_text_color(palette),
    }.get(shown.standing, palette.color(QPalette.ColorRole.WindowText))


def test_there_is_one_of_each_type() -> None:
    """But of those for which nothing is asked, and of a check that was stopped."""
    assert len({one.words for one in CASES}) >= len(CASES) - 2
    assert {one.standing for one in CASES} == set(VerdictLevel) - {VerdictLevel.NONE}
