"""What this program is measured against. A change here is named where the numbers are told."""

from __future__ import annotations

import json
import sys
import time

from tests.bench.child import reported

BARE_WINDOW = """
import sys
from PySide6.QtWidgets import QApplication, QMainWindow, QTableView
from tests.bench.first_paint import tell_first_paint

application = QApplication(sys.argv)
window = QMainWindow()
table = QTableView()
window.setCentralWidget(table)
window.resize(1200, 700)
tell_first_paint(table.viewport(), lambda: True)
window.show()
application.exec()
"""


def bare_window() -> float:
    """From exec to the first paint of a bare PySide6 window with an empty table."""
    return reported([sys.executable, "-c", BARE_WINDOW])


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


def idle_gap(seconds: float) -> float:
    """The longest gap between two beats of a heart while nothing happens in the same window."""
    from tests.bench.heartbeat import Heartbeat, let_run

    with Heartbeat() as heart:
        let_run(seconds)
    return heart.longest
