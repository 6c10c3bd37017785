"""A result beside a form never tells of something else than the form shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.secrets.secret import StorageKind
from desktop_app.core.settings import Settings
from desktop_app.core.snapshot import Difference, DifferenceKind, SnapshotComparison
from desktop_app.demo import DemoCredentials, DemoServer
from desktop_app.profiles.secrets.vault_head import KdfCost
from desktop_app.profiles.secrets.vault_store import VaultStore
from desktop_app.profiles.settings_file import SettingsFile
from desktop_app.services.mailbox_list.export import ExportFormat
from desktop_app.services.workspace.profile_data import ProfileData
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.mailbox_edit.password_trial_dialog import KeepPasswordTestDialog
from desktop_app.ui.mailbox_list.export_dialog import ExportDialog
from desktop_app.ui.mailbox_list.list_pane import ListPane
from desktop_app.ui.profiles.profile_dialog import ProfileDialog
from desktop_app.ui.secrets.secret_storage_dialog import SecretStorageDialog
from desktop_app.ui.shell.main_window import MainWindow
from desktop_app.ui.snapshots.differences_page import DifferencesPage
from tests.servers import faults
from tests.servers.hostile import HostileServer
from tests.ui.conftest import OpenWorkspace, Start
from tests.ui.edits import load_details, load_list, skip_confirmations
from tests.ui.windows import press, show_page, shown_child

WORKS = "The connection works."
BEFORE = "Before your change:"


@pytest.fixture
def dialog(start: Start, crm: DemoServer, qtbot: QtBot) -> Iterator[ProfileDialog]:
    """The dialog of a new profile, filled in."""
    window: MainWindow = start()
    qtbot.waitUntil(lambda: window.profile_service.is_loaded)
    window.all_actions.profile.create.trigger()
    made = shown_child(window, ProfileDialog)
    made.form.name.setText("Acme")
    made.form.address.setText(crm.url)
    made.form.user_name.setText(crm.credentials.username)
    made.form.password.line_edit.setText(crm.credentials.password)
    yield made
    made.done(0)


@pytest.fixture
def tested(dialog: ProfileDialog, qtbot: QtBot) -> ProfileDialog:
    """The same, with the result of a test that went well."""
    dialog.test_button.click()
    qtbot.waitUntil(lambda: WORKS in dialog.test_panel.text())
    return dialog


CHANGES: dict[str, Callable[[ProfileDialog], object]] = {
    "user name": lambda dialog: QTest.keyClicks(dialog.form.user_name, "x"),
    "password": lambda dialog: QTest.keyClicks(dialog.form.password.line_edit, "x"),
    "address": lambda dialog: dialog.form.address.setText("https://other.example.com"),
    "no address": lambda dialog: dialog.form.address.clear(),
    "online": lambda dialog: dialog.form.address_section.location_box.setCurrentIndex(1),
    "proxy": lambda dialog: dialog.form.network_section.proxy.setCurrentIndex(1),
    "CA file": lambda dialog: dialog.form.network_section.ca_file.path_field.setText("/ca.pem"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_connection_test_is_marked_once_the_connection_is_another(
    tested: ProfileDialog, change: str
) -> None:
    CHANGES[change](tested)
    assert tested.test_panel.text().startswith(BEFORE)


def test_a_change_that_is_taken_back_or_of_something_else_leaves_the_result(
    tested: ProfileDialog,
) -> None:
    shown = tested.test_panel.text()
    tested.form.name.setText("Another name")
    tested.form.network_section.note.setText("a note")
    assert tested.test_panel.text() == shown
    user = tested.form.user_name.text()
    tested.form.user_name.setText("another")
    assert tested.test_panel.text() == f"{BEFORE}\n{shown}"
    tested.form.user_name.setText(user)
    assert tested.test_panel.text() == shown


def test_a_test_that_runs_while_the_form_changes_is_stopped(
    dialog: ProfileDialog, qtbot: QtBot
) -> None:
    with HostileServer({"*": faults.silence()}) as server:
        dialog.form.address.setText(server.url)
        dialog.test_button.click()
        qtbot.waitUntil(server.arrived.is_set)
        QTest.keyClicks(dialog.form.user_name, "x")
        assert dialog.test_button.isEnabled(), "it waits for an answer about something else"
        assert "Testing" not in dialog.test_panel.text()


def test_a_marked_result_goes_with_the_next_test(tested: ProfileDialog, qtbot: QtBot) -> None:
    QTest.keyClicks(tested.form.password.line_edit, "x")
    assert tested.test_panel.text().startswith(BEFORE)
    tested.test_button.click()
    qtbot.waitUntil(lambda: "did not accept" in tested.test_panel.text())
    assert BEFORE not in tested.test_panel.text()
    assert WORKS not in tested.test_panel.text()


def test_a_wrong_passphrase_is_told_until_another_is_typed(
    start: Start, qtbot: QtBot, tmp_path: Path
) -> None:
    VaultStore(tmp_path / "data", KdfCost(64, 1, 1)).create("long enough")
    SettingsFile(tmp_path / "data").save(Settings(StorageKind.VAULT))
    window = start()
    qtbot.waitUntil(lambda: window.profile_service.is_loaded)
    window.all_actions.profile.secret_storage.trigger()
    dialog = shown_child(window, SecretStorageDialog)
    line = dialog.vault_passphrase.passphrase_field.line_edit
    line.setText("wrong")
    dialog.save()
    qtbot.waitUntil(lambda: "does not unlock" in dialog.message_label.text(), timeout=20_000)
    QTest.keyClicks(line, "l")
    assert "does not unlock" not in dialog.message_label.text()
    dialog.done(0)


@pytest.fixture
def workspace(store_service: ProfileData, open_workspace: OpenWorkspace, qtbot: QtBot) -> Workspace:
    made = open_workspace(store=store_service)
    skip_confirmations(made)
    return load_list(made, qtbot)


def test_a_refused_keep_password_test_is_told_until_another_password_is_typed(
    workspace: Workspace, crm: DemoServer, parent: QWidget, qtbot: QtBot
) -> None:
    [mailbox] = load_details(workspace, (1,), qtbot)
    dialog = KeepPasswordTestDialog(workspace, mailbox, parent)
    dialog.show()
    line = dialog.password_field.line_edit
    line.setText("x")
    crm.credentials = DemoCredentials(password="rotated")
    press(dialog, "Begin", qtbot)
    qtbot.waitUntil(lambda: "did not accept" in dialog.text_label.text())
    QTest.keyClicks(line, "y")
    assert "did not accept" not in dialog.text_label.text()
    line.clear()
    dialog.reject()


def test_a_saved_file_is_told_until_something_else_is_chosen(
    workspace: Workspace, parent: QWidget, qtbot: QtBot, tmp_path: Path
) -> None:
    pane = ListPane(workspace)
    pane.setParent(parent)
    dialog = ExportDialog(pane, parent)
    dialog.show()
    dialog.choose(2, ExportFormat.CSV)
    dialog.save_to(tmp_path / "list.csv")
    qtbot.waitUntil(lambda: "Saved" in dialog.status_label.text())
    next(b for b in dialog.findChildren(QRadioButton) if "xlsx" in b.text()).click()
    assert "Saved" not in dialog.status_label.text()


def test_differences_go_when_other_lists_are_chosen(
    workspace: Workspace, store_service: ProfileData, parent: QWidget, qtbot: QtBot
) -> None:
    dialog = DifferencesPage(workspace, store_service.snapshots, [], workspace.exporter)
    show_page(dialog, parent)
    qtbot.waitUntil(lambda: dialog.status.text().startswith("No differences."))
    dialog.sources.name_edit.setText("at first")
    dialog.sources.take_button.click()
    qtbot.waitUntil(lambda: dialog.sources.left.count() == 3)
    dialog.sources.left.setCurrentIndex(2)
    dialog.sources.left.activated.emit(2)
    assert dialog.status.text() != "No differences.", "the lists are still being read"
    qtbot.waitUntil(lambda: dialog.status.text().startswith("No differences."))


def test_a_comparison_that_is_outdated_when_it_ends_is_not_shown(
    workspace: Workspace, store_service: ProfileData, parent: QWidget, qtbot: QtBot
) -> None:
    page = DifferencesPage(workspace, store_service.snapshots, [], workspace.exporter)
    show_page(page, parent)
    qtbot.waitUntil(lambda: page.status.text().startswith("No differences."))
    outdated = page.comparison._number
    page.comparison.start()
    gone = Difference(DifferenceKind.GONE, "info@example.com", 1, 0)
    page.comparison._on_compared(outdated, SnapshotComparison([gone], 0))
    assert page.model.rowCount() == 0
    qtbot.waitUntil(lambda: len(page.comparison._rows_by_side) == 2)
    assert page.model.rowCount() == 0
