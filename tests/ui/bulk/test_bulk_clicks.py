"""A bulk run asks less and is still guarded: nothing is sent before the click or twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from desktop_app.core.mailbox.mailbox import Field, KeepBehaviour
from desktop_app.demo import DemoServer
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.bulk.bulk_edit_dialog import BulkEditDialog
from desktop_app.ui.widgets.dialog_buttons import StandardButton
from tests.ui.bulk.runs import finish_run
from tests.ui.conftest import Answers
from tests.ui.edits import load_list, skip_confirmations
from tests.ui.windows import delete_now

FREE = (1, 2, 3)
SMALL = QSize(683, 324)
"""Logical pixels of a screen of 1366 x 768 at 200 %, without the frame of the window."""
Review = Callable[[], BulkEditDialog]


@pytest.fixture
def review(workspace: Workspace, qtbot: QtBot) -> Iterator[Review]:
    """Opens the review of a new port for some mailboxes."""
    opened: list[BulkEditDialog] = []
    load_list(workspace, qtbot)
    skip_confirmations(workspace)

    def open_it() -> BulkEditDialog:
        dialog = BulkEditDialog(workspace, range(1, 8))
        opened.append(dialog)
        dialog.show()
        qtbot.waitUntil(lambda: not dialog.reader.is_running)
        return dialog

    yield open_it
    for dialog in filter(isValid, opened):
        dialog.shut_down()
        dialog.done(0)
    delete_now()


def fill(dialog: BulkEditDialog, qtbot: QtBot) -> None:
    dialog.fields.editors[Field.PORT].set_value(1993)
    qtbot.waitUntil(dialog.save_button.isEnabled)


def test_enter_right_after_the_window_opens_saves_nothing(
    review: Review, crm: DemoServer, qtbot: QtBot
) -> None:
    dialog = review()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.run_page is None
    fill(dialog, qtbot)
    QTest.keyClick(dialog.fold_button, Qt.Key.Key_Return)
    assert dialog.run_page is None, "Enter on another button is not the save"
    assert crm.request_count("SaveMailboxEntity") == 0


def test_a_double_click_on_save_sends_once_and_closes_nothing(
    review: Review, crm: DemoServer, answers: Answers, qtbot: QtBot
) -> None:
    """Close takes the place of Save when the run begins: the second click must not meet it."""
    dialog = review()
    fill(dialog, qtbot)
    count = len(dialog.ready_drafts)
    QTest.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    QTest.mouseDClick(dialog.save_button, Qt.MouseButton.LeftButton)
    dialog.buttons.button(StandardButton.Cancel).click()
    assert answers.asked == [], "Close was not pressed"
    assert dialog.isVisible()
    finish_run(dialog, qtbot)
    assert crm.request_count("SaveMailboxEntity") == count


def test_the_first_save_of_a_profile_is_told_below_the_headline(
    review: Review, workspace: Workspace, qtbot: QtBot
) -> None:
    workspace.server_facts.is_first_save = True
    told = []
    for port in (1993, 2993):
        dialog = review()
        dialog.fields.editors[Field.PORT].set_value(port)
        qtbot.waitUntil(dialog.save_button.isEnabled)
        dialog.save_button.click()
        page = finish_run(dialog, qtbot)
        told.append("folder and the interval" in page.status.text())
    assert told == [True, False]


@pytest.mark.parametrize("saved", [False, True], ids=["review", "result"])
def test_rows_are_visible_on_a_small_screen(
    review: Review, workspace: Workspace, qtbot: QtBot, *, saved: bool
) -> None:
    dialog = review()
    if not saved:
        workspace.server_facts.set_keep_behaviour(KeepBehaviour.UNPROVED)
    fill(dialog, qtbot) if saved else dialog.fields.editors[Field.USER_NAME].set_value("{user}")
    dialog.resize(SMALL)
    table = dialog.table
    if saved:
        dialog.save_button.click()
        table = finish_run(dialog, qtbot).table
    QApplication.processEvents()
    assert dialog.width() <= SMALL.width(), "it can be made that narrow"
    assert dialog.height() <= SMALL.height() + 30, "and that low, with the frame of most systems"
    whole = table.viewport().height() // table.verticalHeader().defaultSectionSize()
    assert whole > 2, "rows can be compared"
    box = dialog.fields.checkboxes[Field.PORT]
    if not saved:
        box.setFocus()
        qtbot.waitUntil(lambda: not box.visibleRegion().isEmpty())


@pytest.mark.parametrize("key", [False, True], ids=["click", "key"])
def test_a_tick_moves_to_the_value_that_is_entered_next(review: Review, *, key: bool) -> None:
    dialog = review()
    box, editor = dialog.fields.checkboxes[Field.SERVER], dialog.fields.editors[Field.SERVER]
    dialog.activateWindow()
    if key:
        QTest.keyClick(dialog, Qt.Key.Key_E, Qt.KeyboardModifier.AltModifier)
    else:
        box.click()
    assert box.isChecked()
    assert dialog.focusWidget() is editor
    box.click()
    assert not box.isChecked()
