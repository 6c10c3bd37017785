"""memory: heap of a loaded row, filter keys included, before any details; in bytes."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tests.bench import yardsticks
from tests.bench.measurements import Pair, Row
from tests.bench.running_program import list_body, server

MAILBOXES = 10_000


def heap_of(make: Callable[[], object]) -> int:
    """Bytes that Python's heap holds more as long as what is made lives."""
    gc.collect()
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    made = make()
    gc.collect()
    after = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    del made
    return after - before


def filtered_table(body: bytes) -> object:
    """The list in its model, after something was typed into the filter."""
    from desktop_app.ui.mailbox_list.table import collation
    from desktop_app.ui.mailbox_list.table.list_model import MailboxListModel
    from desktop_app.webapi.codec.list_codec import decode_list

    collation._collation_key.cache_clear()  # what it keeps of these rows counts too
    table = MailboxListModel()
    table.set_rows(decode_list(body).rows, None)
    table.set_filter("x")
    table.set_filter("")
    return table


class Memory:
    """The rows in the model, against plain tuples of the same fields."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def measure(self) -> float:
        return heap_of(lambda: filtered_table(self._body)) / MAILBOXES

    def baseline(self) -> float:
        return heap_of(lambda: yardsticks.plain_tuples(self._body)) / MAILBOXES


@contextmanager
def prepare() -> Iterator[Pair]:
    from PySide6.QtWidgets import QApplication

    application = QApplication.instance() or QApplication([])
    with server(MAILBOXES) as login:
        yield Memory(list_body(login))
    del application


ROWS = [Row("memory", bar=1.5, aim=1.3, prepare=prepare, unit="bytes")]
