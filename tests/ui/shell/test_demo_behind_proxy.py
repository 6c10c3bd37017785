"""The demo works on a computer whose environment names a proxy, and the proxy learns nothing."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from tests.servers.faults import reply
from tests.servers.hostile import HostileServer
from tests.ui.conftest import Start
from tests.ui.windows import pane_of


@pytest.mark.parametrize("name", ["http_proxy", "HTTP_PROXY", "all_proxy"])
def test_the_demo_shows_its_list(
    name: str, start: Start, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("no_proxy", "")
    with HostileServer({"*": reply(b"", 502)}) as proxy:
        monkeypatch.setenv(name, proxy.origin)
        pane = pane_of(start(demo=True))
        qtbot.waitUntil(lambda: pane.workspace.list_state.phase.name in ("READY", "FAILED"))
        assert bytes(proxy.raw) == b""
        assert pane.model.rowCount() >= 40
