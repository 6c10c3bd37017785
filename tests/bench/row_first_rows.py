"""first rows: from asking for a list to something of it painted, at 100 to 10,000 mailboxes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from tests.bench import yardsticks
from tests.bench.list_panes import bench_window, loaded_pane, open_pane
from tests.bench.measurements import Pair, Row
from tests.bench.running_program import Login, server

if TYPE_CHECKING:
    from desktop_app.services.background import MainThreadDispatcher
    from desktop_app.ui.mailbox_list.list_pane import ListPane

SIZES = (100, 1_000, 10_000)


class FirstRows:
    """The slowest of the sizes, each on a pane that has shown nothing yet."""

    def __init__(
        self, logins: list[Login], dispatcher: MainThreadDispatcher, whole: ListPane
    ) -> None:
        self._logins, self._courier, self._whole = logins, dispatcher, whole

    def measure(self) -> float:
        return max(self._first_rows(login) for login in self._logins)

    def _first_rows(self, login: Login) -> float:
        from tests.bench.heartbeat import wait_until
        from tests.bench.paint_timer import PaintTimer

        with open_pane(login, self._courier) as pane:
            painted = PaintTimer(pane.view)
            painted.start()
            started = time.perf_counter()
            pane.workspace.refresh()
            ended = painted.wait()
            assert pane.model.rowCount() > 0
            wait_until(lambda: pane.workspace.is_ready)
        return ended - started

    def baseline(self) -> float:
        login = self._logins[0]
        return yardsticks.round_trip(login) + yardsticks.repaint(self._whole.view)


@contextmanager
def prepare() -> Iterator[Pair]:
    with ExitStack() as stack:
        logins = [stack.enter_context(server(mailboxes)) for mailboxes in SIZES]
        dispatcher = stack.enter_context(bench_window())
        whole = stack.enter_context(loaded_pane(logins[-1], dispatcher))
        yield FirstRows(logins, dispatcher, whole)


ROWS = [Row("first rows", bar=2, aim=1.5, prepare=prepare)]
