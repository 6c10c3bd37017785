"""Receipts: what was saved is said over the list of its profile, can be undone, and ends."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from desktop_app.core.mailbox.mailbox import Draft, Field, KeepBehaviour
from desktop_app.core.profiles.profile import Environment, Profile
from desktop_app.core.secrets.secret import StorageKind
from desktop_app.demo import DemoServer
from desktop_app.services.bulk.save_queue import QueuedSave, RunState, SaveQueue
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.journal.journal_page import JournalPage
from desktop_app.ui.mailbox_edit.edit_dialog import EditDialog
from desktop_app.ui.receipt import receipt, receipt_bar
from desktop_app.ui.receipt.receipt import Receipt
from desktop_app.ui.receipt.receipt_bar import ReceiptBar
from desktop_app.ui.shell.main_window import MainWindow
from tests.demo_mailboxes import change_mailbox, stored_mailbox
from tests.pending_changes import add_change
from tests.ui.conftest import RunProgram
from tests.ui.edits import load_details, skip_confirmations, type_password
from tests.ui.windows import pane_of, press, shown_child

FIRST = 1
SAVED = "Saved and read back. info@example.com: Server imap.example.com → imap9.example.com."
LOCKED = "Locked."


@pytest.fixture
def two(crm: DemoServer) -> tuple[Profile, Profile]:
    """Two profiles that can be read; only the first may be written to."""
    made = [Profile.new(name, crm.url, crm.credentials.username) for name in ("First", "Second")]
    tested = [replace(each, environment=Environment.TEST, tested=True) for each in made]
    return tested[0], replace(tested[1], read_only=True)


@pytest.fixture
def window(
    run_program: RunProgram, two: tuple[Profile, Profile], crm: DemoServer, qtbot: QtBot
) -> MainWindow:
    """The main window with the first profile, ready to be written to."""
    program = run_program(*two)
    program.window.finish_startup()
    program._secrets.configure(StorageKind.SESSION, may_store=True)
    for profile in two:
        program._secrets.set(profile, crm.credentials.password)
    qtbot.waitUntil(lambda: len(program.window.profile_service.profiles) == 2)
    for profile in reversed(two):
        show(program.window, profile, qtbot)
    skip_confirmations(workspace(program.window))
    return program.window


def show(window: MainWindow, profile: Profile, qtbot: QtBot) -> None:
    """Show a profile, and wait for its list."""
    window.show_profile(profile)
    work = workspace(window)
    qtbot.waitUntil(lambda: work.is_ready and work.server_facts.is_loaded)


def workspace(window: MainWindow) -> Workspace:
    return pane_of(window).workspace


def bar(window: MainWindow) -> ReceiptBar:
    return window.receipts.bar


def said(window: MainWindow) -> str:
    return bar(window).text


def buttons(window: MainWindow) -> list[str]:
    return [each.text().replace("&", "") for each in bar(window).buttons]


def opened(window: MainWindow, qtbot: QtBot) -> EditDialog:
    dialog = window.editors.edit(workspace(window), FIRST)
    qtbot.waitUntil(lambda: dialog.is_ready)
    return dialog


def save(window: MainWindow, qtbot: QtBot, then: Callable[[], object] = lambda: None) -> None:
    """Save a mailbox of the shown profile in its dialog; ``then`` happens while it is sent."""
    dialog = opened(window, qtbot)
    dialog.editor.form.text_editors[Field.SERVER].setText("imap9.example.com")
    with qtbot.waitSignal(window.editors.saved):
        dialog.save()
        then()
    qtbot.waitUntil(lambda: dialog not in window.findChildren(EditDialog))


def server_of(crm: DemoServer) -> str:
    return stored_mailbox(crm, FIRST).server


def activate(window: MainWindow, qtbot: QtBot) -> None:
    """Give the window the keyboard."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)


