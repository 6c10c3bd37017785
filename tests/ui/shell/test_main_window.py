"""The main window in each of its states, with the whole program behind it."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QPushButton
from pytestqt.qtbot import QtBot

import desktop_app
from desktop_app.core.mailbox.mailbox import Field, ServerType
from desktop_app.demo import DemoCredentials, DemoServer
from desktop_app.services.workspace.workspace import ListPhase
from desktop_app.ui.mailbox_edit.edit_dialog import EditDialog
from desktop_app.ui.mailbox_list.list_pane import ListPane
from desktop_app.ui.mailbox_list.table.column_spec import Column
from desktop_app.ui.profiles.profile_dialog import ProfileDialog
from desktop_app.ui.shell.main_window import MainWindow
from desktop_app.ui.widgets.windows import TITLE_BAR_HEIGHT, resize_to_fit
from tests.demo_mailboxes import stored_mailbox
from tests.ui.conftest import Answers, Start
from tests.ui.edits import confirm_all, type_password
from tests.ui.windows import FakeSessionManager, child, pane_of, shown_child


def shown_pane(window: MainWindow, qtbot: QtBot, rows: int = 43) -> ListPane:
    """The list, once it has so many rows."""
    qtbot.waitUntil(lambda: window.pane is not None and window.pane.model.rowCount() == rows)
    qtbot.waitUntil(lambda: not window._update_timer.isActive())
    return pane_of(window)


def fill(dialog: ProfileDialog, crm: DemoServer, password: str = "", *, name: str = "Acme") -> None:
    """Fill in the profile dialog as a person would."""
    dialog.form.name.setText(name)
    dialog.form.address.setText(crm.url)
    dialog.form.user_name.setText(crm.credentials.username)
    dialog.form.password.line_edit.setText(password or crm.credentials.password)


def make_profile(
    window: MainWindow, crm: DemoServer, qtbot: QtBot, password: str = "", *, name: str = "Acme"
) -> None:
    """Make a profile through the window."""
    window.all_actions.profile.create.trigger()
    dialog = child(window, ProfileDialog)
    fill(dialog, crm, password, name=name)
    with qtbot.waitSignal(dialog.saved):
        dialog.save()


def test_menus_are_filled_after_the_first_paint(start: Start) -> None:
    """Their titles are in it; their keys work from then on."""
    window = start()
    assert [menu.isEmpty() for menu in window.menus.all()] == [True] * 5
    window.finish_startup()
    assert not any(menu.isEmpty() for menu in window.menus.all())
    assert window.all_actions.program.demo in window.menus.profile.actions()


def test_without_profiles_it_offers_the_first_one_and_the_demo(start: Start, qtbot: QtBot) -> None:
    window = start()
    qtbot.waitUntil(lambda: window.pages.placeholder.headline == "No profile yet")
    first = window.focusWidget()
    assert isinstance(first, QPushButton), "Enter begins"
    assert "New profile" in first.text()
    assert not window.all_actions.mailbox.refresh.isEnabled()
    window.all_actions.program.demo.trigger()
    shown_pane(window, qtbot)
    assert window.toolbar.demo_badge.isVisible()


def test_the_demo_says_so_and_lists_its_mailboxes(start: Start, qtbot: QtBot) -> None:
    window = start(demo=True)
    pane = shown_pane(window, qtbot)
    assert window.toolbar.demo_badge.text() == "DEMO"
    assert "Demo" in window.windowTitle()
    qtbot.waitUntil(lambda: "signed in as Kim Demo" in pane_of(window).status_text())
    assert pane_of(window).status_text().startswith("43 mailboxes · ")
    qtbot.waitUntil(lambda: pane.workspace.details.get(1) is not None)
    tips = [action.toolTip() for action in window.all_actions.toolbar_actions()]
    assert all(tip.endswith(")") for tip in tips), "an icon tells its key"
    assert "Refresh (F5)" in tips


def test_a_profile_made_by_hand_reaches_its_server(
    start: Start, crm: DemoServer, qtbot: QtBot
) -> None:
    window = start()
    make_profile(window, crm, qtbot)
    shown_pane(window, qtbot)
    assert window.windowTitle().startswith("Acme")
    assert not window.toolbar.demo_badge.isVisible()
    assert "keyring" in window.banner.text, "there is none here, and that is said"


def test_a_wrong_password_is_tried_once_and_can_be_typed_again(
    start: Start, crm: DemoServer, qtbot: QtBot
) -> None:
    window = start()
    make_profile(window, crm, qtbot, password="wrong")
    qtbot.waitUntil(lambda: window.pane is not None)
    pane = pane_of(window)
    qtbot.waitUntil(lambda: pane.workspace.list_state.phase is ListPhase.FAILED)
    form = pane.sign_in_sheet.form
    assert "did not accept" in form.message_label.text()
    assert crm.request_count("GetMailboxes") == 1
    field = window.focusWidget()
    assert field is form.secret_field.line_edit, "there is nothing else to do"
    QTest.keyClicks(field, crm.credentials.password)
    QTest.keyClick(field, Qt.Key.Key_Return)
    shown_pane(window, qtbot)
    assert not pane.has_sign_in_sheet


def test_a_failed_refresh_keeps_the_list_and_says_so(
    start: Start, crm: DemoServer, qtbot: QtBot
) -> None:
    window = start()
    make_profile(window, crm, qtbot)
    pane = shown_pane(window, qtbot)
    crm.credentials = DemoCredentials(password="rotated")
    window.all_actions.mailbox.refresh.trigger()
    qtbot.waitUntil(lambda: pane.has_sign_in_sheet)
    assert "Showing the list from today" in pane.sign_in_sheet.form.message_label.text()
    assert pane.model.rowCount() == 43
    qtbot.waitUntil(lambda: "not connected" in pane_of(window).status_text())


def test_typing_filters_and_esc_clears(start: Start, qtbot: QtBot) -> None:
    window = start(demo=True)
    pane = shown_pane(window, qtbot)
    pane.view.setFocus()
    QTest.keyClicks(pane.view, "rechnung")
    assert window.toolbar.filter_box.text() == "rechnung"
    assert pane.model.rowCount() == 1
    qtbot.waitUntil(lambda: ", 1 shown" in pane_of(window).status_text())
    QTest.keyClicks(window.toolbar.filter_box, "zzz")
    assert pane.placeholder.headline == "No mailboxes match the filter"
    QTest.keyClick(window.toolbar.filter_box, Qt.Key.Key_Escape)
    assert pane.model.rowCount() == 43


def test_arrows_and_enter_act_on_the_list_from_the_filter(start: Start, qtbot: QtBot) -> None:
    window = start(demo=True)
    pane = shown_pane(window, qtbot)
    window.toolbar.filter_box.setText("example.com")
    first = pane.view.current_id()
    QTest.keyClick(window.toolbar.filter_box, Qt.Key.Key_Down)
    second = pane.view.current_id()
    assert second is not None
    assert second != first
    QTest.keyClick(window.toolbar.filter_box, Qt.Key.Key_Return)
    dialogs = window.editors.of_profile(pane.workspace.profile.id)
    assert [d.mailbox_id for d in dialogs] == [second]


BESIDE = Qt.ToolButtonStyle.ToolButtonTextBesideIcon
ICON_ONLY = Qt.ToolButtonStyle.ToolButtonIconOnly
COMMANDS = {Qt.Key.Key_E: "edit", Qt.Key.Key_D: "copy"}
"""Keys that a line of text has a use for on X11."""


@pytest.mark.parametrize("key", COMMANDS, ids=COMMANDS.values())
def test_the_filter_leaves_the_window_its_keys(start: Start, qtbot: QtBot, key: Qt.Key) -> None:
    window = start(demo=True)
    shown_pane(window, qtbot)
    box = window.toolbar.filter_box
    box.setText("example.com")
    asked = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.ControlModifier)
    asked.ignore()
    QCoreApplication.sendEvent(box, asked)
    assert not asked.isAccepted()
    typed = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.NoModifier, "e")
    typed.ignore()
    QCoreApplication.sendEvent(box, typed)
    assert typed.isAccepted(), "a letter is the filter's"


def test_what_enter_would_open_is_in_sight_when_the_filter_goes(start: Start, qtbot: QtBot) -> None:
    window = start(demo=True)
    window.resize(900, 300)
    pane = shown_pane(window, qtbot)
    pane.view.select_mailbox(pane.view.visible_ids()[0])
    last = pane.model.id_at(42)
    assert last is not None
    window.toolbar.filter_box.setText(pane.workspace.address_of(last))
    assert pane.view.current_id() == last
    QTest.keyClick(window.toolbar.filter_box, Qt.Key.Key_Escape)
    assert pane.view.current_id() == last
    assert last in pane.view.visible_ids()


def test_the_row_menu_opens_without_a_menu_key(start: Start, qtbot: QtBot) -> None:
    pane = shown_pane(start(demo=True), qtbot)
    asked: list[QEvent] = []

    class Watch(QObject):
        def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.ContextMenu:
                asked.append(event)
                return True
            return False

    watch = Watch()
    pane.view.installEventFilter(watch)
    QTest.keyClick(pane.view, Qt.Key.Key_F10, Qt.KeyboardModifier.ShiftModifier)
    pane.view.removeEventFilter(watch)
    assert len(asked) == 1


def toolbar_fits(window: MainWindow) -> bool:
    """Whether everything in the toolbar is inside it: Qt hides what has no room."""
    bar = window.toolbar
    widgets = [bar.widgetForAction(action) for action in bar.actions() if action.isVisible()]
    return all(w.isVisible() and bar.rect().contains(w.geometry()) for w in widgets)


def test_the_filter_is_there_on_a_small_screen(start: Start, crm: DemoServer, qtbot: QtBot) -> None:
    """1366 x 768 is 911 x 512 at 150 % and 683 x 384 at 200 %.

    A profile that is locked has the most in its toolbar, and this one has a long name.
    """
    window = start()
    make_profile(window, crm, qtbot, name="Acme Customer Support, Nordic and Baltic Countries")
    shown_pane(window, qtbot)
    for width, words in ((1500, BESIDE), (683, ICON_ONLY), (911, ICON_ONLY), (1500, BESIDE)):
        window.resize(width, 340)
        QCoreApplication.processEvents()
        assert toolbar_fits(window)
        assert window.width() == width, "the window can be made that small"
        assert window.toolbar.toolButtonStyle() is words
        assert window.toolbar.filter_box.width() >= 100, "some letters can be read"


@pytest.mark.parametrize("width", [683, 911, 1100, 1200, 1300])
def test_the_toolbar_makes_room_for_one_more_action(
    start: Start, crm: DemoServer, qtbot: QtBot, width: int
) -> None:
    window = start()
    make_profile(window, crm, qtbot)
    shown_pane(window, qtbot)
    locks = window.all_actions.profile
    qtbot.waitUntil(locks.unlock.isEnabled)
    locks.unlock.trigger()
    qtbot.waitUntil(lambda: not locks.unlock.isVisible())
    window.resize(width, 340)
    QCoreApplication.processEvents()
    assert toolbar_fits(window)
    locks.lock.trigger()
    qtbot.waitUntil(locks.unlock.isVisible)
    QCoreApplication.processEvents()
    assert toolbar_fits(window)
    assert (window.toolbar.toolButtonStyle() is BESIDE) is (width >= 1100), "words while they fit"


def edited_window(start: Start, qtbot: QtBot) -> tuple[MainWindow, EditDialog]:
    window = start(demo=True)
    dialog = window.editors.edit(shown_pane(window, qtbot).workspace, 1)
    qtbot.waitUntil(lambda: dialog.is_ready)
    dialog.editor.form.port_editor.setValue(1993)
    return window, dialog


def test_windows_open_within_the_screen(start: Start) -> None:
    window = start()
    room = window.screen().availableGeometry()
    assert window.width() <= room.width()
    resize_to_fit(window, 5000, 5000)
    assert window.height() == room.height() - TITLE_BAR_HEIGHT


def test_who_agreed_to_log_out_is_not_asked_again(
    start: Start, qtbot: QtBot, answers: Answers
) -> None:
    """Qt asks the window to close after it asked about the end of the session."""
    window, _ = edited_window(start, qtbot)
    window.finish_startup()
    answers.leave = True
    assert window._session_end_handler is not None
    session = FakeSessionManager()
    window._session_end_handler.on_commit_data_request(session)
    window.close()
    assert session.said == ["release"]
    assert answers.asked == ["Close without saving?"]
    assert not window.isVisible()


def test_selection_scroll_and_filter_survive_a_refresh(start: Start, qtbot: QtBot) -> None:
    window = start(demo=True)
    window.resize(900, 300)
    pane = shown_pane(window, qtbot)
    pane.view.select_mailbox(31)
    scroll = pane.view.verticalScrollBar().value()
    assert scroll > 0
    with qtbot.waitSignal(pane.workspace.list_changed):
        window.all_actions.mailbox.refresh.trigger()
    assert pane.view.current_id() == 31
    assert pane.view.verticalScrollBar().value() == scroll


def test_one_dialog_for_a_mailbox_and_several_at_a_time(start: Start, qtbot: QtBot) -> None:
    window = start(demo=True)
    pane = shown_pane(window, qtbot)
    first = window.editors.edit(pane.workspace, 1)
    second = window.editors.edit(pane.workspace, 2)
    assert window.editors.edit(pane.workspace, 1) is first
    assert first is not second
    assert not first.isModal()


def test_a_save_is_reported_and_the_row_shows_the_servers_answer(
    start: Start, qtbot: QtBot
) -> None:
    window = start(demo=True)
    pane = shown_pane(window, qtbot)
    dialog = window.editors.edit(pane.workspace, 1)
    qtbot.waitUntil(lambda: dialog.is_ready)
    dialog.editor.form.text_editors[Field.SERVER].setText("imap9.example.com")
    with qtbot.waitSignal(window.editors.saved):
        dialog.save()
    assert window.receipts.bar.text.startswith("Saved and read back. info@example.com: Server")
    qtbot.waitUntil(lambda: pane.workspace.list_state.phase is ListPhase.READY)
    line = pane.model.line_of(1)
    assert line is not None
    assert pane.model.index(line, Column.SERVER).data() == "imap9.example.com"


def test_a_mailbox_that_was_created_is_seen_although_a_filter_is_set(
    start: Start, qtbot: QtBot
) -> None:
    window = start(demo=True)
    pane = shown_pane(window, qtbot)
    window.toolbar.filter_box.setText("rechnung")
    dialog = window.editors.edit(pane.workspace, 0)
    qtbot.waitUntil(lambda: dialog.is_ready)
    dialog.editor.form.type_editor.set_value(ServerType.IMAPS)
    dialog.editor.form.text_editors[Field.ADDRESS].setText("nytt@example.com")
    dialog.editor.form.text_editors[Field.SERVER].setText("imap.example.com")
    dialog.editor.form.text_editors[Field.USER_NAME].setText("nytt")
    type_password(dialog.editor.form, "c4nary")
    confirm_all(dialog)
    dialog.save()
    shown_pane(window, qtbot, rows=44)
    assert window.toolbar.filter_box.text() == ""
    assert pane.view.current_id() == 44
    assert window.receipts.bar.text.count("nytt@example.com") == 1, "said once"


def test_where_a_mailbox_is_deleted_is_said(start: Start, qtbot: QtBot) -> None:
    window = start(demo=True)
    shown_pane(window, qtbot)
    window.all_actions.mailbox.delete.trigger()
    assert "Settings and maintenance > Requests > Email" in window.banner.text


def test_duplicating_opens_a_new_mailbox_like_the_selected_one(start: Start, qtbot: QtBot) -> None:
    window = start(demo=True)
    pane = shown_pane(window, qtbot)
    pane.view.select_mailbox(4)
    window.all_actions.mailbox.duplicate.trigger()
    (dialog,) = window.editors.of_profile("demo")
    qtbot.waitUntil(
        lambda: dialog.is_ready and bool(dialog.editor.form.text_editors[Field.SERVER].text())
    )
    assert dialog.mailbox_id == 0
    dialog.discard_edit()


def test_a_changed_profile_keeps_its_open_dialogs(
    start: Start, crm: DemoServer, qtbot: QtBot
) -> None:
    window = start()
    make_profile(window, crm, qtbot)
    pane = shown_pane(window, qtbot)
    edit = window.editors.edit(pane.workspace, 1)
    qtbot.waitUntil(lambda: edit.is_ready)
    edit.editor.form.port_editor.setValue(1993)
    crm.credentials = DemoCredentials(password="rotated")
    window.all_actions.profile.change.trigger()
    dialog = shown_child(window, ProfileDialog)
    dialog.form.password.line_edit.setText("rotated")
    with qtbot.waitSignal(dialog.saved):
        dialog.save()
    assert edit.editor.form.port_editor.value() == 1993, "nothing typed is lost"
    qtbot.waitUntil(lambda: window.all_actions.profile.unlock.isEnabled())
    window.all_actions.profile.unlock.trigger()
    confirm_all(edit)
    with qtbot.waitSignal(edit.saved):
        edit.save_button.click()
    assert stored_mailbox(crm, 1).port == 1993


def test_quitting_with_unsaved_work_asks_and_stays(
    start: Start, qtbot: QtBot, answers: Answers
) -> None:
    window, dialog = edited_window(start, qtbot)
    window.close()
    assert len(answers.asked) == 1
    assert window.isVisible()
    assert dialog.editor.form.port_editor.value() == 1993
    dialog.editor.form.rows[Field.PORT].undo_button.click()


def test_every_action_is_in_a_menu_with_a_key(start: Start) -> None:
    window = start()
    menus = [action.menu() for action in window.menuBar().actions()]
    listed = [a for menu in menus if isinstance(menu, QMenu) for a in menu.actions()]
    named = {a.text(): a.shortcut().toString() for a in listed if not a.isSeparator()}
    assert all(named.values()), named
    keys = [a.shortcut().toString() for a in listed if not a.isSeparator()]
    assert len(set(keys)) == len(keys)


def test_no_key_is_one_that_types_a_character_on_windows() -> None:
    """Ctrl+Alt is AltGr there: with it, a German or Norwegian types @, {, € and others."""
    texts = [
        node.value
        for path in Path(desktop_app.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    keys = [text for text in texts if re.fullmatch(r"((Ctrl|Alt|Shift|Meta)\+)+\w+", text)]
    assert len(keys) > 20, "the keys of the menus are written like this"
    assert [text for text in keys if "Ctrl" in text and "Alt" in text] == []


@pytest.mark.parametrize("demo", [False, True], ids=["no profile", "a list"])
def test_no_two_lines_of_a_menu_have_the_same_letter(
    start: Start, qtbot: QtBot, demo: bool
) -> None:
    window = start(demo=demo)
    if demo:
        shown_pane(window, qtbot)
    for menu in (window.menuBar(), *window.menus.all()):
        if isinstance(menu, QMenu):
            menu.aboutToShow.emit()
        texts = [a.text() for a in menu.actions() if a.isVisible() and not a.isSeparator()]
        letters = [text[text.index("&") + 1].lower() for text in texts]
        assert len(set(letters)) == len(letters), texts


def test_no_two_actions_have_the_same_key(start: Start) -> None:
    window = start()
    window.finish_startup()
    keys = [key.toString() for action in window.findChildren(QAction) for key in action.shortcuts()]
    assert len(keys) > 40
    assert [key for key, count in Counter(keys).items() if count > 1] == []


def test_deleting_a_profile_forgets_it(
    start: Start, crm: DemoServer, qtbot: QtBot, answers: Answers, tmp_path: Path
) -> None:
    window = start()
    make_profile(window, crm, qtbot)
    workspace = shown_pane(window, qtbot).workspace
    dialog = window.editors.edit(workspace, 1)
    qtbot.waitUntil(lambda: workspace.write_lock.can_unlock and dialog.is_ready)
    window.profile_controller.unlock(workspace)
    qtbot.waitUntil(lambda: workspace.may_write)
    dialog.editor.form.port_editor.setValue(4711)
    answers.leave = True
    window.all_actions.profile.delete.trigger()
    qtbot.waitUntil(lambda: window.pane is None)
    (asked,) = answers.questions
    assert "Your unsaved changes to its mailboxes would be lost." in asked
    assert window.editors.of_profile(workspace.profile.id) == []
    assert window.pages.placeholder.headline == "No profile yet"
    assert "Acme" not in (tmp_path / "data" / "profiles.json").read_text("utf-8")
