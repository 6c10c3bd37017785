"""The start page: the profiles with what is known of them, or the way to the first one."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from desktop_app.core.mail_check.check_baseline import StoredCheck
from desktop_app.core.mail_check.last_check import CheckOutcome
from desktop_app.core.mailbox.mailbox import Draft, Field, Mailbox
from desktop_app.core.mailbox_list.listing import CachedDetail, ListedMailbox
from desktop_app.core.pending_change import PendingChange
from desktop_app.core.profiles.profile import Environment, Profile
from desktop_app.core.settings import StartSettings
from desktop_app.profiles.settings_file import SettingsFile
from desktop_app.storage.cached_details import CachedDetailStore
from desktop_app.storage.cached_lists import CachedListStore
from desktop_app.storage.database import open_database
from desktop_app.storage.mail_checks import MailCheckStore
from desktop_app.storage.pending_changes import PendingChangeStore
from desktop_app.ui.profiles.profiles_dialog import ProfilesDialog
from desktop_app.ui.shell.main_window import MainWindow
from desktop_app.ui.shell.start_list import StartList
from desktop_app.ui.widgets.focus.buttons import DARKER, FilledButton, LinkButton
from tests.ui.conftest import Start
from tests.ui.windows import child, shown_child

NOBODY = "http://127.0.0.1:9"
YESTERDAY = datetime.now(UTC) - timedelta(days=1)


@pytest.fixture
def two() -> tuple[Profile, Profile]:
    made = Profile.new("Acme", NOBODY, "kim"), Profile.new("Nordic", NOBODY, "kim")
    return made[0], replace(made[1], environment=Environment.TEST)


@pytest.fixture
def with_list(tmp_path: Path, two: tuple[Profile, Profile]) -> None:
    """This computer has the list of the first profile; two mailboxes fail, one change waits."""
    acme = two[0]
    (tmp_path / "data").mkdir()
    rows = [ListedMailbox(n, f"box{n}@example.com", None, None, None) for n in range(43)]
    with closing(open_database(tmp_path / "data").connection) as connection:
        CachedListStore(connection).save(acme.list_key, rows, YESTERDAY.timestamp())
        details = [CachedDetail(Mailbox(n, {}), 0.0) for n in (1, 2)]
        CachedDetailStore(connection).save(acme.list_key, details)
        for n in (1, 2):
            MailCheckStore(connection).save(acme.id, StoredCheck(n, YESTERDAY, CheckOutcome.FAILS))
        draft = Draft(Mailbox(1, {}), {Field.PORT: 143})
        PendingChangeStore(connection).save(PendingChange(1, "key", acme.id, draft, 0.0))


def opened(start: Start, qtbot: QtBot, *profiles: Profile) -> MainWindow:
    """The window after its first paint, with these profiles."""
    window = start(*profiles)
    qtbot.waitUntil(lambda: window.profile_service.is_loaded)
    window.finish_startup()
    return window


@pytest.mark.usefixtures("with_list")
def test_each_profile_says_what_this_computer_knows_of_it(
    start: Start, two: tuple[Profile, Profile], qtbot: QtBot
) -> None:
    window = opened(start, qtbot, *two)
    model = child(window, StartList).model
    qtbot.waitUntil(lambda: model.summary_at(0) is not None)
    spoken = [model.index(n).data(Qt.ItemDataRole.AccessibleTextRole) for n in (0, 1)]
    assert spoken[0].startswith("Acme (production), 43 mailboxes · 2 failing · yesterday, ")
    assert spoken[0].endswith(" · 1 pending")
    assert spoken[1] == "Nordic (test), not opened yet"
    field = child(window, StartList).finder.search_field
    assert field.accessibleDescription() == spoken[0], "and the screen reader says it"
    popup = window.toolbar.profile_button
    popup.open_popup()
    qtbot.waitUntil(lambda: popup.model.summary_at(0) is not None)
    popup.popup.hide()


@pytest.mark.usefixtures("with_list")
def test_a_row_shows_what_it_says(start: Start, two: tuple[Profile, Profile], qtbot: QtBot) -> None:
    """The second line is painted once the summary is read; a long name stays in its row."""
    window = opened(start, qtbot, replace(two[0], name="Acme " * 20), two[1])
    listed = child(window, StartList)
    view = listed.finder.list_view
    qtbot.waitUntil(lambda: listed.model.summary_at(0) is not None)
    full = view.viewport().grab().toImage()
    listed.model.set_summaries({})
    assert view.viewport().grab().toImage() != full
    assert view.sizeHintForIndex(listed.model.index(0)).height() > 2 * view.fontMetrics().height()


def test_the_last_profile_is_opened_at_the_start_if_that_is_wanted(
    start: Start, two: tuple[Profile, Profile], qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(start, qtbot, *two)
    box = child(window, StartList).open_last_box
    assert not box.isChecked()
    box.click()
    nordic = window.profile_service.profiles[1]
    window.show_profile(nordic)
    settings = SettingsFile(tmp_path / "data")
    qtbot.waitUntil(lambda: settings.load_start() == StartSettings(True, nordic.id))
    again = opened(start, qtbot)
    assert again.windowTitle().startswith("Nordic")
    again.menus.profile.aboutToShow.emit()
    assert again.all_actions.profile.open_last.isChecked()
    again.all_actions.profile.open_last.trigger()
    qtbot.waitUntil(lambda: settings.load_start() == StartSettings())
    last = opened(start, qtbot)
    assert last.pane is None


def test_a_last_profile_that_is_gone_leads_to_the_start_page(
    start: Start, two: tuple[Profile, Profile], qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "data").mkdir()
    SettingsFile(tmp_path / "data").save_start(StartSettings(True, "gone"))
    window = opened(start, qtbot, *two)
    assert window.pane is None
    assert child(window, StartList).open_last_box.isChecked()


def test_the_first_start_leads_with_one_filled_button(start: Start, qtbot: QtBot) -> None:
    window = opened(start, qtbot)
    page = window.pages.placeholder
    buttons = [button for button in page.findChildren(QPushButton) if button.isVisible()]
    assert [type(button) for button in buttons] == [FilledButton, LinkButton, LinkButton]
    assert window.focusWidget() is buttons[0], "Enter begins"
    reached = []
    for _ in buttons[1:]:
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
        reached.append(window.focusWidget())
    assert reached == buttons[1:], "the keyboard reaches the links"
    assert [button.text() for button in buttons[1:]] == ["Imp&ort profiles…", "Open the &demo"]


def test_a_link_and_a_filled_button_follow_the_palette(
    start: Start, qtbot: QtBot, qapp: QApplication
) -> None:
    window = opened(start, qtbot)
    link, filled = shown_child(window, LinkButton), shown_child(window, FilledButton)
    before, dark = qapp.palette(), QPalette(qapp.palette())
    dark.setColor(QPalette.ColorRole.Link, "#1d99f3")
    dark.setColor(QPalette.ColorRole.Highlight, "#123456")
    qapp.setPalette(dark)
    text, ground = QPalette.ColorRole.ButtonText, QPalette.ColorRole.Button
    qtbot.waitUntil(lambda: link.palette().color(text).name() == "#1d99f3")
    qtbot.waitUntil(lambda: filled.palette().color(ground) == QColor("#123456").darker(DARKER))
    qapp.setPalette(before)


def test_import_begins_on_the_start_page(
    start: Start, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def choose_none(_parent: object, title: str, *_more: str) -> tuple[str, str]:
        asked.append(title)
        return "", ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", choose_none)
    window = opened(start, qtbot)
    next(b for b in window.findChildren(LinkButton) if "Imp" in b.text()).click()
    assert asked == ["Import profiles"]
    dialog = child(window, ProfilesDialog)
    assert dialog.isVisible(), "the result is told there"
    dialog.done(0)
