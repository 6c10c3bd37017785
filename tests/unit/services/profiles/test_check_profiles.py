"""``--check-profiles`` goes each profile's own way, and signs in nowhere: not even at the proxy."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desktop_app.core.profiles.profile import OnlineEnvironment, Profile, Proxy, ProxyKind, Tenant
from desktop_app.profiles.machine_wide import MachineWideProfiles
from desktop_app.services.profiles.check_profiles import check_lines
from tests.servers.certificates import Authority
from tests.servers.faults import page, reply
from tests.servers.hostile import HostileServer
from tests.servers.http_proxy import http_proxy, log

START = {"NetServerVersion": "11.4", "v1": {}}


def at(address: str) -> Profile:
    return Profile("6f1c2f0e-6f0d-4c57-9a53-0d4f6d1f7a10", "Given", address, "")


def said(profile: Profile) -> dict[str, Any]:
    [line] = check_lines(MachineWideProfiles((profile,)))
    found = json.loads(line)
    assert isinstance(found, dict)
    return found


def test_the_ca_file_of_a_profile_counts(authority: Authority, tmp_path: Path) -> None:
    with HostileServer({"api": reply(START)}, tls=authority.good()) as server:
        profile = at(f"{server.origin}/api")
        assert (said(profile)["ok"], said(profile)["tls"], said(profile)["error"]) == (
            False,
            False,
            "TLS",
        )
        found = said(replace(profile, ca_file=str(authority.ca_file)))
        assert (found["ok"], found["tls"], found["version"]) == (True, True, "11.4")
        assert found["protocol"].startswith("TLSv1.")
        assert found["expires"]
        missing = said(replace(profile, ca_file=str(tmp_path / "none.pem")))
        assert (missing["ok"], missing["error"]) == (False, "TLS")
        assert "CA file" in missing["detail"]


def test_the_proxy_of_a_profile_counts(tmp_path: Path) -> None:
    with HostileServer({"api": reply(START)}) as server, http_proxy(tmp_path) as port:
        way = Proxy(ProxyKind.CUSTOM, f"http://127.0.0.1:{port}")
        found = said(replace(at(f"{server.remote_origin}/api"), proxy=way))
        assert (found["ok"], found["proxy"], found["version"]) == (True, way.address, "11.4")
        assert f"0.0.0.0:{server.port}" in log(tmp_path)


def test_a_proxy_that_wants_a_password_is_said_and_gets_none(tmp_path: Path) -> None:
    with (
        HostileServer({"api": reply(START)}) as server,
        http_proxy(tmp_path, "kim", "hidden") as port,
    ):
        way = Proxy(ProxyKind.CUSTOM, f"http://127.0.0.1:{port}", "kim")
        found = said(replace(at(f"{server.remote_origin}/api"), proxy=way))
        assert (found["ok"], found["error"]) == (False, "PROXY_SIGN_IN")
        assert "wants a user name and password" in found["detail"]
        assert server.count("api") == 0


def test_a_proxy_that_is_not_there() -> None:
    way = Proxy(ProxyKind.CUSTOM, "http://127.0.0.1:9")
    assert said(replace(at("https://crm.example/api"), proxy=way))["error"] == "PROXY"


@pytest.mark.parametrize(
    ("fault", "error"), [(page(), "NotTheApi"), (page(status=404), "AddressUnknown")]
)
def test_something_else_at_the_address_is_not_fine(fault: Any, error: str) -> None:
    with HostileServer({"api": fault}) as server:
        found = said(at(f"{server.origin}/api"))
        assert (found["ok"], found["error"]) == (False, error)


def test_a_server_that_tells_its_version_to_users_only_is_fine() -> None:
    with HostileServer({"api": reply({}, status=401)}) as server:
        assert (said(at(f"{server.origin}/api"))["ok"]) is True


def test_a_tenant_is_followed_to_where_it_runs() -> None:
    with HostileServer({"api": reply(START)}) as crm:
        state = {"Api": f"{crm.origin}/api", "IsRunning": True, "State": "Running"}
        with HostileServer({"Cust1": reply(state)}) as online:
            where = Tenant(
                "Cust1",
                OnlineEnvironment.CUSTOM,
                f"{online.origin}/login",
                f"{online.origin}/state",
            )
            found = said(replace(at(""), tenant=where))
            assert (found["ok"], found["api"]) == (True, f"{crm.origin}/api")
            assert found["version"] == "11.4"
            assert crm.seen[0].headers.get("authorization") is None


def test_a_tenant_that_does_not_run() -> None:
    state = {"Api": "", "IsRunning": False, "State": "Suspended"}
    with HostileServer({"Cust1": reply(state)}) as online:
        where = Tenant(
            "Cust1", OnlineEnvironment.CUSTOM, f"{online.origin}/login", f"{online.origin}/state"
        )
        found = said(replace(at(""), tenant=where))
        assert (found["ok"], found["error"], found["detail"]) == (
            False,
            "TenantNotRunning",
            "Suspended",
        )
