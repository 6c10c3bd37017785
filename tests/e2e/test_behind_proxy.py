"""Somebody practises on the demo at a computer whose environment names a proxy."""

from __future__ import annotations

from tests.e2e.conftest import Start
from tests.e2e.steps import sees_list
from tests.servers.faults import reply
from tests.servers.hostile import HostileServer


def test_the_demo_stays_on_this_computer(start: Start) -> None:
    with HostileServer({"*": reply(b"", 502)}) as proxy:
        user = start("--demo", proxy=proxy.origin)
        user.until(lambda: bool(proxy.raw) or sees_list(user).rows == 43, "the list, or a call")
        assert bytes(proxy.raw) == b""
        user.ends()
