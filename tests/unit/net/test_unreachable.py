"""Servers that cannot be reached: each way has a name of its own, and nothing can have run."""

from __future__ import annotations

import errno
import os
import socket
import ssl
from pathlib import Path

import pytest

from desktop_app.core.errors import (
    DeadlineExceeded,
    NetworkFailure,
    TlsCause,
    TlsError,
    Unreachable,
)
from desktop_app.net import dns_lookup
from desktop_app.net.certificates import trust_store_from_environment
from desktop_app.net.http_call import HttpRequest
from desktop_app.net.http_session import HttpSession
from desktop_app.net.tls_trust import Trust
from tests.servers.certificates import Authority, Variant
from tests.servers.faults import reply
from tests.servers.hostile import HostileServer
from tests.servers.ports import free_ports
from tests.unit.net.outcomes import error_of


def unreachable(session: HttpSession, origin: str, **limits: float) -> Unreachable:
    request = HttpRequest("POST", f"{origin}/api/Save", {}, b"{}", mutates=True, **limits)  # type: ignore[arg-type]  # only floats are given
    error = error_of(lambda: session.call(request))
    assert isinstance(error, Unreachable)
    assert not error.may_have_run
    return error


def test_nobody_listens(session: HttpSession) -> None:
    (port,) = free_ports(1)
    assert unreachable(session, f"http://127.0.0.1:{port}").failure is NetworkFailure.REFUSED


@pytest.mark.parametrize("host", ["crm.invalid", "ä" * 70 + ".invalid"])
def test_the_name_is_unknown(session: HttpSession, host: str) -> None:
    error = unreachable(session, f"http://{host}")
    assert error.failure is NetworkFailure.NAME_NOT_FOUND


@pytest.mark.parametrize(
    ("code", "reach"),
    [
        (errno.ENETUNREACH, NetworkFailure.NO_ROUTE),
        (errno.EHOSTUNREACH, NetworkFailure.NO_ROUTE),
        (errno.ETIMEDOUT, NetworkFailure.TIMED_OUT),
        (errno.ECONNRESET, NetworkFailure.RESET),
    ],
)
def test_the_way_is_blocked(
    session: HttpSession, monkeypatch: pytest.MonkeyPatch, code: int, reach: NetworkFailure
) -> None:
    monkeypatch.setattr(socket.socket, "connect_ex", lambda _self, _address: code)
    assert unreachable(session, "http://127.0.0.1:9").failure is reach


def test_the_second_address_is_tried(session: HttpSession, monkeypatch: pytest.MonkeyPatch) -> None:
    with HostileServer({"*": reply(b"[]")}) as server:
        both = [("::1", server.port), ("127.0.0.1", server.port)]
        families = [socket.AF_INET6, socket.AF_INET]
        found = [(f, socket.SOCK_STREAM, 6, "", a) for f, a in zip(families, both, strict=True)]
        monkeypatch.setattr(dns_lookup, "_addresses", lambda _host, _port: found)
        answer = session.call(HttpRequest("GET", f"http://crm.example.com:{server.port}/api"))
    assert answer.status == 200


def test_an_address_of_an_unknown_kind(
    session: HttpSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = [(9999, socket.SOCK_STREAM, 6, "", ("127.0.0.1", 9))]
    monkeypatch.setattr(dns_lookup, "_addresses", lambda _host, _port: found)
    assert unreachable(session, "http://127.0.0.1:9").failure is NetworkFailure.NO_ROUTE


def test_a_silent_handshake_has_a_deadline(session: HttpSession) -> None:
    with HostileServer(mute=True) as server:
        url = f"https://127.0.0.1:{server.port}/"
        error = error_of(lambda: session.call(HttpRequest("GET", url, deadline=0.3)))
    assert isinstance(error, DeadlineExceeded)


def test_plain_http_behind_https(session: HttpSession) -> None:
    with HostileServer({"*": reply(b"[]")}) as server:
        error = unreachable(session, f"https://127.0.0.1:{server.port}")
    assert error.failure is NetworkFailure.TLS


BAD: list[tuple[Variant, str]] = [
    (Authority.expired, "expired"),
    (Authority.wrong_host, "IP address mismatch"),
    (Authority.self_signed, "self-signed"),
    (Authority.unknown_issuer, "unable to get local issuer"),
]


@pytest.mark.parametrize(("variant", "cause"), BAD)
def test_a_bad_certificate_is_refused_and_named(
    authority: Authority, variant: Variant, cause: str
) -> None:
    with (
        HostileServer({"*": reply(b"[]")}, tls=variant(authority)) as server,
        HttpSession(Trust(str(authority.ca_file))) as session,
    ):
        error = unreachable(session, server.origin)
    assert error.failure is NetworkFailure.TLS
    assert cause.lower() in error.detail.lower()
    assert not server.seen


def test_the_profiles_own_authority_is_trusted(
    authority: Authority, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "nothing.pem"))
    with (
        HostileServer({"*": reply(b"[]")}, tls=authority.good()) as server,
        HttpSession(Trust(str(authority.ca_file))) as session,
    ):
        for _ in range(2):
            assert session.call(HttpRequest("GET", server.url)).body == b"[]"


def test_requests_own_bundle_does_not_count(
    session: HttpSession, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority.ca_file))
    monkeypatch.setenv("CURL_CA_BUNDLE", str(authority.ca_file))
    with HostileServer({"*": reply(b"[]")}, tls=authority.good()) as server:
        assert unreachable(session, server.origin).failure is NetworkFailure.TLS


def test_the_systems_store_is_trusted(
    authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.ca_file))
    with (
        HostileServer({"*": reply(b"[]")}, tls=authority.good()) as server,
        HttpSession() as session,
    ):
        assert session.call(HttpRequest("GET", server.url)).body == b"[]"


def test_a_pipe_in_place_of_a_ca_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "ca.pem")
    with pytest.raises(TlsError) as caught:
        Trust(str(tmp_path / "ca.pem")).context()
    assert caught.value.cause is TlsCause.CA_FILE


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_a_ca_file_that_cannot_be_used(tmp_path: Path, content: str | None) -> None:
    file = tmp_path / "ca.pem"
    if content is not None:
        file.write_text(content)
    error = error_of(lambda: HttpSession(Trust(str(file))))
    assert isinstance(error, Unreachable)
    assert error.failure is NetworkFailure.TLS


def test_tls_1_2_is_enough_and_the_least(authority: Authority) -> None:
    context = authority.good()
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    with (
        HostileServer({"*": reply(b"[]")}, tls=context) as server,
        HttpSession(Trust(str(authority.ca_file))) as session,
    ):
        assert session.call(HttpRequest("GET", server.url)).status == 200
    assert Trust().context().minimum_version is ssl.TLSVersion.TLSv1_2


def test_a_store_that_the_environment_names_is_reported(
    session: HttpSession, authority: Authority, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.ca_file))
    with HostileServer({"*": reply(b"[]")}, tls=authority.self_signed()) as server:
        assert f"SSL_CERT_FILE={authority.ca_file}" in unreachable(session, server.origin).detail


def test_only_openssl_obeys_the_environment() -> None:
    named = {"SSL_CERT_FILE": "/a", "SSL_CERT_DIR": "/b", "REQUESTS_CA_BUNDLE": "/c"}
    assert trust_store_from_environment(named, "linux") == "SSL_CERT_FILE=/a, SSL_CERT_DIR=/b"
    assert trust_store_from_environment({}, "linux") == ""
    assert (
        trust_store_from_environment(named, "win32")
        == trust_store_from_environment(named, "darwin")
        == ""
    )