def test_a_save_is_said_over_the_list_and_moves_neither_list_nor_focus(
    window: MainWindow, qtbot: QtBot
) -> None:
    view = pane_of(window).view
    view.setFocus()
    before = view.geometry()
    save(window, qtbot)
    assert said(window) == SAVED
    assert buttons(window) == ["Undo", "Open", "Journal", "Close"]
    assert view.geometry() == before
    assert window.focusWidget() is view
    viewport = view.viewport()
    place = QRect(viewport.mapTo(window, QPoint(0, 0)), viewport.size())
    receipt_place = QRect(bar(window).mapTo(window, QPoint(0, 0)), bar(window).size())
    assert place.contains(receipt_place)
    assert receipt_place.bottom() > place.center().y()


def test_it_follows_the_list_when_the_window_gets_smaller(window: MainWindow, qtbot: QtBot) -> None:
    save(window, qtbot)
    window.resize(640, 420)
    qtbot.waitUntil(lambda: window.width() == 640)
    viewport = pane_of(window).view.viewport()

    def is_over_the_list() -> bool:
        corner = viewport.mapTo(window, QPoint(0, 0))
        mine = QRect(bar(window).mapTo(window, QPoint(0, 0)), bar(window).size())
        return QRect(corner, viewport.size()).contains(mine)

    qtbot.waitUntil(is_over_the_list)


def test_an_undo_by_its_key_is_a_save_that_can_be_undone(
    window: MainWindow, crm: DemoServer, qtbot: QtBot
) -> None:
    before = server_of(crm)
    save(window, qtbot)
    activate(window, qtbot)
    QTest.keyClick(pane_of(window).view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: said(window).startswith("Undone. Saved and read back."))
    assert server_of(crm) == before
    assert crm.request_count("SaveMailboxEntity") == 2
    window.all_actions.mailbox.undo_save.trigger()
    qtbot.waitUntil(lambda: server_of(crm) == "imap9.example.com")
    qtbot.waitUntil(lambda: "Server imap.example.com → imap9.example.com" in said(window))


def test_pressed_twice_an_undo_is_sent_once(
    window: MainWindow, crm: DemoServer, qtbot: QtBot
) -> None:
    save(window, qtbot)
    for _ in range(2):
        window.undo_save()
    assert not window.all_actions.mailbox.undo_save.isEnabled()
    assert said(window) == "Undoing the save of info@example.com…"
    qtbot.waitUntil(lambda: said(window).startswith("Undone."))
    assert crm.request_count("SaveMailboxEntity") == 2


def test_an_undo_stops_at_what_someone_else_changed_and_opens_both_values(
    window: MainWindow, crm: DemoServer, qtbot: QtBot
) -> None:
    save(window, qtbot)
    change_mailbox(crm, FIRST, server="theirs.example.com")
    window.undo_save()
    qtbot.waitUntil(lambda: said(window).startswith("Not undone: someone else has changed"))
    assert buttons(window) == ["Open", "Journal", "Close"]
    assert server_of(crm) == "theirs.example.com"
    press(bar(window), "Open", qtbot)
    dialog = shown_child(window, EditDialog)
    qtbot.waitUntil(lambda: dialog.is_ready)
    assert dialog.editor.conflicts.panel.first_undecided is Field.SERVER


def test_the_lock_of_the_profile_is_the_undos_too(
    window: MainWindow, crm: DemoServer, two: tuple[Profile, Profile], qtbot: QtBot
) -> None:
    save(window, qtbot)
    work = workspace(window)
    work.update_settings(replace(two[0], read_only=True), work.policy)
    assert buttons(window) == ["Open", "Journal", "Close"]
    assert not window.all_actions.mailbox.undo_save.isEnabled()
    window.undo_save()
    assert crm.request_count("SaveMailboxEntity") == 1


@pytest.mark.parametrize(
    ("behaviour", "reason"),
    [
        (KeepBehaviour.UNPROVED, "untested whether SuperOffice keeps the stored password"),
        (KeepBehaviour.DESTROYS, "clears the stored password"),
    ],
)
def test_no_undo_without_the_password_where_it_may_be_lost(
    window: MainWindow, qtbot: QtBot, behaviour: KeepBehaviour, reason: str
) -> None:
    save(window, qtbot)
    workspace(window).server_facts.set_keep_behaviour(behaviour)
    window.receipts.update()
    assert buttons(window) == ["Open", "Journal", "Close"]
    assert reason in bar(window).buttons[0].accessibleDescription()
    assert not window.can_undo_save


