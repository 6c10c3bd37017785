"""The main window on a small screen: no part of it makes it wider than the screen."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.ui.mailbox_list.list_pane import ListPane
from desktop_app.ui.mailbox_list.list_status import StatusKind, StatusSegment
from desktop_app.ui.mailbox_list.side.side_pane import SidePage
from desktop_app.ui.shell.main_window import MainWindow
from tests.ui.conftest import Start
from tests.ui.windows import pane_of

SMALL = QSize(683, 384 - 60)
"""A screen of 1366 x 768 at 200 %, less a window's frame and a task bar, in logical pixels."""
PAGES = [SidePage.DETAILS, SidePage.OVERVIEW]


@pytest.fixture
def window(start: Start, qtbot: QtBot) -> MainWindow:
    """The demo's list in a small window."""
    made = start(demo=True)
    qtbot.waitUntil(lambda: made.pane is not None and made.pane.model.total_count > 0)
    qtbot.waitUntil(lambda: made.pane is not None and "signed in as" in made.pane.status_text())
    made.resize(SMALL)
    settle()
    assert made.size() == SMALL
    return made


def settle() -> None:
    """Let layouts that were invalidated take effect."""
    for _ in range(3):
        QApplication.sendPostedEvents()
        QApplication.processEvents()


def show(pane: ListPane, page: SidePage) -> None:
    pane.side_pane_controller.show_page(page)
    settle()


def assert_fits(window: MainWindow) -> None:
    assert window.size() == SMALL
    assert window.minimumSizeHint().boundedTo(SMALL) == window.minimumSizeHint()


def cut(pane: ListPane) -> list[str]:
    """The texts and buttons of the placeholder that are not inside it."""
    page = pane.placeholder
    labels = [label for label in page.findChildren(QLabel) if label.isVisible() and label.text()]
    buttons = [button for button in page.findChildren(QPushButton) if button.isVisible()]
    texts: list[QLabel | QPushButton] = [*labels, *buttons]
    found = [each.text() for each in texts if not page.rect().contains(area(each, page))]
    low = [label.text() for label in labels if label.height() < label.heightForWidth(label.width())]
    return found + low


def area(widget: QWidget, page: QWidget) -> QRect:
    return QRect(widget.mapTo(page, QPoint(0, 0)), widget.size())


@pytest.mark.parametrize("page", PAGES)
def test_a_side_pane_fits_beside_the_list(window: MainWindow, page: SidePage) -> None:
    pane = pane_of(window)
    pane.view.select_mailbox(1)
    show(pane, page)
    assert pane.side_pane_controller.pane.isVisible()
    assert_fits(window)
    assert pane.view.width() >= 200, "and leaves room for the list"
    show(pane, SidePage.NOTHING)
    assert_fits(window)


@pytest.mark.parametrize("page", PAGES)
def test_a_side_pane_fits_beside_what_stands_in_place_of_the_list(
    window: MainWindow, page: SidePage, qtbot: QtBot
) -> None:
    pane = pane_of(window)
    show(pane, page)
    window.toolbar.filter_box.setText("no such mailbox")
    qtbot.waitUntil(pane.placeholder.isVisible)
    settle()
    assert_fits(window)
    assert cut(pane) == []
    window.resize(1200, 700)
    settle()
    assert cut(pane) == []
    assert pane.placeholder.findChildren(QLabel)[1].width() == 520, "no line is too long to read"


def test_a_long_status_does_not_widen_the_window(window: MainWindow) -> None:
    long = StatusSegment(StatusKind.ACCOUNT, "somebody " * 60, "somebody", "")
    window.status_segments.show_segments([*window.status_segments.segments[:1], long])
    settle()
    assert_fits(window)


def test_it_is_no_wider_when_the_window_was_large(window: MainWindow) -> None:
    """From a large screen to a small one, and back."""
    window.resize(1200, 700)
    show(pane_of(window), SidePage.DETAILS)
    window.resize(SMALL)
    settle()
    assert_fits(window)
