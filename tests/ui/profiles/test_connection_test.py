"""Test connection: the stages as they happen, in words, and a request that can be copied."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.core.errors import Forbidden, SignInRefused
from desktop_app.core.mail_check.stage_states import StageState
from desktop_app.core.profiles.connection_test import Stage, StageFailed, StageFinding, StagePassed
from desktop_app.core.profiles.profile import OnlineEnvironment, Profile, Proxy, ProxyKind
from desktop_app.core.profiles.server_info import (
    Certificate,
    ConnectionInfo,
    MailboxCount,
    Principal,
    ServerVersion,
    TenantInfo,
)
from desktop_app.core.secrets.secret import SecretName
from desktop_app.demo import DemoServer
from desktop_app.services.background import MainThreadDispatcher
from desktop_app.services.profiles.connection_test import ConnectionTest
from desktop_app.ui.profiles.connection_test_panel import ConnectionTestPanel
from desktop_app.ui.profiles.connection_test_text import (
    connection_stage_text,
    stage_name,
    stage_outcome_text,
)
from desktop_app.ui.profiles.form.address_section import AddressSection
from desktop_app.webapi.client_factory import ApiClientFactory
from tests.servers import faults
from tests.servers.faults import reply
from tests.servers.hostile import HostileServer
from tests.ui.profiles.memory_secrets import MemorySecrets

PASSWORD = SecretName.SIGN_IN_PASSWORD


@pytest.fixture
def trial(secrets: MemorySecrets, dispatcher: MainThreadDispatcher) -> Iterator[ConnectionTest]:
    trial = ConnectionTest(
        secrets, lambda p, c, keep: ApiClientFactory(p, c, "en", keep), dispatcher
    )
    yield trial
    trial.close()
    trial.deleteLater()


@pytest.fixture
def stages(trial: ConnectionTest) -> Iterator[ConnectionTestPanel]:
    stages = ConnectionTestPanel(trial)
    yield stages
    stages.close()
    stages.deleteLater()


def run(trial: ConnectionTest, stages: ConnectionTestPanel, profile: Profile, qtbot: QtBot) -> str:
    with qtbot.waitSignal(trial.ended):
        stages.start(profile)
        trial.start(profile, {PASSWORD: "typed"})
    return stages.text()


def profile_of(address: str) -> Profile:
    return replace(Profile.new("Acme", address, "me"), proxy=Proxy(ProxyKind.NONE))


def test_all_stages_of_a_good_connection(
    trial: ConnectionTest, stages: ConnectionTestPanel, crm: DemoServer, qtbot: QtBot
) -> None:
    login = crm.credentials
    profile = replace(profile_of(crm.url), user_name=login.username)
    with qtbot.waitSignal(trial.ended):
        stages.start(profile)
        trial.start(profile, {PASSWORD: login.password})
    assert [mark.state for mark in stages.strip.marks] == [StageState.PASSED] * 4
    lines = stages.findings.text.splitlines()
    assert [line[:2] for line in lines] == ["✓ "] * 4
    assert "connected to 127.0.0.1" in lines[0]
    assert stages.text().startswith("The connection works. Signed in as Kim Demo, 43 mailbox")
    assert not stages.copy_button.isVisibleTo(stages)


def test_a_missing_right_can_be_asked_for(
    trial: ConnectionTest, stages: ConnectionTestPanel, qtbot: QtBot
) -> None:
    plan = {
        "api": reply({"v1": "x", "NetServerVersion": "11.1"}),
        "currentPrincipal": reply({"AssociateId": 3, "UserName": "kari", "FullName": "Kari"}),
        "GetMailboxes": reply({"Message": "<b>no</b>"}, 403),
    }
    with HostileServer(plan) as server:
        told = run(trial, stages, profile_of(server.url), qtbot)
    assert "✗ Mailboxes" in stages.findings.text
    assert stages.strip.accessibleName().endswith("Mailboxes: failed.")
    assert "The connection works" not in told
    assert stages.copy_button.isVisibleTo(stages)
    stages.copy_button.click()
    request = QApplication.clipboard().text()
    assert "“kari”" in request
    assert "cs-system" in request
    assert "HTTP 403" in request


def test_a_missing_secret_is_said(
    trial: ConnectionTest, stages: ConnectionTestPanel, qtbot: QtBot
) -> None:
    profile = profile_of("https://crm.example.com")
    with qtbot.waitSignal(trial.ended):
        stages.start(profile)
        trial.start(profile, {})
    assert "password" in stages.text()
    assert {mark.state for mark in stages.strip.marks} == {StageState.NOT_TRIED}


def test_a_test_that_is_stopped_tells_nothing_more(
    trial: ConnectionTest, stages: ConnectionTestPanel, qtbot: QtBot
) -> None:
    with HostileServer({"*": faults.silence()}) as server:
        stages.start(profile_of(server.url))
        trial.start(profile_of(server.url), {PASSWORD: "typed"})
        qtbot.waitUntil(server.arrived.is_set)
        with qtbot.assertNotEmitted(trial.ended, wait=50):
            trial.stop()
    assert stages.text() == "Testing…"


FOUND: list[StageFinding] = [
    ConnectionInfo("10.0.0.1:443"),
    ConnectionInfo("10.0.0.1:443", "http://proxy:8080"),
    Certificate("crm.example.com", "Acme CA", datetime(2030, 1, 2, tzinfo=UTC), "TLSv1.3"),
    Certificate("crm.example.com", "Acme CA", datetime(2030, 1, 2, tzinfo=UTC), "TLSv1.3", "F=/x"),
    Certificate("", "", None),
    Certificate("", "", None, "", "F=/x"),
    TenantInfo("Running", "https://online3.superoffice.com/Cust1/api"),
    ServerVersion("11.1", "Release"),
    Principal("Kari", "kari", anonymous=False),
    Principal("Kari", "kari", anonymous=False, function_rights=("other",)),
    MailboxCount(1),
    MailboxCount(43),
]


def test_everything_found_has_words_of_its_own() -> None:
    told = [stage_outcome_text(StagePassed(Stage.ADDRESS, 0.5, found)) for found in FOUND]
    assert len(set(told)) == len(FOUND)
    assert len({stage_name(stage) for stage in Stage}) == len(Stage)
    assert connection_stage_text(StagePassed(Stage.TLS, 0.5, FOUND[2])).startswith(
        "✓ Certificate: for crm"
    )
    assert connection_stage_text(StageFailed(Stage.MAILBOXES, 0.1, Forbidden())).startswith(
        "✗ Mailboxes: "
    )
    assert "100 ms" in connection_stage_text(StageFailed(Stage.IDENTITY, 0.1, SignInRefused()))


def test_a_tenants_page_is_enough() -> None:
    where = AddressSection()
    where.address.setText("https://qaonline2.superoffice.com/Cust12345/Default.aspx?a=b")
    where.extract_login()
    profile = where.apply(profile_of("https://x.example.com"))
    assert profile.tenant is not None
    assert (profile.tenant.id, profile.tenant.online_environment) == (
        "Cust12345",
        OnlineEnvironment.STAGING,
    )
    where.deleteLater()


def test_a_page_on_site_is_tidied_and_plain_http_wants_consent() -> None:
    where = AddressSection()
    where.address.setText("http://crm.example.com/so/Default.aspx?a=b")
    where.extract_login()
    assert where.address.text() == "http://crm.example.com/so"
    assert where.errors()[where.plain_http]
    assert where.plain_http.isVisibleTo(where)
    where.plain_http.setChecked(True)
    assert not any(where.errors().values())
    assert where.apply(profile_of("https://x.example.com")).plain_http
    where.address.setText("https://crm.example.com/so")
    assert not where.apply(profile_of("https://x.example.com")).plain_http
    assert not where.plain_http.isVisibleTo(where)
    where.deleteLater()
