"""filter: a keystroke, and a click on a header, to repaint, with 10,000 mailboxes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.bench import yardsticks
from tests.bench.measurements import Pair, Row
from tests.bench.running_program import is_settled, pane_of, program, server

if TYPE_CHECKING:
    from desktop_app.ui.shell.main_window import MainWindow

MAILBOXES = 10_000
LETTER = "9"
"""What is typed: a third of the rows hold it."""


class Filter:
    """Typing and clicking as a person does, against plain lists and repaints of the same view."""

    def __init__(self, window: MainWindow) -> None:
        from tests.bench.heartbeat import wait_until
        from tests.bench.paint_timer import PaintTimer

        self._window, self._pane = window, pane_of(window)
        wait_until(lambda: is_settled(self._pane))
        self._paint_timer = PaintTimer(self._pane.view)
        self._plain = yardsticks.PlainLists(self._pane.workspace.rows)
        self._is_by_category = False

    def measure(self) -> float:
        return self._keystroke() + self._header_click()

    def baseline(self) -> float:
        view = self._pane.view
        plain = self._plain.filter(LETTER) + self._plain.sort()
        return plain + yardsticks.repaint(view) + yardsticks.repaint(view)

    def _keystroke(self) -> float:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        from tests.bench.heartbeat import wait_until

        box, table = self._window.toolbar.filter_box, self._pane.model
        box.setFocus()
        taken = self._timed(lambda: QTest.keyClicks(box, LETTER))
        assert 0 < table.rowCount() < MAILBOXES
        QTest.keyClick(box, Qt.Key.Key_Backspace)
        wait_until(lambda: table.rowCount() == MAILBOXES and is_settled(self._pane))
        return taken

    def _header_click(self) -> float:
        """By category and by address in turn, which differ in every round."""
        from PySide6.QtCore import QPoint, Qt
        from PySide6.QtTest import QTest

        from desktop_app.ui.mailbox_list.table.column_spec import Column
        from tests.bench.heartbeat import wait_until

        header = self._pane.view.horizontalHeader()
        self._is_by_category = not self._is_by_category
        column = Column.CATEGORY if self._is_by_category else Column.ADDRESS
        workspace = QPoint(header.sectionViewportPosition(column) + 20, header.height() // 2)
        button = Qt.MouseButton.LeftButton
        taken = self._timed(lambda: QTest.mouseClick(header.viewport(), button, pos=workspace))
        wait_until(lambda: is_settled(self._pane))
        return taken

    def _timed(self, act: Callable[[], object]) -> float:
        self._paint_timer.start()
        started = time.perf_counter()
        act()
        return self._paint_timer.wait() - started


@contextmanager
def prepare() -> Iterator[Pair]:
    with server(MAILBOXES) as login, program(login) as window:
        yield Filter(window)


ROWS = [Row("filter", bar=1.5, aim=1.2, prepare=prepare)]
