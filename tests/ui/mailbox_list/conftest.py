from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.mailbox_list.list_pane import ListPane


@pytest.fixture
def pane(listed: Workspace, qtbot: QtBot) -> Iterator[ListPane]:
    """The list with the details of all of its 43 mailboxes."""
    pane = ListPane(listed)
    qtbot.addWidget(pane)
    pane.resize(1100, 600)
    pane.show()
    listed.list_changed.emit()
    qtbot.waitUntil(lambda: len(listed.details.known) == 43)
    yield pane
    pane.save_layout()
