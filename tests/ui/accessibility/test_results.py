"""Each result is announced when it comes, and is read as it stands."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.mailbox.mailbox import Draft, Field, KeepBehaviour
from desktop_app.core.profiles.profile import Profile
from desktop_app.demo import DemoCredentials, DemoServer
from desktop_app.services.background import MainThreadDispatcher
from desktop_app.services.mailbox_list.export import Exporter, ExportFormat
from desktop_app.services.profiles.connection_test import ConnectionTest
from desktop_app.services.workspace.all_profiles import RefreshAll
from desktop_app.services.workspace.profile_data import ProfileData
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.bulk.bulk_edit_dialog import BulkEditDialog
from desktop_app.ui.bulk.rotation_dialog import PasswordRotationDialog
from desktop_app.ui.journal.journal_page import JournalPage
from desktop_app.ui.mail_check.check_window import CheckWindow
from desktop_app.ui.mail_check.mailbox_check_window import MailboxCheckWindow
from desktop_app.ui.mailbox_edit.password_trial_dialog import KeepPasswordTestDialog
from desktop_app.ui.mailbox_list.export_dialog import ExportDialog
from desktop_app.ui.mailbox_list.find_all_dialog import FindAllDialog
from desktop_app.ui.mailbox_list.list_pane import ListPane
from desktop_app.ui.mailbox_list.refresh_all_dialog import RefreshAllDialog
from desktop_app.ui.profiles.connection_test_panel import ConnectionTestPanel
from desktop_app.ui.profiles.profiles_dialog import ProfilesDialog
from desktop_app.ui.secrets.secret_storage_dialog import SecretStorageDialog
from desktop_app.ui.shell.main_window import MainWindow
from desktop_app.ui.snapshots.differences_page import DifferencesPage
from desktop_app.webapi.client_factory import ApiClientFactory
from tests.callbacks import result_of
from tests.servers.ports import free_ports
from tests.ui.bulk.runs import finish_run
from tests.ui.conftest import OpenDialog, OpenWorkspace, Start
from tests.ui.edits import load_details, load_list, skip_confirmations
from tests.ui.mail_check.mail_servers import put_on_server
from tests.ui.profiles.memory_secrets import MemorySecrets
from tests.ui.windows import child, press, show_page, shown_child

Announced = list[str]


@pytest.fixture
def workspace(store_service: ProfileData, open_workspace: OpenWorkspace, qtbot: QtBot) -> Workspace:
    made = open_workspace(store=store_service)
    load_list(made, qtbot)
    qtbot.waitUntil(lambda: made.server_facts.is_loaded)
    skip_confirmations(made)
    return made


@pytest.fixture
def exporter(dispatcher: MainThreadDispatcher) -> Iterator[Exporter]:
    made = Exporter(dispatcher)
    yield made
    made.close()


def came(announced: Announced, words: str) -> bool:
    """Whether something with these words was said."""
    return any(words in said for said in announced)


def spoken_name(widget: QWidget) -> str:
    """What a screen reader says of a widget when it comes there."""
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


@pytest.fixture
def test_panel(
    dispatcher: MainThreadDispatcher, parent: QWidget
) -> Iterator[tuple[ConnectionTest, ConnectionTestPanel]]:
    test = ConnectionTest(
        MemorySecrets(), lambda p, c, keep: ApiClientFactory(p, c, "en", keep), dispatcher
    )
    panel = ConnectionTestPanel(test, parent)
    yield test, panel
    test.close()
    test.deleteLater()


def test_a_connection_test_is_heard_stage_by_stage_and_read_as_it_stands(
    test_panel: tuple[ConnectionTest, ConnectionTestPanel],
    announced: Announced,
    profile: Profile,
    qtbot: QtBot,
) -> None:
    test, panel = test_panel
    with qtbot.waitSignal(test.ended):
        panel.start(profile)
        test.start(profile, {})
    assert spoken_name(panel.result_label) == panel.text()
    assert announced[-1:] == [panel.text().splitlines()[-1]]


def test_the_state_of_the_password_storage_is_heard(
    start: Start, announced: Announced, qtbot: QtBot
) -> None:
    window = started(start, qtbot)
    window.all_actions.profile.secret_storage.trigger()
    dialog = shown_child(window, SecretStorageDialog)
    dialog.check()
    qtbot.waitUntil(lambda: "no keyring" in dialog.message_label.text(), timeout=20_000)
    assert came(announced, "no keyring")
    dialog.done(0)


def started(start: Start, qtbot: QtBot) -> MainWindow:
    window = start()
    qtbot.waitUntil(lambda: window.profile_service.is_loaded)
    return window


def test_a_receipt_is_heard(start: Start, announced: Announced, qtbot: QtBot) -> None:
    window = started(start, qtbot)
    announced.clear()
    window.profile_controller.succeeded.emit("Saved info@example.com.")
    assert announced == ["Saved info@example.com."]


def test_a_banner_is_heard_once(start: Start, announced: Announced, qtbot: QtBot) -> None:
    window = started(start, qtbot)
    announced.clear()
    for _ in range(2):
        window.show_message("The administrator allows no own profiles.")
    assert announced == ["The administrator allows no own profiles."]


def test_a_list_that_came_or_could_not_be_loaded_is_heard(
    open_workspace: OpenWorkspace,
    announced: Announced,
    crm: DemoServer,
    parent: QWidget,
    qtbot: QtBot,
) -> None:
    workspace = open_workspace()
    pane = ListPane(workspace)
    pane.setParent(parent)
    parent.show()
    workspace.refresh()
    qtbot.waitUntil(lambda: workspace.is_ready)
    assert came(announced, "43 mailboxes")
    assert not came(announced, "No mailboxes")
    crm.credentials = DemoCredentials(password="changed")
    workspace.refresh()
    qtbot.waitUntil(lambda: pane.has_sign_in_sheet)
    assert "did not accept" in pane.sign_in_sheet.form.message_label.text()
    assert came(announced, "did not accept")


def test_what_the_journal_and_the_differences_found_is_heard(
    workspace: Workspace,
    announced: Announced,
    exporter: Exporter,
    store_service: ProfileData,
    parent: QWidget,
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    assert workspace.journal is not None
    journal = JournalPage(workspace.journal, lambda _id: workspace.profile, exporter)
    show_page(journal, parent)
    journal.search_edit.setText("nobody")
    qtbot.waitUntil(lambda: "No entries match" in journal.status.text())
    assert came(announced, "No entries match.")
    journal.export_to(tmp_path / "journal.csv")
    qtbot.waitUntil(lambda: "Saved as" in journal.status.text())
    assert came(announced, "Saved as")
    compare = DifferencesPage(workspace, store_service.snapshots, [], exporter)
    show_page(compare, parent)
    qtbot.waitUntil(lambda: compare.status.text() not in ("", "Comparing…"))
    assert announced[-1].startswith("No differences.")


def test_new_entries_of_the_journal_come_in_silence(
    workspace: Workspace,
    announced: Announced,
    exporter: Exporter,
    parent: QWidget,
    qtbot: QtBot,
) -> None:
    """A bulk run would be heard a hundred times."""
    assert workspace.journal is not None
    journal = JournalPage(workspace.journal, lambda _id: workspace.profile, exporter)
    show_page(journal, parent)
    qtbot.waitUntil(lambda: journal.is_empty)
    [mailbox] = load_details(workspace, (1,), qtbot)
    result_of(partial(workspace.save, Draft(mailbox, {Field.PORT: 1993})), qtbot)
    qtbot.waitUntil(lambda: "Saved" in journal.detail_label.text())
    assert journal.status.text().startswith("1 entry.")
    assert not came(announced, "1 entry.")
    journal.search_edit.setText("1993")
    qtbot.waitUntil(lambda: came(announced, "1 entry."))


def test_what_was_found_refreshed_and_exported_is_heard(
    workspace: Workspace,
    announced: Announced,
    store_service: ProfileData,
    parent: QWidget,
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    run = RefreshAll([workspace.profile], lambda _profile: workspace, parent)
    refreshing = RefreshAllDialog(run, {workspace.profile.id: workspace.profile}, parent)
    refreshing.show()
    with qtbot.waitSignal(run.ended, timeout=20_000):
        run.start()
    assert came(announced, "Refreshed 1 of 1.")
    workspace._cache.flush()
    finding = FindAllDialog(store_service, [workspace.profile], parent)
    finding.show()
    finding.query_field.setText("support imap")
    qtbot.waitUntil(lambda: finding.model.rowCount() > 0)
    assert announced[-1:] == [finding.status_label.text()]
    pane = ListPane(workspace)
    pane.setParent(parent)
    exporting = ExportDialog(pane, parent)
    exporting.show()
    exporting.choose(2, ExportFormat.CSV)
    exporting.save_to(tmp_path / "list.csv")
    qtbot.waitUntil(lambda: "Saved" in exporting.status_label.text())
    assert announced[-1:] == [exporting.status_label.text()]


def test_the_end_of_a_bulk_run_is_heard(
    workspace: Workspace, announced: Announced, parent: QWidget, qtbot: QtBot
) -> None:
    workspace.server_facts.set_keep_behaviour(KeepBehaviour.PROVED)
    dialog = BulkEditDialog(workspace, (1, 2, 3), parent)
    dialog.show()
    qtbot.waitUntil(lambda: not dialog.reader.is_running)
    assert came(announced, dialog.count.text())
    dialog.fields.editors[Field.PORT].set_value(1993)
    dialog.fields.checkboxes[Field.PORT].setChecked(True)
    qtbot.waitUntil(dialog.save_button.isEnabled)
    dialog.save_button.click()
    page = finish_run(dialog, qtbot)
    assert came(announced, page.headline.text())
    assert len(announced) < 6, f"not each row is said: {announced}"


def test_what_became_of_a_pasted_table_is_heard(
    workspace: Workspace, announced: Announced, parent: QWidget
) -> None:
    dialog = PasswordRotationDialog(workspace, parent)
    dialog.show()
    QGuiApplication.clipboard().setText("")
    dialog.paste_button.click()
    assert announced == ["The clipboard has no table."]


def test_the_steps_of_the_keep_password_test_are_heard(
    workspace: Workspace, announced: Announced, parent: QWidget, qtbot: QtBot
) -> None:
    [mailbox] = load_details(workspace, (1,), qtbot)
    dialog = KeepPasswordTestDialog(workspace, mailbox, parent)
    dialog.show()
    dialog.password_field.line_edit.setText("as it is now")
    press(dialog, "Begin", qtbot)
    qtbot.waitUntil(lambda: "send a message" in dialog.text_label.text())
    assert announced[-1:] == [dialog.text_label.text()]
    press(dialog, "New mail has arrived", qtbot)
    assert announced[-1:] == [dialog.text_label.text()]
    dialog.reject()


def test_a_mail_check_is_heard(open_dialog: OpenDialog, announced: Announced) -> None:
    panel = open_dialog(1).editor.check_panel
    panel.start()
    panel.cancel()
    assert came(announced, "Checking ")
    assert announced[-1:] == ["Stopped."]


def test_the_check_of_one_mailbox_is_heard(
    workspace: Workspace, announced: Announced, parent: QWidget, qtbot: QtBot
) -> None:
    put_on_server(workspace, [1], free_ports(1)[0])
    window = MailboxCheckWindow(workspace, 1, (), parent)
    window.show()
    qtbot.waitUntil(lambda: not window.check.is_running)
    assert came(announced, f"{window.page.result.text()} {window.page.note_label.text()}")


def test_the_end_of_many_mail_checks_is_heard(
    workspace: Workspace, announced: Announced, parent: QWidget, qtbot: QtBot
) -> None:
    window = CheckWindow(workspace, [], parent)
    window.show()
    qtbot.waitUntil(lambda: not window.run.is_running)
    assert came(announced, window.summary.text())


def test_the_profiles_that_were_exported_and_imported_are_heard(
    start: Start, announced: Announced, profile: Profile, qtbot: QtBot, tmp_path: Path
) -> None:
    window = start(profile)
    qtbot.waitUntil(lambda: window.pane is not None)
    window.all_actions.profile.manage_profiles.trigger()
    dialog = child(window, ProfilesDialog)
    dialog.export_to(tmp_path / "profiles.json")
    qtbot.waitUntil(lambda: "exported" in dialog.message_label.text())
    assert came(announced, dialog.message_label.text())
    dialog.done(0)
