"""A profile's language is changed: categories have other names then, and nothing is different."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.profiles.profile import Profile
from desktop_app.demo import DemoServer
from desktop_app.services.list_state import ListPhase
from desktop_app.services.workspace.profile_data import ProfileData
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.snapshots.differences_page import DifferencesPage
from tests.demo_mailboxes import change_mailbox
from tests.ui.conftest import OpenWorkspace
from tests.ui.windows import show_page


@pytest.fixture
def danish(
    open_workspace: OpenWorkspace, store_service: ProfileData, profile: Profile, qtbot: QtBot
) -> Workspace:
    """The profile in Danish, after a day on which it was in English; a snapshot is of that day."""
    english = open_workspace(replace(profile, language="en"), store=store_service)
    refreshed(english, qtbot)
    store_service.snapshots.take(english.profile, english.rows, {}, "in English", language="en")
    english.close()
    danish = open_workspace(replace(profile, language="da"), store=store_service)
    refreshed(danish, qtbot)
    names = {row.category for row in danish.rows} ^ {row.category for row in english.rows}
    assert names, "the demo server has other names in Danish"
    return danish


def refreshed(workspace: Workspace, qtbot: QtBot) -> None:
    workspace.refresh()
    qtbot.waitUntil(lambda: workspace.list_state.phase is ListPhase.READY)


def test_the_list_says_that_nothing_is_different(danish: Workspace) -> None:
    assert danish.list_loader.changes.counts.changed == 0


def test_a_changed_address_is_told_all_the_same(
    danish: Workspace, crm: DemoServer, qtbot: QtBot
) -> None:
    change_mailbox(crm, 1, address="moved@example.com")
    danish.refresh()
    qtbot.waitUntil(lambda: danish.list_loader.changes.counts.changed == 1)


def test_from_then_on_changes_in_danish_are_told(
    danish: Workspace, crm: DemoServer, qtbot: QtBot
) -> None:
    danish.list_loader.mark_seen()
    change_mailbox(crm, 1, category="Salg")
    danish.refresh()
    qtbot.waitUntil(lambda: danish.list_loader.changes.counts.changed == 1)


@pytest.mark.parametrize("left", ["As last seen", "in English"])
def test_the_comparison_says_so_too(
    danish: Workspace, store_service: ProfileData, parent: QWidget, qtbot: QtBot, left: str
) -> None:
    dialog = DifferencesPage(danish, store_service.snapshots, [], danish.exporter)
    show_page(dialog, parent)
    qtbot.waitUntil(lambda: dialog.sources.left.count() == 3)
    qtbot.waitUntil(lambda: dialog.model.rowCount() == 0 or bool(dialog.status.text()))
    box = dialog.sources.left
    box.setCurrentIndex(next(n for n in range(3) if left in box.itemText(n)))
    box.activated.emit(box.currentIndex())
    qtbot.waitUntil(lambda: "differ" in dialog.status.text().lower())
    assert dialog.status.text().startswith("No differences.")
