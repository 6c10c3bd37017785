"""The pane beside the list: the overview by mouse and by keyboard, and the selected mailbox."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.mailbox.mailbox import ServerType
from desktop_app.core.mailbox_list.column_layout import ListLook
from desktop_app.core.mailbox_list.list_statistics import Census
from desktop_app.core.mailbox_list.listing import ListedMailbox
from desktop_app.core.mailbox_list.quick_filter import ALL, QuickFilter, Right, Security
from desktop_app.services.background import Courier
from desktop_app.services.mailbox_list.column_layouts import ListLooks
from desktop_app.services.workspace.workspace import Workplace
from desktop_app.ui.mailbox_list.list_pane import MailboxPane
from desktop_app.ui.mailbox_list.side.bar_chart_view import BarList, BarModel
from desktop_app.ui.mailbox_list.side.overview import Overview
from desktop_app.ui.mailbox_list.side.overview_sections import MOST_SERVERS, Bar, sections
from desktop_app.ui.mailbox_list.side.side_pane import Side
from desktop_app.ui.mailbox_list.table.columns import Column
from desktop_app.ui.mailbox_list.table.layout_saver import LookKeeper
from desktop_app.ui.text.numbers import known_words
from tests.ui.conftest import CheckModel

CENSUS = Census(
    total=10,
    unread=4,
    types={ServerType.IMAPS: 4, ServerType.POP: 2},
    securities={Security.TLS: 4, Security.PLAIN: 2},
    servers={f"mail{n}.example.com": 1 for n in range(MOST_SERVERS + 3)},
    rights={Right.CHANGE: 5, Right.NO_UPDATE: 1},
)


@pytest.fixture
def pane(listed: Workplace, qtbot: QtBot) -> MailboxPane:
    """The list of the demo with all its details."""
    made = MailboxPane(listed)
    qtbot.addWidget(made)
    made.resize(1100, 600)
    made.show()
    listed.listed.emit()
    qtbot.waitUntil(lambda: len(listed.details.known) == 43)
    return made


@pytest.fixture
def overview(pane: MailboxPane, qtbot: QtBot) -> Overview:
    """The overview of the demo, counted."""
    pane.beside.toggle(Side.OVERVIEW)
    shown = pane.beside.pane.overview
    qtbot.waitUntil(lambda: len(shown.bars) == 5 and not shown.note.text())
    return shown


def focused_widget() -> QWidget:
    focused = QApplication.focusWidget()
    assert focused is not None
    return focused


def bar_at(bars: BarList, label: str) -> int:
    return next(n for n, bar in enumerate(bars.bars.bars) if bar.label == label)


def test_every_kind_is_counted_the_most_first() -> None:
    made = {section.title: section.bars for section in sections(CENSUS)}
    assert list(made) == ["Type", "Security", "Server", "Right"]
    assert [(bar.label, bar.count) for bar in made["Type"]] == [
        ("IMAP over TLS", 4),
        ("POP, no TLS", 2),
    ]
    assert [bar.warns for bar in made["Security"]] == [False, True]
    assert made["Right"][0].quick == QuickFilter(rights=frozenset({Right.CHANGE}))


def test_servers_that_have_no_bar_of_their_own_are_summed_up() -> None:
    servers = next(section for section in sections(CENSUS) if section.title == "Server")
    assert len(servers.bars) == MOST_SERVERS + 1
    assert (servers.bars[-1].label, servers.bars[-1].count) == ("3 more servers", 3)
    assert servers.bars[-1].quick is None


def test_a_list_of_which_nothing_is_known_has_no_sections() -> None:
    assert sections(Census(total=3, unread=3)) == ()


def test_bars_are_a_good_model(model_tester: CheckModel) -> None:
    model = BarModel()
    model_tester(model)
    model.show([Bar("TLS", 4, QuickFilter(securities=frozenset({Security.TLS})))], 4, ALL)
    model_tester(model)


def test_numbers_are_those_of_the_list(overview: Overview, pane: MailboxPane) -> None:
    for bars in overview.bars:
        for bar in bars.bars.bars:
            if bar.quick is not None:
                pane.set_quick(bar.quick)
                assert pane.table.shown == bar.count, bar.label


def test_a_click_filters_and_a_second_one_shows_all_again(
    overview: Overview, pane: MailboxPane, qtbot: QtBot
) -> None:
    bars = overview.bars[2]
    line = bar_at(bars, "no TLS")
    place = bars.visualRect(bars.bars.index(line, 0)).center()
    QTest.mouseClick(bars.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert pane.quick == QuickFilter(securities=frozenset({Security.PLAIN}))
    assert pane.table.shown == 6
    said = bars.bars.index(line, 0)
    qtbot.waitUntil(lambda: "the list shows these" in said.data())
    QTest.mouseClick(bars.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert pane.quick == ALL
    assert pane.table.shown == 43


def test_arrows_go_through_all_bars_and_enter_takes_one(
    overview: Overview, pane: MailboxPane
) -> None:
    assert overview.bars[0].hasFocus(), "asked for by key, it has the keyboard"
    seen = []
    for _ in range(60):
        focused = QApplication.focusWidget()
        assert isinstance(focused, BarList)
        seen.append(focused.currentIndex().data())
        QTest.keyClick(focused, Qt.Key.Key_Down)
    every = [
        bars.bars.index(n, 0).data() for bars in overview.bars for n in range(len(bars.bars.bars))
    ]
    assert list(dict.fromkeys(seen)) == every
    last = overview.bars[-1]
    QTest.keyClick(last, Qt.Key.Key_Return)
    assert pane.quick.rights
    for _ in range(60):
        QTest.keyClick(focused_widget(), Qt.Key.Key_Up)
    assert overview.bars[0].hasFocus()
    assert overview.bars[0].currentIndex().row() == 0


@pytest.mark.usefixtures("overview")
def test_escape_goes_back_to_the_list(pane: MailboxPane) -> None:
    QTest.keyClick(focused_widget(), Qt.Key.Key_Escape)
    assert pane.view.hasFocus()
    assert pane.beside.side is Side.OVERVIEW


def test_the_same_key_puts_it_away(overview: Overview, pane: MailboxPane) -> None:
    pane.beside.toggle(Side.OVERVIEW)
    assert not overview.isVisible()
    assert pane.beside.side is Side.NOTHING
    assert pane.view.hasFocus()


def test_what_is_not_known_yet_is_said_and_nothing_is_counted_for_each_row(
    pane: MailboxPane, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[Census] = []
    census = pane.table.census

    def count() -> Census:
        counted.append(census())
        return counted[-1]

    monkeypatch.setattr(pane.table, "census", count)
    more = [ListedMailbox(n, f"late{n}@example.com") for n in range(1000, 11_000)]
    pane.table.show([*pane.workplace.rows, *more], pane.workplace.details)
    pane.beside.toggle(Side.OVERVIEW)
    overview = pane.beside.pane.overview
    qtbot.waitUntil(lambda: bool(overview.note.text()))
    assert overview.note.text() == known_words(43, 10_043)
    before = len(counted)
    for row in pane.workplace.rows:
        pane.table.refresh_row(row.id)
    qtbot.waitUntil(lambda: len(counted) > before)
    assert len(counted) == before + 1


def test_nothing_is_counted_while_nobody_sees_it(
    pane: MailboxPane, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never() -> Census:
        raise AssertionError("counted")

    pane.beside.show(Side.DETAILS)
    monkeypatch.setattr(pane.table, "census", never)
    pane.table.refresh_row(1)
    pane.set_filter("a")
    assert not pane.beside.pane.overview.isVisible()


def test_the_selected_mailbox_is_shown_and_followed(pane: MailboxPane) -> None:
    pane.beside.toggle(Side.DETAILS)
    details = pane.beside.pane.details
    pane.view.select(5)
    assert details.lines[Column.SERVER].text() == "pop.example.com"
    assert details.lines[Column.ID].text() == "5"
    assert details.lines[Column.SERVER].isReadOnly()
    pane.set_filter("nothing like that")
    assert not details.empty.isHidden()
    assert details.lines[Column.SERVER].isHidden()


def test_tabs_turn_the_page(overview: Overview, pane: MailboxPane) -> None:
    pane.beside.pane.tabs.setCurrentIndex(0)
    assert pane.beside.side is Side.DETAILS
    assert pane.beside.pane.details.isVisible()
    assert not overview.isVisible()


def test_what_stands_beside_the_list_is_remembered_for_the_profile(
    pane: MailboxPane, qtbot: QtBot, tmp_path: Path, courier: Courier
) -> None:
    looks = ListLooks(lambda: tmp_path, courier)
    keeper = LookKeeper("acme", looks, pane.table, pane.view.columns, pane.beside)
    pane.beside.toggle(Side.OVERVIEW)
    keeper.keep_now()
    found: list[ListLook] = []
    looks.find("acme", found.append)
    qtbot.waitUntil(lambda: bool(found))
    assert found[0].side == "overview"
    later = MailboxPane(pane.workplace)
    qtbot.addWidget(later)
    later.show()
    QApplication.processEvents()
    LookKeeper("acme", looks, later.table, later.view.columns, later.beside)
    qtbot.waitUntil(lambda: later.beside.side is Side.OVERVIEW)
    looks.finish(5)


def test_a_side_that_is_not_known_is_nothing() -> None:
    assert Side.named("risk") is Side.NOTHING
