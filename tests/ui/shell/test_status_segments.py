"""The status bar: each segment says what holds of the shown profile, and leads somewhere."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.core.mailbox.mailbox import Draft, Field
from desktop_app.core.profiles.profile import Environment, Profile
from desktop_app.core.secrets.secret import StorageKind
from desktop_app.demo import DemoCredentials, DemoServer
from desktop_app.services.session import write_lock
from desktop_app.ui.history.history_window import HistoryWindow
from desktop_app.ui.mailbox_list.list_status import StatusKind, StatusSegment
from desktop_app.ui.rights.rights_dialog import RightsDialog
from desktop_app.ui.shell.main_window import MainWindow
from desktop_app.ui.shell.status_segments import StatusSegments
from tests.demo_mailboxes import stored_mailbox
from tests.pending_changes import add_change
from tests.ui.conftest import RunProgram
from tests.ui.edits import load_details
from tests.ui.windows import pane_of, shown_child


@pytest.fixture
def two(crm: DemoServer) -> tuple[Profile, Profile]:
    """A production profile that is unlocked for a time, and a test profile that is read-only."""
    made = [Profile.new(name, crm.url, crm.credentials.username) for name in ("First", "Second")]
    production = replace(made[0], tested=True, lock_after=30)
    test = replace(made[1], environment=Environment.TEST, tested=True, read_only=True)
    return production, test


@pytest.fixture
def window(
    run_program: RunProgram, two: tuple[Profile, Profile], crm: DemoServer, qtbot: QtBot
) -> MainWindow:
    program = run_program(*two)
    program.window.finish_startup()
    program._secrets.configure(StorageKind.SESSION, may_store=True)
    for profile in two:
        program._secrets.set(profile, crm.credentials.password)
    qtbot.waitUntil(lambda: len(program.window.profile_service.profiles) == 2)
    show(program.window, two[0], qtbot)
    return program.window


def show(window: MainWindow, profile: Profile, qtbot: QtBot) -> None:
    window.show_profile(profile)
    work = pane_of(window).workspace
    qtbot.waitUntil(lambda: work.is_ready and bool(work.list_state.signed_in_as))


def said(window: MainWindow) -> dict[StatusKind, str]:
    """What a screen reader says of each visible segment."""
    bar = window.status_segments
    buttons = {kind: bar.button(kind) for kind in StatusKind}
    return {kind: b.accessibleName() for kind, b in buttons.items() if b.isVisible()}


def comes(window: MainWindow, kind: StatusKind, words: str, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: words in said(window).get(kind, ""))


def ends(window: MainWindow, kind: StatusKind, words: str, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: words not in said(window).get(kind, ""))


def choose(window: MainWindow, kind: StatusKind) -> None:
    window.status_segments.button(kind).click()


def add_pending(window: MainWindow, qtbot: QtBot) -> None:
    work = pane_of(window).workspace
    (box,) = load_details(work, [1], qtbot)
    assert work.change_set is not None
    add_change(work.change_set, work.profile, Draft(box, {Field.PORT: 1993}), qtbot)


def test_the_number_of_mailboxes_leads_to_all_of_them(window: MainWindow, qtbot: QtBot) -> None:
    window.toolbar.filter_box.setText("info@")
    comes(window, StatusKind.MAILBOXES, "43 mailboxes, 1 shown", qtbot)
    choose(window, StatusKind.MAILBOXES)
    comes(window, StatusKind.MAILBOXES, "43 mailboxes", qtbot)
    ends(window, StatusKind.MAILBOXES, "shown", qtbot)
    assert window.toolbar.filter_box.text() == ""
    assert window.focusWidget() is pane_of(window).view


def test_what_is_new_ends_when_it_is_marked_as_seen(
    window: MainWindow, crm: DemoServer, qtbot: QtBot
) -> None:
    assert StatusKind.NEWS not in said(window)
    crm.store.add(replace(stored_mailbox(crm, 1), address="nytt@example.com"))
    choose(window, StatusKind.LOADED)
    comes(window, StatusKind.NEWS, "1 new since", qtbot)
    choose(window, StatusKind.NEWS)
    qtbot.waitUntil(lambda: pane_of(window).model.shown_count == 1)
    window.all_actions.history.mark_seen.trigger()
    qtbot.waitUntil(lambda: StatusKind.NEWS not in said(window))


def test_pending_changes_are_those_of_the_profile(
    window: MainWindow, two: tuple[Profile, Profile], qtbot: QtBot
) -> None:
    add_pending(window, qtbot)
    comes(window, StatusKind.PENDING, "1 pending", qtbot)
    choose(window, StatusKind.PENDING)
    assert "Pending changes" in shown_child(window, HistoryWindow).windowTitle()
    show(window, two[1], qtbot)
    assert StatusKind.PENDING not in said(window)
    show(window, two[0], qtbot)
    changes = pane_of(window).workspace.change_set
    assert changes is not None
    changes.remove(changes.of_profile(two[0].id)[0].id)
    qtbot.waitUntil(lambda: StatusKind.PENDING not in said(window))


def test_who_is_signed_in_ends_with_the_sign_in(
    window: MainWindow, crm: DemoServer, qtbot: QtBot
) -> None:
    comes(window, StatusKind.ACCOUNT, "signed in as Kim Demo", qtbot)
    account = window.status_segments.button(StatusKind.ACCOUNT)
    qtbot.waitUntil(lambda: account.text() == "Kim Demo")
    choose(window, StatusKind.ACCOUNT)
    assert shown_child(window, RightsDialog).isVisible()
    crm.credentials = DemoCredentials(password="changed")
    choose(window, StatusKind.LOADED)
    qtbot.waitUntil(lambda: StatusKind.ACCOUNT not in said(window))
    comes(window, StatusKind.LOADED, "not connected", qtbot)


def test_the_start_page_has_no_segments(window: MainWindow) -> None:
    window.show_start_page()
    assert said(window) == {}
    assert not window.toolbar.isVisible(), "and no empty toolbar"


def test_f6_leads_there_and_the_arrow_keys_go_on(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    comes(window, StatusKind.ACCOUNT, "Kim Demo", qtbot)
    pane_of(window).view.setFocus()
    window.all_actions.list.next_region.trigger()
    bar = window.status_segments
    assert window.focusWidget() is bar.button(StatusKind.MAILBOXES)
    QTest.keyClick(bar.button(StatusKind.MAILBOXES), Qt.Key.Key_Right)
    assert window.focusWidget() is bar.button(StatusKind.ACCOUNT)
    QTest.keyClick(bar.button(StatusKind.ACCOUNT), Qt.Key.Key_Left)
    assert window.focusWidget() is bar.button(StatusKind.MAILBOXES)


def test_a_click_leaves_the_focus_in_the_list(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    view = pane_of(window).view
    view.setFocus()
    loaded = window.status_segments.button(StatusKind.LOADED)
    QTest.mouseClick(loaded, Qt.MouseButton.LeftButton)
    assert window.focusWidget() is view


@pytest.fixture
def segments(qtbot: QtBot) -> StatusSegments:
    made = StatusSegments()
    qtbot.addWidget(made)
    made.resize(QSize(400, 30))
    made.show()
    return made


def test_a_long_segment_leaves_the_others_whole(segments: StatusSegments) -> None:
    segments.show_segments(
        [
            StatusSegment(StatusKind.MAILBOXES, "43 mailboxes", "43 mailboxes", ""),
            StatusSegment(StatusKind.ACCOUNT, "somebody & " * 30, "somebody", ""),
        ]
    )
    QApplication.processEvents()
    assert segments.button(StatusKind.MAILBOXES).text() == "43 mailboxes"
    account = segments.button(StatusKind.ACCOUNT)
    assert account.text().endswith("…")
    assert account.geometry().right() <= segments.rect().right()
    assert segments.width() == 400


def test_the_header_says_how_long_the_profile_is_unlocked(
    window: MainWindow,
    two: tuple[Profile, Profile],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    show(window, two[1], qtbot)
    show(window, two[0], qtbot)
    badge = window.toolbar.environment_badge
    assert badge.text() == "production · read-only"
    window.all_actions.profile.unlock.trigger()
    assert badge.text() == "production · unlocked 30 min"
    window.all_actions.profile.lock.trigger()
    assert badge.text() == "production · read-only"
    monkeypatch.setattr(write_lock, "MINUTE", 60)
    window.all_actions.profile.unlock.trigger()
    assert badge.text() == "production · unlocked 1 min"
    qtbot.waitUntil(lambda: badge.text() == "production · read-only")
    window.show_profile(two[1])
    assert badge.text() == "test · read-only"
    work = pane_of(window).workspace
    work.update_settings(replace(two[1], read_only=False), work.policy)
    assert badge.text() == "test"


@pytest.mark.parametrize("width", [1200, 683, 500])
def test_read_only_stays_in_sight(
    window: MainWindow, two: tuple[Profile, Profile], width: int, qtbot: QtBot
) -> None:
    show(window, two[1], qtbot)
    window.resize(width, 400)
    badge = window.toolbar.environment_badge
    qtbot.waitUntil(lambda: badge.width() >= badge.sizeHint().width())
    assert "read-only" in badge.text()
    assert badge.isVisible()
    assert window.toolbar.rect().contains(badge.geometry())
