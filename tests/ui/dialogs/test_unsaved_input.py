"""Each window in which something can be typed asks before that is lost, on every way out."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from desktop_app import ui
from desktop_app.core.mailbox.mailbox import Field, KeepBehaviour
from desktop_app.core.secrets.secret import StorageKind
from desktop_app.core.settings import Settings
from desktop_app.profiles.settings_file import SettingsFile
from desktop_app.services.workspace.profile_data import ProfileData
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.bulk.bulk_edit_dialog import BulkEditDialog
from desktop_app.ui.bulk.rotation_dialog import PasswordRotationDialog
from desktop_app.ui.dialogs.guarded_dialog import GuardedDialog
from desktop_app.ui.dialogs.table_dialog import TableDialog
from desktop_app.ui.history.history_text import HistoryTab
from desktop_app.ui.history.history_window import HistoryWindow
from desktop_app.ui.mail_check.mailbox_check_window import MailboxCheckWindow
from desktop_app.ui.mailbox_edit.password_trial_dialog import KeepPasswordTestDialog
from desktop_app.ui.profiles.profile_dialog import ProfileDialog
from desktop_app.ui.secrets.secret_storage_dialog import SecretStorageDialog
from desktop_app.ui.shell.main_window import MainWindow
from desktop_app.ui.snapshots.differences_page import DifferencesPage
from tests.servers.ports import free_ports
from tests.ui.conftest import Answers, OpenWorkspace, Start
from tests.ui.edits import load_details, load_list, skip_confirmations
from tests.ui.mail_check.mail_servers import put_on_server
from tests.ui.windows import delete_now, shown_child

TYPED = "typed by hand"
Opened = tuple[QDialog, QLineEdit]
"""A window, and a line in it."""


@pytest.fixture
def window(start: Start, qtbot: QtBot, tmp_path: Path) -> MainWindow:
    """The program, which keeps its secrets in an encrypted file that is not made yet."""
    SettingsFile(tmp_path / "data").save(Settings(StorageKind.VAULT))
    made = start()
    qtbot.waitUntil(lambda: made.profile_service.is_loaded)
    return made


@pytest.fixture
def workspace(store_service: ProfileData, open_workspace: OpenWorkspace, qtbot: QtBot) -> Workspace:
    made = open_workspace(store=store_service)
    skip_confirmations(made)
    return load_list(made, qtbot)


class Windows:
    """Opens each of the windows in which something can be typed."""

    def __init__(self, request: pytest.FixtureRequest, qtbot: QtBot) -> None:
        self._request, self._qtbot = request, qtbot

    def new_profile(self) -> Opened:
        window = cast("MainWindow", self._request.getfixturevalue("window"))
        window.all_actions.profile.create.trigger()
        dialog = shown_child(window, ProfileDialog)
        return dialog, dialog.form.name

    def new_profiles_password(self) -> Opened:
        dialog = cast("ProfileDialog", self.new_profile()[0])
        return dialog, dialog.form.password.line_edit

    def password_to_check(self) -> Opened:
        workspace = cast("Workspace", self._request.getfixturevalue("workspace"))
        put_on_server(workspace, [1], free_ports(1)[0])
        parent = cast("QWidget", self._request.getfixturevalue("parent"))
        dialog = MailboxCheckWindow(workspace, 1, (), parent)
        dialog.show()
        self._qtbot.waitUntil(lambda: not dialog.check.is_running)
        return dialog, dialog.page.password_field.line_edit

    def password_storage(self) -> Opened:
        window = cast("MainWindow", self._request.getfixturevalue("window"))
        window.all_actions.profile.secret_storage.trigger()
        dialog = shown_child(window, SecretStorageDialog)
        return dialog, dialog.vault_passphrase.passphrase_field.line_edit

    def bulk_edit(self) -> Opened:
        work = self._workspace()
        dialog = BulkEditDialog(work, (1, 2, 3), self._parent())
        dialog.show()
        self._qtbot.waitUntil(lambda: not dialog.reader.is_running)
        return dialog, cast("QLineEdit", dialog.fields.editors[Field.SERVER])

    def rotation(self) -> Opened:
        dialog = PasswordRotationDialog(self._workspace(), self._parent())
        dialog.show()
        return dialog, dialog.login_edit

    def differences(self) -> Opened:
        window = cast("MainWindow", self._request.getfixturevalue("window"))
        window.show_demo()
        self._qtbot.waitUntil(window.all_actions.history.differences.isEnabled)
        window.all_actions.history.differences.trigger()
        history = shown_child(window, HistoryWindow)
        page = history.page(HistoryTab.DIFFERENCES)
        assert isinstance(page, DifferencesPage)
        self._qtbot.waitUntil(lambda: page.status.text() != "")
        return history, page.sources.name_edit

    def keep_password_test(self) -> Opened:
        work = self._workspace()
        [mailbox] = load_details(work, (1,), self._qtbot)
        dialog = KeepPasswordTestDialog(work, mailbox, self._parent())
        dialog.show()
        return dialog, dialog.password_field.line_edit

    def _workspace(self) -> Workspace:
        return cast("Workspace", self._request.getfixturevalue("workspace"))

    def _parent(self) -> QWidget:
        return cast("QWidget", self._request.getfixturevalue("parent"))


WINDOWS: dict[str, Callable[[Windows], Opened]] = {
    "profile": Windows.new_profile,
    "password of a profile": Windows.new_profiles_password,
    "password to check": Windows.password_to_check,
    "password storage": Windows.password_storage,
    "bulk edit": Windows.bulk_edit,
    "password rotation": Windows.rotation,
    "name of a snapshot": Windows.differences,
    "test of the kept password": Windows.keep_password_test,
}


ENDS = ("Cancel", "Close")
"""The buttons that end a window without saving."""


def press_cancel(dialog: QDialog) -> None:
    buttons = dialog.findChildren(QPushButton)
    next(b for b in buttons if b.isVisible() and b.text().replace("&", "") in ENDS).click()


WAYS: dict[str, Callable[[QDialog], object]] = {
    "Esc": lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape),
    "Cancel": press_cancel,
    "close button": lambda dialog: dialog.close(),
}


@pytest.fixture(params=WINDOWS)
def opened(request: pytest.FixtureRequest, qtbot: QtBot) -> Iterator[Opened]:
    dialog, line = WINDOWS[request.param](Windows(request, qtbot))
    assert dialog.isVisible()
    yield dialog, line
    if isValid(dialog):
        dialog.done(0)
    delete_now()


@pytest.mark.parametrize("way", WAYS)
def test_what_was_typed_stays_unless_the_user_agrees_to_lose_it(
    opened: Opened, answers: Answers, way: str
) -> None:
    dialog, line = opened
    line.selectAll()
    QTest.keyClicks(line, TYPED)
    WAYS[way](dialog)
    assert len(answers.asked) == 1, f"{way} closed the window unasked"
    assert any(words in answers.questions[0] for words in ("lost", "not saved", "not taken"))
    assert (dialog.isVisible(), line.text()) == (True, TYPED)
    answers.leave = True
    WAYS[way](dialog)
    assert len(answers.asked) == 2
    assert not (isValid(dialog) and dialog.isVisible())


def test_a_row_that_was_unticked_by_hand_is_not_lost_unasked(
    workspace: Workspace, parent: QWidget, answers: Answers, qtbot: QtBot
) -> None:
    workspace.server_facts.set_keep_behaviour(KeepBehaviour.PROVED)
    dialog = BulkEditDialog(workspace, (1, 2, 3), parent)
    dialog.show()
    qtbot.waitUntil(lambda: not dialog.reader.is_running)
    dialog.fields.editors[Field.PORT].set_value(4711)
    dialog.fields.checkboxes[Field.PORT].setChecked(True)
    qtbot.waitUntil(lambda: bool(dialog.ready_drafts))
    dialog.model.setData(
        dialog.model.index(0, 0), Qt.CheckState.Unchecked, Qt.ItemDataRole.CheckStateRole
    )
    dialog.fields.checkboxes[Field.PORT].setChecked(False)
    dialog.reject()
    assert len(answers.asked) == 1
    assert dialog.isVisible()
    dialog.done(0)


@pytest.mark.parametrize("way", WAYS)
def test_where_nothing_was_typed_nobody_is_asked(
    opened: Opened, answers: Answers, way: str
) -> None:
    dialog, _line = opened
    WAYS[way](dialog)
    assert answers.asked == []
    assert not (isValid(dialog) and dialog.isVisible())


def test_what_was_typed_and_taken_back_is_no_reason_to_ask(
    window: MainWindow, answers: Answers
) -> None:
    window.all_actions.profile.create.trigger()
    dialog = shown_child(window, ProfileDialog)
    QTest.keyClicks(dialog.form.name, TYPED)
    dialog.form.name.clear()
    dialog.reject()
    assert answers.asked == []


def test_quitting_asks_about_a_profile_that_is_being_typed(
    window: MainWindow, answers: Answers, tmp_path: Path
) -> None:
    window.all_actions.profile.create.trigger()
    dialog = shown_child(window, ProfileDialog)
    QTest.keyClicks(dialog.form.name, TYPED)
    window.close()
    assert len(answers.asked) == 1, "the program quit unasked"
    assert (window.isVisible(), dialog.isVisible()) == (True, True)
    assert not (tmp_path / "data/profiles.json").exists()
    dialog.done(0)


NOTHING_TO_LOSE = {
    "AboutDialog": "shows texts",
    "CheckWindow": "shows results",
    "ColumnsDialog": "each choice applies at once",
    "ExportDialog": "choices for one file",
    "FindAllDialog": "words to find",
    "KeyringPromptWindow": "waits for the keyring",
    "HelpWindow": "words to find",
    "ProfilesDialog": "words to find",
    "RefreshAllDialog": "shows results",
    "SettingsDiscoveryDialog": "a choice, taken at once",
    "TableDialog": "the base class of tables",
    "RightsDialog": "a table",
    "SavedPasswordsDialog": "a table",
    "TextPreviewDialog": "shows a text",
}
"""The dialogs in which closing loses nothing that was entered, and why."""


def test_every_dialog_is_guarded_or_has_nothing_to_lose() -> None:
    for module in pkgutil.walk_packages(ui.__path__, "desktop_app.ui."):
        importlib.import_module(module.name)
    ours = [kind for kind in subclasses(QDialog) if kind.__module__.startswith("desktop_app.ui.")]
    unguarded = {kind.__name__ for kind in ours if not is_guarded(kind)}
    assert unguarded == set(NOTHING_TO_LOSE)


def is_guarded(kind: type[QDialog]) -> bool:
    no_input = TableDialog.has_unsaved_work
    return issubclass(kind, GuardedDialog) and kind.has_unsaved_work is not no_input


def subclasses(kind: type[QDialog]) -> Iterator[type[QDialog]]:
    for each in kind.__subclasses__():
        yield each
        yield from subclasses(each)
