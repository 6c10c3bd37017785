"""A bulk edit demands each password until a test was made: it offers that test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from desktop_app.core.mailbox.mailbox import Field, KeepBehaviour, ReplacePassword
from desktop_app.demo import DemoServer
from desktop_app.services.workspace.profile_data import ProfileData
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.bulk.bulk_edit_dialog import BulkEditDialog
from desktop_app.ui.mailbox_edit.password_trial_dialog import KeepPasswordTestDialog
from tests.demo_mailboxes import stored_mailbox
from tests.ui.bulk.runs import finish_run
from tests.ui.conftest import OpenWorkspace
from tests.ui.edits import skip_confirmations
from tests.ui.windows import child, delete_now, press

FREE = (1, 2, 3)
LOCKED = 8
SECRET = "c4nary-7"
OpenUnproved = Callable[..., BulkEditDialog]


@pytest.fixture
def workspace(store_service: ProfileData, open_workspace: OpenWorkspace, qtbot: QtBot) -> Workspace:
    made = open_workspace(store=store_service)
    made.refresh()
    qtbot.waitUntil(lambda: made.server_facts.is_loaded)
    skip_confirmations(made)
    made.server_facts.keep_behaviour = KeepBehaviour.UNPROVED
    return made


@pytest.fixture
def open_unproved(workspace: Workspace, qtbot: QtBot) -> Iterator[OpenUnproved]:
    """Opens a bulk edit that sets the port; no password is proved to be kept."""
    opened: list[BulkEditDialog] = []

    def open_it(*ids: int) -> BulkEditDialog:
        dialog = BulkEditDialog(workspace, ids)
        opened.append(dialog)
        dialog.show()
        qtbot.waitUntil(lambda: not dialog.reader.is_running)
        dialog.fields.editors[Field.PORT].set_value(1993)
        qtbot.waitUntil(lambda: not dialog._plan_timer.isActive())
        return dialog

    yield open_it
    for dialog in filter(isValid, opened):
        dialog.shut_down()
        dialog.done(0)
    delete_now()


def offers(dialog: BulkEditDialog) -> list[QPushButton]:
    """The buttons that can be pressed for a test."""
    buttons = [b for b in dialog.findChildren(QPushButton) if "once" in b.text().replace("&", "")]
    return [button for button in buttons if button.isVisible() and button.isEnabled()]


def start_trial(dialog: BulkEditDialog, qtbot: QtBot) -> KeepPasswordTestDialog:
    """Offer, press, type the password, begin."""
    assert offers(dialog), "the test is offered"
    offers(dialog)[0].click()
    trial = child(dialog, KeepPasswordTestDialog)
    trial.password_field.line_edit.setText("as it is now")
    press(trial, "Begin the test", qtbot)
    return trial


def said(dialog: BulkEditDialog) -> str:
    labels = [label for label in dialog.review_page.findChildren(QLabel) if label.isVisible()]
    return "\n".join(label.text() for label in labels)


def test_the_trial_ends_the_demand_for_passwords(
    open_unproved: OpenUnproved, crm: DemoServer, qtbot: QtBot
) -> None:
    dialog = open_unproved(*FREE)
    assert "password" in said(dialog)
    trial = start_trial(dialog, qtbot)
    press(trial, "New mail has arrived", qtbot)
    trial.reject()
    assert dialog.save_button.text() == "&Save 3 to Acme (test)"
    assert dialog.save_button.isEnabled()
    assert "password" not in said(dialog)
    assert "Password" not in dialog.model.titles
    assert offers(dialog) == []
    before = [stored_mailbox(crm, number).password for number in FREE]
    dialog.save_button.click()
    finish_run(dialog, qtbot)
    assert [stored_mailbox(crm, number).port for number in FREE] == [1993] * 3
    assert [stored_mailbox(crm, number).password for number in FREE] == before


def test_a_trial_that_loses_the_password_demands_each_of_them_for_good(
    open_unproved: OpenUnproved, qtbot: QtBot
) -> None:
    dialog = open_unproved(*FREE)
    trial = start_trial(dialog, qtbot)
    press(trial, "No mail arrives after the save", qtbot)
    qtbot.waitUntil(lambda: "saved again" in trial.text_label.text())
    trial.reject()
    assert "clears the stored password" in said(dialog)
    assert "may clear" not in said(dialog)
    assert not dialog.ready_drafts
    assert offers(dialog) == [], "it is known now"


def test_the_selected_mailbox_is_tried(open_unproved: OpenUnproved, workspace: Workspace) -> None:
    dialog = open_unproved(LOCKED, *FREE)
    dialog.fold_button.click()
    names = {row: dialog.model.texts_of(row)[0] for row in range(4)}
    assert offers(dialog), "the test is offered"
    for row in (1, 2):
        dialog.table.selectRow(row)
        offers(dialog)[0].click()
        trial = child(dialog, KeepPasswordTestDialog)
        assert names[row] in trial.text_label.text()
        trial.reject()
        delete_now()
    dialog.table.selectRow(3)
    assert workspace.address_of(LOCKED) == names[3]
    assert offers(dialog) == [], "its password could not be restored"


def test_no_typed_password_is_lost_by_the_trial(open_unproved: OpenUnproved, qtbot: QtBot) -> None:
    dialog = open_unproved(*FREE)
    dialog.row_passwords.set_typed(2, SECRET)
    trial = start_trial(dialog, qtbot)
    press(trial, "New mail has arrived", qtbot)
    trial.reject()
    assert len(dialog.ready_drafts) == 3
    typed = [d.password for d in dialog.ready_drafts if d.original.id == 2]
    assert typed == [ReplacePassword(SECRET)]
    assert "Password" in dialog.model.titles, "what was typed can still be taken back"
    assert dialog.typed_passwords == 1


def test_a_result_from_elsewhere_is_followed(
    open_unproved: OpenUnproved, workspace: Workspace
) -> None:
    dialog = open_unproved(*FREE)
    workspace.server_facts.set_keep_behaviour(KeepBehaviour.PROVED)
    assert len(dialog.ready_drafts) == 3
    workspace.server_facts.set_keep_behaviour(KeepBehaviour.DESTROYS)
    assert not dialog.ready_drafts
    assert "clears the stored password" in said(dialog)


def test_a_result_during_the_run_changes_nothing_of_the_review(
    open_unproved: OpenUnproved, workspace: Workspace, qtbot: QtBot
) -> None:
    dialog = open_unproved(*FREE)
    workspace.server_facts.set_keep_behaviour(KeepBehaviour.PROVED)
    dialog.save_button.click()
    workspace.server_facts.set_keep_behaviour(KeepBehaviour.DESTROYS)
    page = finish_run(dialog, qtbot)
    assert page.runner.queue.counts.waiting == 0


def test_a_read_only_profile_offers_no_trial(
    open_unproved: OpenUnproved, workspace: Workspace
) -> None:
    dialog = open_unproved(*FREE)
    assert offers(dialog), "the test is offered"
    workspace.update_settings(
        replace(workspace.profile, read_only=True, tested=True), workspace.policy
    )
    assert offers(dialog) == []
    assert "Read-only" in dialog.banner.text
