"""growth: how refresh, filter and memory grow from 100 to 10,000 mailboxes, as an exponent.

1 is in proportion, 0 not at all. And whether a start takes longer with many profiles.
"""

from __future__ import annotations

import math
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from statistics import linear_regression
from typing import TYPE_CHECKING

from tests.bench.list_panes import bench_window, loaded_pane
from tests.bench.measurements import Pair, Row
from tests.bench.row_memory import filtered_table, heap_of
from tests.bench.row_start import Start, keep_profiles
from tests.bench.running_program import list_body, server

if TYPE_CHECKING:
    from desktop_app.ui.mailbox_list.list_pane import ListPane

SIZES = (100, 1_000, 10_000)
TEXTS = ("9", "")
"""What the filter is set to, and that it is cleared again."""
MANY, FEW = 500, 5
"""Profiles."""


def exponent(sizes: Sequence[int], values: Sequence[float]) -> float:
    """The slope of the line through the logarithms."""
    return linear_regression([math.log(s) for s in sizes], [math.log(v) for v in values]).slope


class Growth:
    """One exponent a round."""

    def __init__(self, measures: Sequence[Callable[[], float]]) -> None:
        self._measures = measures

    def measure(self) -> float:
        return exponent(SIZES, [measure() for measure in self._measures])

    def baseline(self) -> float:
        """In proportion."""
        return 1.0


def _refresh(pane: ListPane) -> float:
    from tests.bench.heartbeat import wait_until
    from tests.bench.paint_timer import PaintTimer
    from tests.bench.running_program import is_settled

    painted = PaintTimer(pane.view)
    started = time.perf_counter()
    pane.workspace.refresh()
    ended = painted.wait()
    wait_until(lambda: is_settled(pane))
    painted.end()
    return ended - started


def _filter(pane: ListPane) -> float:
    from tests.bench.heartbeat import wait_until
    from tests.bench.running_program import is_settled

    started = time.perf_counter()
    for text in TEXTS:
        pane.set_filter(text)
    pane.view.viewport().repaint()
    ended = time.perf_counter()
    wait_until(lambda: is_settled(pane))
    return ended - started


def _memory(body: bytes) -> float:
    return heap_of(lambda: filtered_table(body))


@contextmanager
def _of_panes(measure: Callable[[ListPane], float]) -> Iterator[Pair]:
    with ExitStack() as stack:
        logins = [stack.enter_context(server(mailboxes)) for mailboxes in SIZES]
        dispatcher = stack.enter_context(bench_window())
        panes = [stack.enter_context(loaded_pane(login, dispatcher)) for login in logins]
        yield Growth([lambda pane=pane: measure(pane) for pane in panes])  # type: ignore[misc]


@contextmanager
def prepare_memory() -> Iterator[Pair]:
    with ExitStack() as stack:
        stack.enter_context(bench_window())
        bodies = [list_body(stack.enter_context(server(mailboxes))) for mailboxes in SIZES]
        yield Growth([lambda body=body: _memory(body) for body in bodies])  # type: ignore[misc]


class StartGrowth:
    """A start with many profiles against one with few."""

    def __init__(self, many: Path, few: Path) -> None:
        self._many, self._few = Start(many, MANY), Start(few, FEW)

    def measure(self) -> float:
        return self._many.measure()

    def baseline(self) -> float:
        return self._few.measure()


@contextmanager
def prepare_start() -> Iterator[Pair]:
    with tempfile.TemporaryDirectory() as name:
        many, few = Path(name, "many"), Path(name, "few")
        keep_profiles(many, MANY)
        keep_profiles(few, FEW)
        yield StartGrowth(many, few)


ROWS = [
    Row("refresh growth", bar=1.1, aim=1.0, prepare=partial(_of_panes, _refresh), unit="exponent"),
    Row("filter growth", bar=1.1, aim=1.0, prepare=partial(_of_panes, _filter), unit="exponent"),
    Row("memory growth", bar=1.1, aim=1.0, prepare=prepare_memory, unit="exponent"),
    Row("start growth", bar=1.1, aim=1.05, prepare=prepare_start),
]
