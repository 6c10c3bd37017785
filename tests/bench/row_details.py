"""details: those of 500 mailboxes, at 200 ms latency, on 8 connections."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.bench.list_panes import bench_window, loaded_pane
from tests.bench.measurements import Pair, Row
from tests.bench.running_program import server
from tests.bench.size import size

if TYPE_CHECKING:
    from desktop_app.core.mailbox.mailbox import Mailbox
    from desktop_app.ui.mailbox_list.list_pane import ListPane

MAILBOXES, LATENCY_MS, CONNECTIONS = 500, 200, 8


class AllDetails:
    """A person asks for all of them, against no work at all but the waiting."""

    def __init__(self, pane: ListPane) -> None:
        self._pane = pane
        self._ids = [row.id for row in pane.workspace.rows]

    def measure(self) -> float:
        from PySide6.QtCore import QEventLoop

        from tests.bench.heartbeat import wait_until

        details = self._pane.workspace.details
        wait_until(lambda: not details.is_busy)
        read: set[int] = set()
        ended = QEventLoop()

        def take(mailbox: Mailbox) -> None:
            read.add(mailbox.id)
            if len(read) == len(self._ids):
                ended.quit()

        details.arrived.connect(take)
        started = time.perf_counter()
        details.retry(self._ids)
        ended.exec()
        taken = time.perf_counter() - started
        details.arrived.disconnect(take)
        return taken

    def baseline(self) -> float:
        """The ideal: nothing but the latency, shared among the connections."""
        return len(self._ids) * LATENCY_MS / 1000 / CONNECTIONS


@contextmanager
def prepare() -> Iterator[Pair]:
    mailboxes = size(MAILBOXES, 16)
    with (
        server(mailboxes, LATENCY_MS) as login,
        bench_window() as dispatcher,
        loaded_pane(login, dispatcher) as pane,
    ):
        yield AllDetails(pane)


ROWS = [Row("details", bar=1.1, aim=1.03, prepare=prepare)]
