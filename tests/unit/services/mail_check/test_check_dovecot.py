"""Thirty mailboxes with their passwords against a real Dovecot: each is tried once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.core.mail_check.check_verdicts import LoginOk, LoginRefused
from desktop_app.core.mailbox.mailbox import ServerType
from desktop_app.services.background import MainThreadDispatcher
from desktop_app.services.mail_check.check_run import CheckRun
from desktop_app.services.workspace.workspace import Workspace
from tests.servers.dovecot import USERS, Dovecot, password_of
from tests.servers.ports import HOST
from tests.unit.services.conftest import PROFILE
from tests.unit.services.fake_client import FakeCrm, mailbox

WRONG = (3, 9, 15, 21, 27)


@pytest.fixture
def workspace(mail: Dovecot, dispatcher: MainThreadDispatcher) -> Iterator[Workspace]:
    boxes = [
        mailbox(
            number,
            server_type=ServerType.POP if number % 2 else ServerType.IMAP,
            server=HOST,
            port=mail.pop if number % 2 else mail.imap,
            user_name=user,
        )
        for number, user in enumerate(USERS, start=1)
    ]
    workspace = Workspace(PROFILE, FakeCrm.of(boxes).client, dispatcher)
    yield workspace
    workspace.close()
    workspace.deleteLater()


def test_thirty_passwords_of_which_five_are_wrong(
    workspace: Workspace, mail: Dovecot, qtbot: QtBot
) -> None:
    passwords = {
        number: "wrong" if number in WRONG else password_of(user)
        for number, user in enumerate(USERS, start=1)
    }
    run = CheckRun(workspace, passwords, passwords, allow_plaintext=True, parent=workspace)
    with qtbot.waitSignal(run.ended, timeout=60_000):
        run.start()
    works = {i for i, report in run.reports.items() if report.verdict == LoginOk()}
    refused = {i for i, one in run.reports.items() if isinstance(one.verdict, LoginRefused)}
    assert refused == set(WRONG)
    assert works == set(passwords) - refused
    for number, user in enumerate(USERS, start=1):
        assert mail.tries(user) == (number in WRONG)
    again = CheckRun(workspace, WRONG, passwords, allow_plaintext=True, parent=workspace)
    with qtbot.waitSignal(again.ended, timeout=60_000):
        again.start()
    assert all(mail.tries(USERS[number - 1]) == 1 for number in WRONG)
    assert not run._passwords
