"""gap ms: the longest time without a beat of the window in a session with 10,000 mailboxes.

The server answers after 200 ms. The session: refresh, scroll while details stream in, filter, sort,
refresh again, while three other profiles wait for a hung server, a dripping one and a mute keyring.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.bench import yardsticks
from tests.bench.measurements import Pair, Row
from tests.bench.other_profiles import other_profiles
from tests.bench.running_program import is_settled, pane_of, program, server

if TYPE_CHECKING:
    from desktop_app.services.workspace.workspace import Workspace
    from desktop_app.ui.shell.main_window import MainWindow

MAILBOXES, LATENCY_MS = 10_000, 200
PAGES = 5
BETWEEN_KEYS = 0.03
"""Seconds between two keys of a quick typist."""
IDLE_SECONDS = 2.0


class Session:
    """What a person does with the list, against the same window left alone."""

    def __init__(self, window: MainWindow, beside: Sequence[Workspace]) -> None:
        self._window = window
        self._beside = beside
        self._pane = pane_of(window)
        self._settle()

    def measure(self) -> float:
        from tests.bench.heartbeat import Heartbeat

        with Heartbeat() as heart:
            for workspace in self._beside:
                workspace.refresh()
            self._refresh()
            self._scroll()
            self._filter("shop0123")
            self._sort()
            self._refresh()
        return heart.longest

    def baseline(self) -> float:
        return yardsticks.idle_gap(IDLE_SECONDS)

    def _refresh(self) -> None:
        from tests.bench.paint_timer import click

        click(self._window.toolbar, self._window.all_actions.mailbox.refresh)
        self._settle()
        assert self._pane.model.rowCount() == MAILBOXES

    def _scroll(self) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        for _ in range(PAGES):
            QTest.keyClick(self._pane.view, Qt.Key.Key_PageDown)
            self._let_go()
        self._settle()

    def _filter(self, text: str) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        box = self._window.toolbar.filter_box
        box.setFocus()
        for letter in text:
            QTest.keyClicks(box, letter)
            self._let_go()
        self._settle()
        assert 0 < self._pane.model.rowCount() < MAILBOXES
        QTest.keyClick(box, Qt.Key.Key_Escape)
        self._settle()

    def _sort(self) -> None:
        from PySide6.QtCore import QPoint, Qt
        from PySide6.QtTest import QTest

        from desktop_app.ui.mailbox_list.table.column_spec import Column

        header = self._pane.view.horizontalHeader()
        for column in (Column.CATEGORY, Column.ADDRESS):
            workspace = QPoint(header.sectionViewportPosition(column) + 20, header.height() // 2)
            QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=workspace)
            self._settle()

    def _settle(self) -> None:
        from tests.bench.heartbeat import wait_until

        wait_until(lambda: is_settled(self._pane))

    def _let_go(self) -> None:
        from tests.bench.heartbeat import run_event_loop

        run_event_loop(BETWEEN_KEYS)


@contextmanager
def prepare() -> Iterator[Pair]:
    with server(MAILBOXES, LATENCY_MS) as login, program(login) as window:
        from desktop_app.services.background import MainThreadDispatcher

        dispatcher = MainThreadDispatcher()
        with other_profiles(dispatcher) as beside:
            yield Session(window, beside)
        dispatcher.close()


ROWS = [Row("gap ms", bar=25, aim=16, prepare=prepare)]
