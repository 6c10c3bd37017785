"""Settings by address through a proxy that wants a password: it alone learns it, and once."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.core.errors import NetworkFailure, Unreachable
from desktop_app.core.mail_check.mail_settings import AddressParts, MailSettings, SettingsSource
from desktop_app.core.mailbox.mailbox import ServerType
from desktop_app.core.profiles.profile import Profile, Proxy, ProxyKind
from desktop_app.core.secrets.secret import SecretName
from desktop_app.mailcheck.discovery import DiscoverySources
from desktop_app.profiles.secrets.secret_store import SessionSecretStore
from desktop_app.services.background import Failure, MainThreadDispatcher, Success
from desktop_app.services.mail_check import settings_discovery
from desktop_app.services.mail_check.settings_discovery import DiscoveryContext
from desktop_app.services.secrets.secret_manager import OpenedStores, SecretManager
from desktop_app.services.session.client_setup import proxy_password
from desktop_app.services.workspace.workspaces import WorkspaceManager
from tests.servers.certificates import Authority
from tests.servers.empty_resolver import EmptyResolver
from tests.servers.faults import reply
from tests.servers.hostile import HostileServer
from tests.servers.http_proxy import http_proxy, log
from tests.unit.services.conftest import PROFILE
from tests.unit.services.fake_access import FakeAccess
from tests.unit.services.fake_client import FakeCrm

MAIL = AddressParts("kim", "acme.test")
PASSWORD = "hidden-proxy-word"
DOCUMENT = (
    b"<clientConfig><incomingServer type='imap'><hostname>imap.acme.test</hostname>"
    b"<port>993</port><socketType>SSL</socketType></incomingServer></clientConfig>"
)
FOUND = MailSettings(SettingsSource.PROVIDER, ServerType.IMAPS, "imap.acme.test", 993)


@pytest.fixture
def server(authority: Authority) -> Iterator[HostileServer]:
    plan = {"acme.test": reply(DOCUMENT), "*": reply(b"", 404)}
    with HostileServer(plan, tls=authority.good_remote()) as server:
        yield server


def profile_behind(port: int, authority: Authority) -> Profile:
    proxy = Proxy(ProxyKind.CUSTOM, f"http://127.0.0.1:{port}", "kim")
    return replace(PROFILE, proxy=proxy, ca_file=str(authority.ca_file))


def found_by(
    profile: Profile,
    manager: SecretManager,
    server: HostileServer,
    dispatcher: MainThreadDispatcher,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> tuple[list[MailSettings], Success[None] | Failure]:
    """What the workspace of a profile finds, asking this server in place of all others."""
    real = settings_discovery.open_discovery_context

    def at_server(*given: object) -> DiscoveryContext:
        context = real(*given)  # type: ignore[arg-type]  # what the workspace gives
        origin = server.remote_origin
        context.discovery._resolver = EmptyResolver()
        context.discovery._sources = DiscoverySources(
            origin + "/provider/{domain}", origin + "/known/{domain}", origin + "/db/{domain}"
        )
        return context

    monkeypatch.setattr(settings_discovery, "open_discovery_context", at_server)
    workspaces = WorkspaceManager(manager, lambda *_all: FakeAccess(FakeCrm.of([])), dispatcher)
    finder = workspaces.open(profile).make_settings_search()
    found: list[MailSettings] = []
    finder.found.connect(found.append)
    with qtbot.waitSignal(finder.ended) as ended:
        finder.find(MAIL)
    finder.close()
    workspaces.close()
    return found, ended.args[0]


@pytest.fixture
def find(
    server: HostileServer,
    dispatcher: MainThreadDispatcher,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> partial[tuple[list[MailSettings], Success[None] | Failure]]:
    return partial(
        found_by, server=server, dispatcher=dispatcher, qtbot=qtbot, monkeypatch=monkeypatch
    )


def manager_with(profile: Profile, password: str) -> SecretManager:
    store = SessionSecretStore()
    manager = SecretManager(lambda: OpenedStores(store, store))
    if password:
        manager.set(profile, password, SecretName.PROXY_PASSWORD)
    return manager


def test_the_kept_password_is_for_the_proxy_alone(
    find: partial[tuple[list[MailSettings], Success[None] | Failure]],
    server: HostileServer,
    authority: Authority,
    tmp_path: Path,
) -> None:
    with http_proxy(tmp_path, "kim", PASSWORD) as port:
        profile = profile_behind(port, authority)
        found, outcome = find(profile, manager_with(profile, PASSWORD))
    assert found == [FOUND]
    assert isinstance(outcome, Success)
    assert f"0.0.0.0:{server.port}" in log(tmp_path)
    packed = base64.b64encode(f"kim:{PASSWORD}".encode())
    assert packed not in server.raw
    assert b"proxy-authorization" not in server.raw.lower()


@pytest.mark.parametrize("password", ["", "wrong"])
def test_without_the_right_one_it_says_so_and_tries_it_once(
    find: partial[tuple[list[MailSettings], Success[None] | Failure]],
    server: HostileServer,
    authority: Authority,
    password: str,
) -> None:
    refused = reply(b"", 407, {"Proxy-Authenticate": 'Basic realm="x"'})
    with HostileServer({"*": refused}) as proxy:
        profile = profile_behind(proxy.port, authority)
        found, outcome = find(profile, manager_with(profile, password))
        assert len(proxy.seen) == 1
        assert ("proxy-authorization" in proxy.seen[0].headers) == bool(password)
    assert not found
    assert isinstance(outcome, Failure)
    assert isinstance(outcome.error, Unreachable)
    assert outcome.error.failure is NetworkFailure.PROXY_SIGN_IN
    assert not server.seen


def test_only_a_given_proxy_with_a_user_has_a_password(authority: Authority) -> None:
    profile = profile_behind(1, authority)
    manager = manager_with(profile, PASSWORD)
    assert proxy_password(profile, manager) == PASSWORD
    for other in (Proxy(), replace(profile.proxy, user_name="")):
        assert proxy_password(replace(profile, proxy=other), manager) == ""
