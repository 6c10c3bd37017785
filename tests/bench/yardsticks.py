"""What this program is measured against. A change here is named where the numbers are told."""

from __future__ import annotations

import json
import sqlite3
import sys
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from tests.bench.child import seconds_until_reported

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractItemView

    from desktop_app.core.mailbox_list.listing import ListedMailbox
    from tests.bench.running_program import Login

BARE_WINDOW = """
import sys
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView
from tests.bench.first_paint import report_first_paint

application = QApplication(sys.argv)
window = QMainWindow()
table = QTableView()
window.setCentralWidget(table)
window.resize(1200, 700)
report_first_paint(table.viewport(), lambda: True)
window.show()
application.exec()
"""


IDLE_WINDOW = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView

application = QApplication(sys.argv)
window = QMainWindow()
table = QTableView()
window.setCentralWidget(table)
window.resize(1200, 700)
window.show()
QTimer.singleShot(500, lambda: (sys.stdout.write("ready\\n"), sys.stdout.flush()))
application.exec()
"""


def bare_window() -> float:
    """From exec to the first paint of a bare PySide6 window with an empty table."""
    return seconds_until_reported([sys.executable, "-c", BARE_WINDOW])


def post_and_loads(url: str, user_name: str, password: str) -> float:
    """requests.post and json.loads of a list, in a process that has imported both."""
    import requests

    started = time.perf_counter()
    response = requests.post(url, auth=(user_name, password), timeout=60)
    rows = json.loads(response.content)
    ended = time.perf_counter()
    assert response.status_code == 200
    assert rows
    return ended - started


def round_trip(login: Login) -> float:
    """One call that is answered with nothing, on a connection of its own."""
    import requests

    url = f"{login.url}/v1/Agents/CustomerService/GetMailboxEntity?mailboxEntityId=0"
    auth = (login.username, login.password)
    started = time.perf_counter()
    response = requests.post(url, auth=auth, timeout=60)
    ended = time.perf_counter()
    assert response.content == b"null", response.content[:100]
    return ended - started


def repaint(view: QAbstractItemView) -> float:
    """One paint of all cells in view."""
    started = time.perf_counter()
    view.viewport().repaint()
    return time.perf_counter() - started


class PlainLists:
    """Rows as plain tuples, and what they are filtered by as plain texts."""

    def __init__(self, rows: Sequence[ListedMailbox]) -> None:
        self._rows = [(row.id, row.address or "", row.category or "", row.priority) for row in rows]
        self._keys = [f"{row[1]}\n{row[2]}\n{row[3]}\n{row[0]}".casefold() for row in self._rows]

    def filter(self, text: str) -> float:
        """Choose the rows that hold a text."""
        started = time.perf_counter()
        found = [row for row, key in zip(self._rows, self._keys, strict=True) if text in key]
        ended = time.perf_counter()
        assert found
        return ended - started

    def sort(self) -> float:
        """Sort all by a column."""
        started = time.perf_counter()
        found = sorted(self._rows, key=lambda row: row[2].casefold())
        ended = time.perf_counter()
        assert len(found) == len(self._rows)
        return ended - started


def plain_tuples(body: bytes) -> list[tuple[object, ...]]:
    """The four fields that the list shows of each row, as json.loads gives them."""
    names = ("MailInFilterId", "Address", "CategoryName", "PriorityName")
    return [tuple(row[name] for name in names) for row in json.loads(body)]


def idle_gap(seconds: float) -> float:
    """The longest gap between two beats of a heart while nothing happens in the same window."""
    from tests.bench.heartbeat import Heartbeat, run_event_loop

    with Heartbeat() as heart:
        run_event_loop(seconds)
    return heart.longest


def write_whole_list(connection: sqlite3.Connection, rows: Sequence[object]) -> float:
    """A list packed in one go and written in place of the one before, to the disk."""
    import msgspec

    started = time.perf_counter()
    body = msgspec.json.encode(rows)
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("DELETE FROM baseline")
    connection.execute("INSERT INTO baseline VALUES (?)", (body,))
    connection.execute("COMMIT")
    return time.perf_counter() - started
