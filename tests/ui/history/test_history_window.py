"""The History window: its pages, their keys, and the profile that they belong to."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_app.core.journal import JournalQuery
from desktop_app.core.profiles.profile import Environment, Profile
from desktop_app.demo import DemoServer
from desktop_app.ui.bulk.run_history_page import RunHistoryPage
from desktop_app.ui.history.history_text import HistoryTab
from desktop_app.ui.history.history_window import HistoryWindow
from desktop_app.ui.journal.journal_page import JournalPage
from desktop_app.ui.pending.pending_changes_page import PendingChangesPage
from desktop_app.ui.shell.main_window import MainWindow
from desktop_app.ui.snapshots.differences_page import DifferencesPage
from desktop_app.ui.widgets.placeholder import PlaceholderPage
from tests.ui.conftest import Answers, Start
from tests.ui.windows import child, delete_now, pane_of, press, shown_child

PAGES = {
    HistoryTab.PENDING_CHANGES: PendingChangesPage,
    HistoryTab.JOURNAL: JournalPage,
    HistoryTab.DIFFERENCES: DifferencesPage,
    HistoryTab.BULK_RUNS: RunHistoryPage,
}


@pytest.fixture
def profiles(crm: DemoServer) -> tuple[Profile, Profile]:
    """Two profiles, the second of which is shown in the tests of a switch."""
    acme = replace(
        Profile.new("Acme", crm.url, crm.credentials.username), environment=Environment.TEST
    )
    nordic = replace(acme, id="4e6fd5d3-1a1f-4c13-9a0e-000000000002", name="Nordic")
    return acme, nordic


@pytest.fixture
def window(start: Start, profiles: tuple[Profile, Profile], qtbot: QtBot) -> MainWindow:
    """The program with the list of the first profile, which has no password: an empty list."""
    made = start(*profiles)
    qtbot.waitUntil(lambda: made.profile_service.is_loaded)
    made.show_profile(profiles[0])
    return made


def opened(window: MainWindow) -> HistoryWindow:
    """The History window, which must be the only one."""
    (found,) = [each for each in window.findChildren(HistoryWindow) if each.isVisible()]
    return found


def trigger(window: MainWindow, tab: HistoryTab) -> HistoryWindow:
    history = window.all_actions.history
    {
        HistoryTab.PENDING_CHANGES: history.pending_changes,
        HistoryTab.JOURNAL: history.journal,
        HistoryTab.DIFFERENCES: history.differences,
        HistoryTab.BULK_RUNS: history.bulk_runs,
    }[tab].trigger()
    return opened(window)


@pytest.mark.parametrize("tab", HistoryTab)
def test_each_action_opens_its_page_in_the_one_window(window: MainWindow, tab: HistoryTab) -> None:
    view = trigger(window, HistoryTab.JOURNAL)
    assert trigger(window, tab) is view
    assert view.tab is tab
    page = view.page(tab)
    assert page is not None
    assert isinstance(page, PAGES[tab])
    assert page.isVisible()


@pytest.mark.parametrize(("number", "tab"), list(enumerate(HistoryTab, start=1)))
def test_alt_and_a_digit_show_a_page(
    window: MainWindow, number: int, tab: HistoryTab, qtbot: QtBot
) -> None:
    view = trigger(window, HistoryTab.JOURNAL)
    qtbot.waitUntil(view.isActiveWindow)
    key = getattr(Qt.Key, f"Key_{number}")
    QTest.keyClick(view, key, Qt.KeyboardModifier.AltModifier)
    assert view.tab is tab


def test_the_keys_of_the_menu_work_in_the_window_too(window: MainWindow) -> None:
    view = trigger(window, HistoryTab.JOURNAL)
    keys = [each.shortcut().toString() for each in view.actions()]
    assert keys == ["Ctrl+H", "Ctrl+J", "Ctrl+Shift+H", "Ctrl+Shift+R"]


def test_a_page_is_made_when_it_is_first_shown(window: MainWindow) -> None:
    view = trigger(window, HistoryTab.JOURNAL)
    assert view.findChildren(PendingChangesPage) == []
    view.show_tab(HistoryTab.PENDING_CHANGES)
    assert isinstance(view.page(HistoryTab.PENDING_CHANGES), PendingChangesPage)


def test_every_empty_page_says_how_to_begin(window: MainWindow, qtbot: QtBot) -> None:
    told = {}
    for tab in HistoryTab:
        page = trigger(window, tab).page(tab)
        assert page is not None
        if tab is not HistoryTab.DIFFERENCES:
            qtbot.waitUntil(lambda page=page: page.is_empty)  # type: ignore[misc]
            told[tab] = page.placeholder.text
            assert not page.buttons.isVisible(), "there is nothing to use them on"
    assert "Add to pending changes" in told[HistoryTab.PENDING_CHANGES]
    assert "Every save gets an entry" in told[HistoryTab.JOURNAL]
    assert "choose Bulk edit" in told[HistoryTab.BULK_RUNS]


@pytest.mark.parametrize("tab", [tab for tab in HistoryTab if tab.belongs_to_profile])
def test_pages_of_a_profile_follow_the_main_window(
    window: MainWindow, profiles: tuple[Profile, Profile], tab: HistoryTab
) -> None:
    view = trigger(window, tab)
    before = view.page(tab)
    assert view.windowTitle().endswith("in Acme (test) — History")
    window.show_profile(profiles[1])
    assert view.windowTitle().endswith("in Nordic (test) — History")
    assert view.page(tab) is not before
    window.show_start_page()
    assert "Acme" not in view.windowTitle()
    assert view.page(tab) is None
    assert "Open a profile" in shown_child(view, PlaceholderPage).text
    delete_now()
    assert view.findChildren(PAGES[tab]) == []


@pytest.mark.parametrize("tab", [tab for tab in HistoryTab if not tab.belongs_to_profile])
def test_pages_of_all_profiles_stay(
    window: MainWindow, profiles: tuple[Profile, Profile], tab: HistoryTab
) -> None:
    view = trigger(window, tab)
    page, title = view.page(tab), view.windowTitle()
    window.show_profile(profiles[1])
    assert (view.page(tab), view.windowTitle()) == (page, title)
    assert "Acme" not in title


def test_the_name_of_a_snapshot_survives_a_switch_of_profile_and_is_asked_about(
    window: MainWindow, profiles: tuple[Profile, Profile], answers: Answers
) -> None:
    view = trigger(window, HistoryTab.DIFFERENCES)
    child(view, DifferencesPage).sources.name_edit.setText("before the move")
    window.show_start_page()
    view.reject()
    assert len(answers.asked) == 1, "the name would be lost"
    window.show_profile(profiles[1])
    page = view.page(HistoryTab.DIFFERENCES)
    assert isinstance(page, DifferencesPage)
    assert page.sources.name_edit.text() == "before the move"
    view.show_tab(HistoryTab.JOURNAL)
    view.reject()
    assert answers.questions[1].endswith("You entered a name for a snapshot that is not taken yet.")
    assert view.isVisible()
    answers.leave = True
    view.reject()
    assert not view.isVisible()


def test_splitters_and_size_are_as_they_were_left(window: MainWindow) -> None:
    view = trigger(window, HistoryTab.JOURNAL)
    view.resize(760, 500)
    page = view.page(HistoryTab.JOURNAL)
    assert page is not None
    page.splitter.setSizes([250, 500])
    left = page.splitter.sizes()
    view.close()
    again = trigger(window, HistoryTab.JOURNAL)
    assert again is not view
    page = again.page(HistoryTab.JOURNAL)
    assert page is not None
    assert (again.width(), again.height()) == (760, 500)
    assert page.splitter.sizes() == left


def test_the_journal_of_one_mailbox_says_so_and_leads_back(start: Start, qtbot: QtBot) -> None:
    window = start()
    window.show_demo()
    qtbot.waitUntil(lambda: window.pane is not None and window.pane.model.rowCount() > 0)
    pane_of(window).select_mailbox(1)
    window.all_actions.history.mailbox_history.trigger()
    page = child(opened(window), JournalPage)
    assert page.scope.text == "Showing only: one mailbox", "there is no entry to name it"
    qtbot.waitUntil(lambda: page.is_empty)
    assert page.placeholder.headline == "No entries match"
    press(page, "Show all entries", qtbot)
    qtbot.waitUntil(lambda: page.placeholder.headline == "No saves from this computer yet")
    assert page.scope.text == ""


def test_the_journal_opens_with_all_entries_after_those_of_one_mailbox(
    window: MainWindow,
) -> None:
    window.all_actions.history.show_journal(JournalQuery(bulk_run_key="a run"))
    page = child(opened(window), JournalPage)
    assert page.scope.text == "Showing only: one bulk run"
    window.all_actions.history.journal.trigger()
    assert page.scope.text == ""