def test_a_replaced_password_is_not_undone_and_not_told(window: MainWindow, qtbot: QtBot) -> None:
    dialog = opened(window, qtbot)
    type_password(dialog.editor.form, "geheim-2026")
    with qtbot.waitSignal(window.editors.saved):
        dialog.save()
    first, second = said(window).splitlines()
    assert first == "Saved and read back. info@example.com: password replaced."
    assert second == "SuperOffice does not show passwords. Check that new mail arrives."
    assert "Undo" not in buttons(window)


def test_the_journal_of_the_mailbox_opens(window: MainWindow, qtbot: QtBot) -> None:
    save(window, qtbot)
    press(bar(window), "Journal", qtbot)
    journal = shown_child(window, JournalPage)
    qtbot.waitUntil(lambda: len(journal.model.items) == 1)
    assert journal.model.items[0].mailbox_id == FIRST


def test_several_saves_have_one_receipt_and_a_review_to_undo(
    window: MainWindow, qtbot: QtBot
) -> None:
    work = workspace(window)
    boxes = load_details(work, [1, 2], qtbot)
    saves = [QueuedSave(f"run/{b.id}", Draft(b, {Field.PORT: 1993}), 0) for b in boxes]
    queue = SaveQueue(work, saves, "run", window)
    window.watch_run(queue)
    queue.start()
    qtbot.waitUntil(lambda: queue.state is RunState.DONE)
    assert said(window).startswith("2 ")
    assert said(window).endswith("saved and read back.")
    assert buttons(window) == ["Undo…", "Journal", "Close"]


def test_a_pending_change_that_was_sent_has_a_receipt(
    window: MainWindow, crm: DemoServer, qtbot: QtBot
) -> None:
    work = workspace(window)
    (box,) = load_details(work, [FIRST], qtbot)
    assert work.change_set is not None
    add_change(work.change_set, work.profile, Draft(box, {Field.PORT: 1993}), qtbot)
    work.change_set.start_run(work).start()
    expected = "Saved and read back. info@example.com: Port 993 → 1993."
    qtbot.waitUntil(lambda: said(window) == expected)
    window.undo_save()
    qtbot.waitUntil(lambda: stored_mailbox(crm, FIRST).port == 993)
    qtbot.waitUntil(lambda: said(window).startswith("Undone."))


def test_a_bulk_edit_has_a_receipt(window: MainWindow, qtbot: QtBot) -> None:
    work = workspace(window)
    load_details(work, [1, 2], qtbot)
    dialog = window.all_actions.bulk.windows.edit(work, [1, 2])
    qtbot.waitUntil(lambda: not dialog.reader.is_running)
    editor = dialog.fields.editors[Field.SERVER]
    assert isinstance(editor, QLineEdit)
    editor.setText("imap9.example.com")
    dialog.fields.checkboxes[Field.SERVER].setChecked(True)
    qtbot.waitUntil(lambda: dialog.save_button.isEnabled())
    dialog.save_button.click()
    qtbot.waitUntil(lambda: said(window).endswith("saved and read back."))
    assert buttons(window)[0] == "Undo…"
    dialog.done(0)


def test_a_run_with_a_row_that_was_not_saved_has_no_receipt(
    window: MainWindow, crm: DemoServer, qtbot: QtBot
) -> None:
    work = workspace(window)
    boxes = load_details(work, [1, 2], qtbot)
    change_mailbox(crm, 2, port=1)
    saves = [QueuedSave(f"run/{b.id}", Draft(b, {Field.PORT: 1993}), 0) for b in boxes]
    queue = SaveQueue(work, saves, "run", window)
    window.watch_run(queue)
    queue.start()
    qtbot.waitUntil(lambda: queue.state is RunState.DONE)
    assert said(window) == ""


# How each receipt ends


def test_it_belongs_to_its_profile(
    window: MainWindow, two: tuple[Profile, Profile], qtbot: QtBot
) -> None:
    save(window, qtbot)
    show(window, two[1], qtbot)
    assert said(window) == ""
    assert not window.can_undo_save
    show(window, two[0], qtbot)
    assert said(window) == SAVED, "it still holds there"


