"""The pane beside the list: the overview by mouse and by keyboard, and the selected mailbox."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.mailbox.mailbox import ServerType
from desktop_app.core.mailbox_list.column_layout import ColumnLayout
from desktop_app.core.mailbox_list.list_statistics import ListStatistics
from desktop_app.core.mailbox_list.listing import ListedMailbox
from desktop_app.core.mailbox_list.quick_filter import NO_FILTER, EditRight, QuickFilter, Security
from desktop_app.services.background import MainThreadDispatcher
from desktop_app.services.mailbox_list.column_layouts import ColumnLayoutService
from desktop_app.ui.mailbox_list.layout_saver import LayoutSaver
from desktop_app.ui.mailbox_list.list_pane import ListPane
from desktop_app.ui.mailbox_list.side.bar_chart_view import BarChartView, BarModel
from desktop_app.ui.mailbox_list.side.overview import Overview
from desktop_app.ui.mailbox_list.side.overview_sections import (
    MAX_SERVER_BARS,
    OverviewBar,
    overview_sections,
)
from desktop_app.ui.mailbox_list.side.side_pane import SidePage
from desktop_app.ui.mailbox_list.table.column_spec import Column
from desktop_app.ui.text.numbers import loaded_details_text
from tests.callbacks import result_of
from tests.ui.conftest import CheckModel

CENSUS = ListStatistics(
    total=10,
    not_loaded=4,
    types={ServerType.IMAPS: 4, ServerType.POP: 2},
    securities={Security.TLS: 4, Security.PLAINTEXT: 2},
    servers={f"mail{n}.example.com": 1 for n in range(MAX_SERVER_BARS + 3)},
    rights={EditRight.CHANGE: 5, EditRight.NO_UPDATE: 1},
)


@pytest.fixture
def overview(pane: ListPane, qtbot: QtBot) -> Overview:
    """The overview of the demo, counted."""
    pane.side_pane_controller.toggle_page(SidePage.OVERVIEW)
    shown = pane.side_pane_controller.pane.overview
    qtbot.waitUntil(lambda: len(shown.charts) == 6 and not shown.note_label.text())
    return shown


def focused_widget() -> QWidget:
    focused = QApplication.focusWidget()
    assert focused is not None
    return focused


def bar_at(bars: BarChartView, label: str) -> int:
    return next(n for n, bar in enumerate(bars.bar_model.bars) if bar.label == label)


def test_every_kind_is_counted_the_most_first() -> None:
    made = {section.title: section.bars for section in overview_sections(CENSUS)}
    assert list(made) == ["Type", "Security", "Server", "Rights"]
    assert [(bar.label, bar.count) for bar in made["Type"]] == [
        ("IMAP over TLS", 4),
        ("POP, no TLS", 2),
    ]
    assert [bar.is_warning for bar in made["Security"]] == [False, True]
    assert made["Rights"][0].quick_filter == QuickFilter(rights=frozenset({EditRight.CHANGE}))


def test_servers_that_have_no_bar_of_their_own_are_summed_up() -> None:
    servers = next(section for section in overview_sections(CENSUS) if section.title == "Server")
    assert len(servers.bars) == MAX_SERVER_BARS + 1
    assert (servers.bars[-1].label, servers.bars[-1].count) == ("3 more servers", 3)
    assert servers.bars[-1].quick_filter is None


def test_a_list_of_which_nothing_is_known_has_no_sections() -> None:
    assert overview_sections(ListStatistics(total=3, not_loaded=3)) == ()


def test_bars_are_a_good_model(model_tester: CheckModel) -> None:
    model = BarModel()
    model_tester(model)
    model.set_bars(
        [OverviewBar("TLS", 4, QuickFilter(securities=frozenset({Security.TLS})))], 4, NO_FILTER
    )
    model_tester(model)


def test_numbers_are_those_of_the_list(overview: Overview, pane: ListPane) -> None:
    for bars in overview.charts:
        for bar in bars.bar_model.bars:
            if bar.quick_filter is not None:
                pane.set_quick_filter(bar.quick_filter)
                assert pane.model.shown_count == bar.count, bar.label


def test_a_click_filters_and_a_second_one_shows_all_again(
    overview: Overview, pane: ListPane, qtbot: QtBot
) -> None:
    bars = overview.charts[3]
    line = bar_at(bars, "no TLS")
    center = bars.visualRect(bars.bar_model.index(line, 0)).center()
    QTest.mouseClick(bars.viewport(), Qt.MouseButton.LeftButton, pos=center)
    assert pane.quick_filter == QuickFilter(securities=frozenset({Security.PLAINTEXT}))
    assert pane.model.shown_count == 6
    message = bars.bar_model.index(line, 0)
    qtbot.waitUntil(lambda: "(shown in the list)" in message.data())
    QTest.mouseClick(bars.viewport(), Qt.MouseButton.LeftButton, pos=center)
    assert pane.quick_filter == NO_FILTER
    assert pane.model.shown_count == 43


def test_arrows_go_through_all_bars_and_enter_takes_one(overview: Overview, pane: ListPane) -> None:
    assert overview.charts[0].hasFocus(), "asked for by key, it has the keyboard"
    seen = []
    for _ in range(60):
        focused = QApplication.focusWidget()
        assert isinstance(focused, BarChartView)
        seen.append(focused.currentIndex().data())
        QTest.keyClick(focused, Qt.Key.Key_Down)
    every = [
        bars.bar_model.index(n, 0).data()
        for bars in overview.charts
        for n in range(len(bars.bar_model.bars))
    ]
    assert list(dict.fromkeys(seen)) == every
    last = overview.charts[-1]
    QTest.keyClick(last, Qt.Key.Key_Return)
    assert pane.quick_filter.rights
    for _ in range(60):
        QTest.keyClick(focused_widget(), Qt.Key.Key_Up)
    assert overview.charts[0].hasFocus()
    assert overview.charts[0].currentIndex().row() == 0


@pytest.mark.usefixtures("overview")
def test_escape_goes_back_to_the_list(pane: ListPane) -> None:
    QTest.keyClick(focused_widget(), Qt.Key.Key_Escape)
    assert pane.view.hasFocus()
    assert pane.side_pane_controller.page is SidePage.OVERVIEW


def test_the_same_key_puts_it_away(overview: Overview, pane: ListPane) -> None:
    pane.side_pane_controller.toggle_page(SidePage.OVERVIEW)
    assert not overview.isVisible()
    assert pane.side_pane_controller.page is SidePage.NOTHING
    assert pane.view.hasFocus()


def test_what_is_not_known_yet_is_said_and_nothing_is_counted_for_each_row(
    pane: ListPane, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[ListStatistics] = []
    statistics = pane.model.statistics

    def count() -> ListStatistics:
        counted.append(statistics())
        return counted[-1]

    monkeypatch.setattr(pane.model, "statistics", count)
    more = [ListedMailbox(n, f"late{n}@example.com") for n in range(1000, 11_000)]
    pane.model.set_rows([*pane.workspace.rows, *more], pane.workspace.details)
    pane.side_pane_controller.toggle_page(SidePage.OVERVIEW)
    overview = pane.side_pane_controller.pane.overview
    qtbot.waitUntil(lambda: bool(overview.note_label.text()))
    assert overview.note_label.text() == loaded_details_text(43, 10_043)
    before = len(counted)
    for row in pane.workspace.rows:
        pane.model.refresh_row(row.id)
    qtbot.waitUntil(lambda: len(counted) > before)
    assert len(counted) == before + 1


def test_nothing_is_counted_while_nobody_sees_it(
    pane: ListPane, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never() -> ListStatistics:
        raise AssertionError("counted")

    pane.side_pane_controller.show_page(SidePage.DETAILS)
    monkeypatch.setattr(pane.model, "statistics", never)
    pane.model.refresh_row(1)
    pane.set_filter("a")
    assert not pane.side_pane_controller.pane.overview.isVisible()


def test_the_selected_mailbox_is_shown_and_followed(pane: ListPane) -> None:
    pane.side_pane_controller.toggle_page(SidePage.DETAILS)
    details = pane.side_pane_controller.pane.details
    pane.view.select_mailbox(5)
    assert details.fields[Column.SERVER].text() == "pop.example.com"
    assert details.fields[Column.ID].text() == "5"
    assert details.fields[Column.SERVER].isReadOnly()
    pane.set_filter("nothing like that")
    assert not details.empty_label.isHidden()
    assert details.fields[Column.SERVER].isHidden()


def test_tabs_turn_the_page(overview: Overview, pane: ListPane) -> None:
    pane.side_pane_controller.pane.tabs.setCurrentIndex(0)
    assert pane.side_pane_controller.page is SidePage.DETAILS
    assert pane.side_pane_controller.pane.details.isVisible()
    assert not overview.isVisible()


def test_what_stands_beside_the_list_is_remembered_for_the_profile(
    pane: ListPane, qtbot: QtBot, tmp_path: Path, dispatcher: MainThreadDispatcher
) -> None:
    layouts = ColumnLayoutService(lambda: tmp_path, dispatcher)
    manager = LayoutSaver(
        "acme", layouts, pane.model, pane.view.header_controller, pane.side_pane_controller
    )
    pane.side_pane_controller.toggle_page(SidePage.OVERVIEW)
    manager.save_now()
    found: ColumnLayout = result_of(partial(layouts.load, "acme"), qtbot)
    assert found.side_pane == "overview"
    later = ListPane(pane.workspace)
    qtbot.addWidget(later)
    later.show()
    QApplication.processEvents()
    LayoutSaver(
        "acme", layouts, later.model, later.view.header_controller, later.side_pane_controller
    )
    qtbot.waitUntil(lambda: later.side_pane_controller.page is SidePage.OVERVIEW)
    layouts.finish(5)


def test_a_side_that_is_not_known_is_nothing() -> None:
    assert SidePage.from_name("risk") is SidePage.NOTHING
