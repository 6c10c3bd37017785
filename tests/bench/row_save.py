"""save: one save at 200 ms latency: read again, sent, read back."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from desktop_app.core.mailbox.mailbox import Draft, Field
from tests.bench import yardsticks
from tests.bench.list_panes import bench_window, loaded_pane
from tests.bench.measurements import Pair, Row
from tests.bench.running_program import Login, demo_server

if TYPE_CHECKING:
    from desktop_app.ui.mailbox_list.list_pane import ListPane

LATENCY_MS = 200
ROUND_TRIPS = 3
"""What is there now, the save, and what is there afterwards: none of them can be left out."""
MAILBOX = 1


class OneSave:
    """From the save to its proof, against the round trips that it needs, one after another."""

    def __init__(self, pane: ListPane, login: Login) -> None:
        self._place, self._login = pane.workspace, login
        self._count = 0

    def measure(self) -> float:
        from desktop_app.services.background import Success
        from tests.bench.heartbeat import wait_until

        workspace = self._place
        wait_until(lambda: workspace.is_ready and not workspace.details.is_busy)
        original = workspace.details.get(MAILBOX)
        assert original is not None
        self._count += 1
        draft = Draft(original, {Field.USER_NAME: f"support{self._count}"})
        ended: list[tuple[float, object]] = []
        started = time.perf_counter()
        workspace.save(draft, lambda outcome: ended.append((time.perf_counter(), outcome)))
        wait_until(lambda: bool(ended))
        at, outcome = ended[0]
        assert isinstance(outcome, Success), outcome
        return at - started

    def baseline(self) -> float:
        return sum(yardsticks.round_trip(self._login) for _ in range(ROUND_TRIPS))


@contextmanager
def prepare() -> Iterator[Pair]:
    with (
        demo_server(LATENCY_MS) as login,
        bench_window() as dispatcher,
        loaded_pane(login, dispatcher) as pane,
    ):
        yield OneSave(pane, login)


ROWS = [Row("save", bar=1.1, aim=1.05, prepare=prepare)]
