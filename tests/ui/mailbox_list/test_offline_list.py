"""The window without a network: the last good list at once, with its age, and back again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop_app.core.errors import NetworkFailure, Unreachable
from desktop_app.core.profiles.profile import Profile
from desktop_app.demo import DemoServer
from desktop_app.services.client_protocol import MailboxClient
from desktop_app.services.workspace.workspace import ListPhase
from desktop_app.ui.mailbox_list.list_pane import ListPane
from desktop_app.ui.mailbox_list.table.column_spec import Column
from desktop_app.webapi.client_factory import open_client
from tests.ui.conftest import Restart

Run = Callable[[], ListPane]


class Network:
    """Whether there is one."""

    works = True


@pytest.fixture
def network() -> Network:
    return Network()


@pytest.fixture
def run(crm: DemoServer, profile: Profile, restart: Restart, network: Network, qtbot: QtBot) -> Run:
    """Starts the program's work on one profile again and again, and shows its list."""

    def connect() -> MailboxClient:
        if not network.works:
            raise Unreachable(NetworkFailure.NO_ROUTE, "no network")
        return open_client(profile, crm.credentials.password, "en")

    def begin() -> ListPane:
        workspace = restart(connect=connect, refresh=False)
        pane = ListPane(workspace)
        qtbot.addWidget(pane)
        pane.resize(900, 400)
        pane.show()
        workspace.refresh()
        return pane

    return begin


def loaded(pane: ListPane, qtbot: QtBot) -> ListPane:
    qtbot.waitUntil(lambda: pane.workspace.is_ready)
    return pane


def without_network(run: Run, network: Network, qtbot: QtBot) -> ListPane:
    loaded(run(), qtbot)
    network.works = False
    pane = run()
    qtbot.waitUntil(lambda: pane.workspace.list_state.phase is ListPhase.FAILED)
    qtbot.waitUntil(lambda: pane.workspace.list_state.is_from_cache)
    return pane


def test_the_last_list_is_shown_with_its_age(run: Run, network: Network, qtbot: QtBot) -> None:
    pane = without_network(run, network, qtbot)
    assert pane.model.total_count == 43
    assert pane.view.isVisible()
    assert "Showing the list from today" in pane.banner.text
    assert "as of today" in pane.status_text()
    assert "not connected" in pane.status_text()
    assert "loaded" not in pane.status_text()


def test_it_can_be_filtered(run: Run, network: Network, qtbot: QtBot) -> None:
    pane = without_network(run, network, qtbot)
    pane.set_filter("support")
    assert 0 < pane.model.shown_count < 43
    pane.set_filter("nothing has this")
    assert pane.placeholder.isVisible()
    pane.set_filter("")
    assert pane.view.isVisible()


def test_selection_scroll_and_filter_survive_the_return_of_the_network(
    run: Run, network: Network, qtbot: QtBot
) -> None:
    pane = without_network(run, network, qtbot)
    pane.set_filter("a")
    chosen = pane.model.id_at(pane.model.rowCount() - 3)
    assert chosen is not None
    pane.view.select_mailbox(chosen)
    scroll = pane.view.verticalScrollBar().value()
    assert scroll > 0
    network.works = True
    pane.workspace.connection.probe()
    loaded(pane, qtbot)
    assert pane.view.current_id() == chosen
    assert pane.view.verticalScrollBar().value() == scroll
    assert pane.filter_text == "a"
    assert pane.banner.text == ""
    assert "as of" not in pane.status_text()


def test_values_that_may_be_old_say_so(run: Run, network: Network, qtbot: QtBot) -> None:
    pane = loaded(run(), qtbot)
    qtbot.waitUntil(lambda: pane.workspace.details.get(1) is not None)
    line = pane.model.line_of(1)
    assert line is not None
    port = pane.model.index(line, Column.PORT)
    assert "as of" not in port.data(Qt.ItemDataRole.ToolTipRole)
    network.works = False
    pane = run()
    qtbot.waitUntil(lambda: pane.workspace.list_state.is_from_cache)
    line = pane.model.line_of(1)
    assert line is not None
    port = pane.model.index(line, Column.PORT)
    assert port.data() == "993"
    assert "as of today" in port.data(Qt.ItemDataRole.ToolTipRole)
