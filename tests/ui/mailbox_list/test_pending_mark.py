"""The row of a mailbox with a pending change is marked, for eyes and for screen readers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from desktop_app.core.mailbox.mailbox import Draft, Field
from desktop_app.core.mailbox_list.mailbox_state import MailboxState
from desktop_app.core.profiles.profile import Profile
from desktop_app.services.pending.change_set import ChangeSet
from desktop_app.services.workspace.profile_data import ProfileData
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.mailbox_list.list_pane import ListPane
from desktop_app.ui.mailbox_list.table.column_spec import Column
from desktop_app.ui.mailbox_list.table.row_delegate import RowDelegate, StateIcons
from tests.ui.conftest import OpenWorkspace
from tests.ui.edits import load_details

FREE, LOCKED = 1, 8
ROLE = Qt.ItemDataRole


@pytest.fixture
def workspace(store_service: ProfileData, open_workspace: OpenWorkspace, qtbot: QtBot) -> Workspace:
    made = open_workspace(store=store_service, change_set=ChangeSet(store_service))
    made.refresh()
    qtbot.waitUntil(lambda: made.is_ready)
    return made


@pytest.fixture
def pane(workspace: Workspace, qtbot: QtBot) -> ListPane:
    made = ListPane(workspace)
    qtbot.addWidget(made)
    made.resize(1100, 500)
    made.show()
    workspace.refresh()
    qtbot.waitUntil(lambda: made.model.total_count > 0)
    return made


def adds(workspace: Workspace, profile: Profile, mailbox_id: int, qtbot: QtBot) -> int:
    """Add a change of a mailbox in a profile, and return its id."""
    changes = workspace.change_set
    assert changes is not None
    (box,) = load_details(workspace, [mailbox_id], qtbot)
    changes.add(profile, Draft(box, {Field.PORT: 1993}))
    qtbot.waitUntil(lambda: changes.find(profile.id, mailbox_id) is not None)
    found = changes.find(profile.id, mailbox_id)
    assert found is not None
    return found.id


def told(pane: ListPane, mailbox_id: int, role: int) -> str:
    """Give what the first cell of a mailbox's row says beside its text."""
    line = pane.model.line_of(mailbox_id)
    assert line is not None
    return str(pane.model.index(line, Column.ADDRESS).data(role) or "")


def has_picture(pane: ListPane, mailbox_id: int) -> bool:
    """Tell whether the row is painted with the mark of a pending change."""
    line = pane.model.line_of(mailbox_id)
    assert line is not None
    option = QStyleOptionViewItem()
    delegate = pane.view.itemDelegate()
    assert isinstance(delegate, RowDelegate)
    delegate.initStyleOption(option, pane.model.index(line, Column.STATE))
    pending = StateIcons().icon(MailboxState.PENDING)
    return option.icon.pixmap(16).toImage() == pending.pixmap(16).toImage()


def test_the_row_of_a_pending_change_is_marked_until_it_is_gone(
    workspace: Workspace, pane: ListPane, qtbot: QtBot
) -> None:
    assert not has_picture(pane, FREE)
    change_id = adds(workspace, workspace.profile, FREE, qtbot)
    assert has_picture(pane, FREE), "the row looks as if nothing were pending"
    assert "Pending: " in told(pane, FREE, ROLE.AccessibleDescriptionRole)
    assert "Pending: " in told(pane, FREE, ROLE.ToolTipRole)
    assert not has_picture(pane, 2)
    assert workspace.change_set is not None
    workspace.change_set.remove(change_id)
    assert not has_picture(pane, FREE)
    assert "Pending: " not in told(pane, FREE, ROLE.AccessibleDescriptionRole)


def test_a_pane_that_opens_later_has_the_marks_too(workspace: Workspace, qtbot: QtBot) -> None:
    adds(workspace, workspace.profile, FREE, qtbot)
    pane = ListPane(workspace)
    qtbot.addWidget(pane)
    workspace.refresh()
    qtbot.waitUntil(lambda: pane.model.total_count > 0)
    assert has_picture(pane, FREE), "the row looks as if nothing were pending"


def test_the_change_of_another_profile_marks_nothing(
    workspace: Workspace, pane: ListPane, qtbot: QtBot
) -> None:
    other = replace(workspace.profile, id="2b4e28ba-2fa1-41d2-883f-0016d3cca427")
    adds(workspace, other, FREE, qtbot)
    assert not has_picture(pane, FREE)


def test_a_locked_row_tells_both(workspace: Workspace, pane: ListPane, qtbot: QtBot) -> None:
    before = told(pane, LOCKED, ROLE.AccessibleDescriptionRole)
    assert before
    adds(workspace, workspace.profile, LOCKED, qtbot)
    said = told(pane, LOCKED, ROLE.AccessibleDescriptionRole).split("\n")
    assert len(said) == 2, "the lock, and the change that waits"
    assert before in said
