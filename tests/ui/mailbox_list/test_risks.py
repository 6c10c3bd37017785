"""The risks in the overview: counted from what is known, and each shows the rows it counts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.core.mail_check.check_verdicts import LoginOk, LoginRefused
from desktop_app.core.mail_check.mail_check import CheckReport, ServerFingerprint, Target
from desktop_app.core.mailbox.mailbox import ServerType
from desktop_app.core.mailbox_list.mailbox_state import MailboxState
from desktop_app.core.mailbox_list.quick_filter import QuickFilter
from desktop_app.core.mailbox_list.risks import Risk
from desktop_app.core.profiles.profile import Profile
from desktop_app.core.profiles.server_info import Certificate
from desktop_app.demo import DemoServer
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.mailbox_list.list_pane import ListPane
from desktop_app.ui.mailbox_list.side.overview_sections import overview_sections
from desktop_app.webapi.client_factory import open_client
from tests.demo_mailboxes import stored_mailbox
from tests.ui.conftest import OpenWorkspace
from tests.ui.edits import load_details, load_list

TARGET = Target(ServerType.IMAPS, "imap.example.com", 993, "info")
NOW = datetime.now(UTC)


@pytest.fixture
def workspaces(
    crm: DemoServer, profile: Profile, open_workspace: OpenWorkspace, qtbot: QtBot
) -> list[Workspace]:
    """Two profiles, both open; the other leads to a CRM with the same mailboxes."""
    made: list[Workspace] = []
    first = stored_mailbox(crm, 1)
    crm.store.update(replace(first, id=2, address="other@example.com"))
    crm.store.update(replace(first, id=3, server="Outlook.office365.com", username="third"))
    crm.store.update(replace(first, id=4, server_type="Pop", username="fourth"))
    moved = replace(profile, address="https://other.example/api")
    for each in (profile, moved):
        connect = partial(open_client, profile, crm.credentials.password, "en")
        made.append(open_workspace(each, connect, open_workspaces=lambda: made))
        load_list(made[-1], qtbot)
    load_details(made[0], range(1, 5), qtbot)
    return made


def report(verdict: object, days: int) -> CheckReport:
    shown = Certificate("imap", "CA", NOW + timedelta(days=days))
    return CheckReport(TARGET, verdict, NOW, 1.0, fingerprint=ServerFingerprint(certificate=shown))  # type: ignore[arg-type]


def test_what_a_lead_wants_to_see_is_counted_and_opens_its_rows(
    workspaces: list[Workspace], qtbot: QtBot
) -> None:
    workspace = workspaces[0]
    pane = ListPane(workspace)
    qtbot.addWidget(pane)
    pane.show()
    workspace.list_changed.emit()
    workspace.check_results.add(1, report(LoginRefused("no"), 200))
    workspace.check_results.add(2, report(LoginOk(), 29))
    qtbot.waitUntil(lambda: len(workspace.details.known) == len(workspace.rows))
    (section,) = (
        each for each in overview_sections(pane.model.statistics()) if each.title == "Risk"
    )
    found = workspace.risks.find()
    assert found[Risk.FAILING] == {1}
    assert found[Risk.CERTIFICATE_EXPIRES] == {2}
    assert {1, 2} <= found[Risk.SHARED]
    assert found[Risk.PASSWORD_LOGIN_ENDED] >= {3}
    assert 4 in found[Risk.NO_TLS]
    held = pane.model.statistics().states
    assert held[MailboxState.UNKNOWN] == len(workspace.rows) - 2, "never checked is no risk"
    assert held[MailboxState.FAILING] == held[MailboxState.WORKS] == 1
    for bar in section.bars:
        assert bar.quick_filter is not None
        pane.set_quick_filter(bar.quick_filter)
        assert pane.model.shown_count == bar.count, bar.label
        assert bar.label in pane.filter_bar.label.text()
    pane.set_quick_filter(QuickFilter(risks=frozenset({Risk.FAILING})))
    assert [row.id for row in pane.model.rows] == [1]


def test_another_profile_that_empties_the_same_mailbox_is_seen(
    workspaces: list[Workspace], qtbot: QtBot
) -> None:
    here, there = workspaces
    assert here.risks.find()[Risk.SHARED_ACROSS_PROFILES] == frozenset()
    load_details(there, [1], qtbot)
    assert here.risks.find()[Risk.SHARED_ACROSS_PROFILES] == {1, 2}