def test_a_save_that_ends_behind_another_profile_is_said_where_it_belongs(
    window: MainWindow, two: tuple[Profile, Profile], qtbot: QtBot
) -> None:
    save(window, qtbot, lambda: window.show_profile(two[1]))
    assert said(window) == ""
    show(window, two[0], qtbot)
    assert said(window) == SAVED


def test_it_ends_by_itself(
    window: MainWindow, two: tuple[Profile, Profile], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receipt, "SHOWN_MS", 300)
    save(window, qtbot)
    qtbot.waitUntil(lambda: said(window) == "")
    assert not window.all_actions.mailbox.undo_save.isEnabled()
    show(window, two[1], qtbot)
    show(window, two[0], qtbot)
    assert said(window) == "", "for good"


def test_it_stays_while_it_has_the_focus(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receipt_bar, "PATIENCE_MS", 50)
    activate(window, qtbot)
    window.show_receipt(Receipt("Unlocked.", workspace(window).profile.id))
    bar(window).buttons[0].setFocus()
    timer = bar(window)._timer
    timer.start(1)
    timeouts: list[object] = []
    timer.timeout.connect(lambda: timeouts.append(None))
    qtbot.waitUntil(lambda: len(timeouts) > 2)
    assert said(window) == "Unlocked."
    pane_of(window).view.setFocus()
    qtbot.waitUntil(lambda: said(window) == "")


def test_esc_in_it_closes_it_and_gives_the_focus_back(window: MainWindow, qtbot: QtBot) -> None:
    activate(window, qtbot)
    view = pane_of(window).view
    view.setFocus()
    save(window, qtbot)
    activate(window, qtbot)
    window.all_actions.list.next_region.trigger()
    assert bar(window).isAncestorOf(window.focusWidget())
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
    assert said(window) == ""
    assert window.focusWidget() is view


def test_a_refresh_ends_it(window: MainWindow, qtbot: QtBot) -> None:
    save(window, qtbot)
    window.all_actions.mailbox.refresh.trigger()
    assert said(window) == ""


def test_a_newer_save_ends_it(window: MainWindow, qtbot: QtBot) -> None:
    save(window, qtbot)
    work = workspace(window)
    (box,) = load_details(work, [2], qtbot)
    with qtbot.waitSignal(work.saved):
        work.save(Draft(box, {Field.PORT: 1993}), lambda _: None)
    assert said(window) == ""


def test_other_values_that_are_read_end_it(
    window: MainWindow, crm: DemoServer, qtbot: QtBot
) -> None:
    save(window, qtbot)
    change_mailbox(crm, FIRST, server="theirs.example.com")
    workspace(window).details.retry([FIRST])
    qtbot.waitUntil(lambda: said(window) == "")


def test_locking_the_program_ends_it(window: MainWindow, qtbot: QtBot) -> None:
    save(window, qtbot)
    window.profile_controller.lock()
    assert said(window).startswith(LOCKED)
    assert not window.can_undo_save


def test_a_sign_in_that_is_refused_ends_it(
    window: MainWindow, crm: DemoServer, qtbot: QtBot
) -> None:
    save(window, qtbot)
    work = workspace(window)
    qtbot.waitUntil(lambda: work.is_ready)
    crm.credentials = replace(crm.credentials, password="changed")
    work.list_loader.load()
    qtbot.waitUntil(lambda: work.is_halted)
    qtbot.waitUntil(lambda: said(window) == "")


def test_what_is_said_of_the_program_holds_in_each_profile(
    window: MainWindow, two: tuple[Profile, Profile]
) -> None:
    window.profile_controller.lock()
    assert said(window).startswith(LOCKED)
    window.show_profile(two[1])
    assert said(window).startswith(LOCKED)
    window.show_start_page()
    assert said(window).startswith(LOCKED)


def test_the_start_page_says_nothing_of_a_profile(window: MainWindow, qtbot: QtBot) -> None:
    save(window, qtbot)
    window.show_start_page()
    assert said(window) == ""
    QApplication.processEvents()
