"""The connection test, stage by stage, against servers that are good and bad in each way."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from desktop_app.core import errors
from desktop_app.core.errors import AppError, Cancelled
from desktop_app.core.profiles.connection_test import Stage, StageFailed, StageOutcome, StagePassed
from desktop_app.core.profiles.profile import (
    OnlineEnvironment,
    Profile,
    Proxy,
    ProxyKind,
    SignInKind,
    Tenant,
)
from desktop_app.core.profiles.server_info import (
    Certificate,
    ConnectionInfo,
    MailboxCount,
    TenantInfo,
)
from desktop_app.core.secrets.secret import Credentials
from desktop_app.demo import DemoServer
from desktop_app.net.cancel_token import CancelToken
from desktop_app.webapi.client_factory import ApiClientFactory
from tests.servers import faults
from tests.servers.certificates import Authority
from tests.servers.faults import page, reply
from tests.servers.hostile import Exchange, Fault, HostileServer
from tests.unit.net.outcomes import PATIENCE, Background
from tests.unit.webapi.sign_in.test_endpoint import state

VERSION = reply({"v1": "x", "NetServerVersion": "11.1"})
ME = reply({"AssociateId": 3, "FullName": "Kari", "FunctionRights": ["cs-system"]})
NOBODY = reply({"AssociateId": 0, "UserType": "AnonymousAssociate"})
GOOD: dict[str, Fault] = {"api": VERSION, "currentPrincipal": ME, "GetMailboxes": reply(b"[]")}


def profile_of(address: str, **values: object) -> Profile:
    found = Profile("p", "Acme", address, "me", proxy=Proxy(ProxyKind.NONE))
    return replace(found, **values)  # type: ignore[arg-type]


def outcomes(profile: Profile, secret: str = "word") -> list[StageOutcome]:
    return list(ApiClientFactory(profile, Credentials(secret)).probe(CancelToken()))


def stages(found: list[StageOutcome]) -> list[Stage]:
    return [outcome.stage for outcome in found]


def end_of(found: list[StageOutcome]) -> tuple[Stage, type[AppError]]:
    last = found[-1]
    assert isinstance(last, StageFailed)
    assert all(isinstance(each, StagePassed) for each in found[:-1])
    return last.stage, type(last.error)


def test_everything_over_tls(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    with HostileServer(GOOD, tls=authority.good()) as server:
        found = outcomes(profile_of(server.url, ca_file=str(authority.ca_file)))
        assert "authorization" not in server.seen[0].headers, "nobody is signed in before the end"
    assert stages(found) == [
        Stage.ADDRESS,
        Stage.TLS,
        Stage.VERSION,
        Stage.IDENTITY,
        Stage.MAILBOXES,
    ]
    told = [outcome.finding for outcome in found if isinstance(outcome, StagePassed)]
    assert told[0] == ConnectionInfo(f"127.0.0.1:{server.port}")
    certificate = told[1]
    assert isinstance(certificate, Certificate)
    assert certificate.subject == "127.0.0.1"
    assert "trustme" in certificate.issuer
    assert certificate.expires is not None
    assert certificate.protocol.startswith("TLS")
    assert told[-1] == MailboxCount(0)
    assert all(0 <= outcome.seconds < PATIENCE for outcome in found)


def test_a_store_that_the_environment_names_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    authority = Authority(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.ca_file))
    monkeypatch.delenv("SSL_CERT_DIR", raising=False)
    with HostileServer(GOOD, tls=authority.good()) as server:
        found = outcomes(profile_of(server.url))
    assert isinstance(found[1], StagePassed)
    assert isinstance(found[1].finding, Certificate)
    assert found[1].finding.trust_store == f"SSL_CERT_FILE={authority.ca_file}"


def test_the_demo_server() -> None:
    with DemoServer() as crm:
        profile = replace(profile_of(crm.url), user_name=crm.credentials.username)
        found = outcomes(profile, crm.credentials.password)
    last = found[-1]
    assert isinstance(last, StagePassed)
    assert isinstance(last.finding, MailboxCount)
    assert last.finding.count >= 40


@pytest.mark.parametrize("bad", ["wrong_host", "expired", "unknown_issuer", "self_signed"])
def test_a_bad_certificate(bad: str, tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    context: ssl.SSLContext = getattr(authority, bad)()
    with HostileServer(GOOD, tls=context) as server:
        found = outcomes(profile_of(server.url, ca_file=str(authority.ca_file)))
        assert not server.seen
    assert end_of(found) == (Stage.TLS, errors.TlsError)
    assert stages(found) == [Stage.ADDRESS, Stage.TLS]


def test_nobody_there() -> None:
    assert end_of(outcomes(profile_of("https://127.0.0.1:1/api")))[0] is Stage.ADDRESS


def test_a_ca_file_that_is_none(tmp_path: Path) -> None:
    missing = str(tmp_path / "none.pem")
    found = outcomes(profile_of("https://127.0.0.1:1/api", ca_file=missing))
    assert end_of(found) == (Stage.TLS, errors.CaFileError)


ENDS: list[tuple[dict[str, Fault], Stage, type[AppError]]] = [
    ({"api": page("Sign in")}, Stage.VERSION, errors.UnexpectedResponse),
    ({"api": reply({"a": 1})}, Stage.VERSION, errors.UnexpectedResponse),
    ({"api": reply(b"", 404)}, Stage.VERSION, errors.NotFound),
    (
        {"api": faults.redirect(302, "https://elsewhere.example/")},
        Stage.VERSION,
        errors.RedirectRefused,
    ),
    ({"api": faults.reset()}, Stage.VERSION, errors.Unreachable),
    ({"currentPrincipal": reply(b"", 401)}, Stage.IDENTITY, errors.SignInRefused),
    ({"currentPrincipal": NOBODY}, Stage.IDENTITY, errors.AnonymousSession),
    (
        {"currentPrincipal": reply(b"", 401, {"WWW-Authenticate": "NTLM"})},
        Stage.IDENTITY,
        errors.WindowsAuthOnly,
    ),
    ({"GetMailboxes": reply(b"", 403)}, Stage.MAILBOXES, errors.Forbidden),
]


@pytest.mark.parametrize(("plan", "stage", "kind"), ENDS)
def test_where_it_ends(plan: dict[str, Fault], stage: Stage, kind: type[AppError]) -> None:
    with HostileServer({**GOOD, **plan}) as server:
        assert end_of(outcomes(profile_of(server.url))) == (stage, kind)


def test_a_version_for_those_who_are_signed_in() -> None:
    with HostileServer({**GOOD, "api": [reply(b"", 401), VERSION]}) as server:
        found = outcomes(profile_of(server.url))
    assert stages(found) == [Stage.ADDRESS, Stage.IDENTITY, Stage.VERSION, Stage.MAILBOXES]


def test_a_tenant() -> None:
    plan = {**GOOD, "Cust1": state()}
    with HostileServer(plan) as server:
        tenant = Tenant(
            "Cust1", OnlineEnvironment.CUSTOM, f"{server.origin}/login", f"{server.origin}/state"
        )
        profile = profile_of("", tenant=tenant, sign_in=SignInKind.BEARER)
        found = outcomes(profile)
        assert stages(found) == [
            Stage.ADDRESS,
            Stage.TENANT,
            Stage.VERSION,
            Stage.IDENTITY,
            Stage.MAILBOXES,
        ]
        runs = found[1]
        assert isinstance(runs, StagePassed)
        assert runs.finding == TenantInfo("Running", f"{server.origin}/Cust1/api")


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (state(State="Suspended", IsRunning=False), errors.TenantNotRunning),
        (reply(b"", 404), errors.TenantUnknown),
    ],
)
def test_a_tenant_that_serves_nobody(fault: Fault, kind: type[AppError]) -> None:
    with HostileServer({"Cust1": fault}) as server:
        tenant = Tenant(
            "Cust1", OnlineEnvironment.CUSTOM, f"{server.origin}/login", f"{server.origin}/state"
        )
        profile = profile_of("", tenant=tenant, sign_in=SignInKind.BEARER)
        assert end_of(outcomes(profile)) == (Stage.TENANT, kind)


def test_it_can_be_cancelled() -> None:
    with HostileServer({"*": faults.silence()}) as server:
        access = ApiClientFactory(profile_of(server.url), Credentials("x"))
        run: Callable[[CancelToken], object] = lambda cancel: list(access.probe(cancel))  # noqa: E731
        call = Background(run)
        assert server.arrived.wait(PATIENCE)
        call.cancel.cancel()
        assert isinstance(call.outcome(), Cancelled)


def test_the_api_is_found_under_a_shorter_prefix() -> None:
    def answer(exchange: Exchange) -> None:
        path = exchange.request.path
        (VERSION if path == "/so/api" else page("Start", 404))(exchange)

    with HostileServer({**GOOD, "api": answer}) as server:
        found = outcomes(profile_of(f"{server.origin}/so/a/b/api"))
        assert all("authorization" not in seen.headers for seen in server.seen)
        tried = [seen.path for seen in server.seen]
    assert end_of(found) == (Stage.VERSION, errors.ApiMoved)
    last = found[-1]
    assert isinstance(last, StageFailed)
    assert isinstance(last.error, errors.ApiMoved)
    assert last.error.address == f"{server.origin}/so/api"
    assert tried == ["/so/a/b/api", "/so/a/api", "/so/api"]
