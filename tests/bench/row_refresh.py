"""refresh: from the click to a sorted list of 10,000 mailboxes that can be scrolled, painted."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.bench import yardsticks
from tests.bench.measurements import Pair, Row
from tests.bench.running_program import Login, is_settled, pane_of, program, server

if TYPE_CHECKING:
    from desktop_app.ui.shell.main_window import MainWindow

MAILBOXES = 10_000


class Refresh:
    """A click on Refresh against posting and parsing the same bytes."""

    def __init__(self, window: MainWindow, login: Login) -> None:
        from tests.bench.heartbeat import wait_until
        from tests.bench.paint_timer import PaintTimer

        self._window = window
        self._login = login
        self._pane = pane_of(window)
        self._paint_timer = PaintTimer(self._pane.view)
        wait_until(lambda: is_settled(self._pane))

    def measure(self) -> float:
        from tests.bench.heartbeat import wait_until
        from tests.bench.paint_timer import click

        self._paint_timer.start()
        started = time.perf_counter()
        click(self._window.toolbar, self._window.all_actions.mailbox.refresh)
        ended = self._paint_timer.wait()
        self._check()
        wait_until(lambda: is_settled(self._pane))
        return ended - started

    def _check(self) -> None:
        from desktop_app.ui.mailbox_list.table.column_spec import Column

        table, bar = self._pane.model, self._pane.view.verticalScrollBar()
        assert table.rowCount() == MAILBOXES
        assert bar.maximum() > 0
        first, last = (table.index(line, Column.ADDRESS).data() for line in (0, MAILBOXES - 1))
        assert first.lower() < last.lower()

    def baseline(self) -> float:
        login = self._login
        return yardsticks.post_and_loads(login.list_url, login.username, login.password)


@contextmanager
def prepare() -> Iterator[Pair]:
    with server(MAILBOXES) as login, program(login) as window:
        yield Refresh(window, login)


ROWS = [Row("refresh", bar=0.4, aim=0.3, prepare=prepare)]
