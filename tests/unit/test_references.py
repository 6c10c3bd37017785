"""PySide6 6.12.0 on Python 3.11 loses a reference to None or True at each of these calls.

The program then aborts after a few hundred of them ("bool_dealloc"), while a test suite may pass.
On Python 3.12 and newer both live for ever, and these tests show nothing.
"""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import version

import pytest

TIMES = 1000
MAY_VARY = 100
"""References that come and go for other reasons; a loss is one each time."""

COUNT = f"""
import json, sys
from PySide6.QtCore import QAbstractTableModel, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QHeaderView, QTableView, QWidget

class Table(QAbstractTableModel):
    def rowCount(self, parent=None):
        return 1
    def columnCount(self, parent=None):
        return 1
    def data(self, index, role=0):
        return None
    def headerData(self, section, orientation, role=0):
        return None

class Sender(QObject):
    sent = Signal(str)

class Window(QWidget):
    def resizeEvent(self, event):
        pass

def data():
    view.sizeHintForRow(0)

def header():
    view.horizontalHeader().resizeSections(QHeaderView.ResizeMode.ResizeToContents)

def emit():
    sender.sent.emit("")

def emit_heard():
    heard.sent.emit("")

def resize():
    window.resize(100 + window.width() % 2 + 1, 100)
    application.processEvents()

def shoot():
    QTimer.singleShot(0, lambda: None)
    application.processEvents()

def lost(call):
    call()
    before = sys.getrefcount(None), sys.getrefcount(True), sys.getrefcount(False)
    for _ in range({TIMES}):
        call()
    after = sys.getrefcount(None), sys.getrefcount(True), sys.getrefcount(False)
    return [b - a for b, a in zip(before, after)]

kept = [True, None, False] * 200 * {TIMES}  # so that a loss is counted and does not abort
application = QApplication([])
table, view, sender, heard, window = Table(), QTableView(), Sender(), Sender(), Window()
heard.sent.connect(lambda text: None)
view.setModel(table)
view.show()
window.show()
calls = (data, header, emit, emit_heard, resize, shoot)
print(json.dumps({{call.__name__: lost(call) for call in calls}}))
"""


def test_no_reference_is_lost() -> None:
    child = [sys.executable, "-W", "ignore", "-c", COUNT]
    ended = subprocess.run(child, capture_output=True, text=True, timeout=120, check=True)
    lost = json.loads(ended.stdout)
    assert len(lost) == 6
    assert {name: counts for name, counts in lost.items() if max(counts) > MAY_VARY} == {}


@pytest.mark.parametrize("package", ["PySide6_Essentials", "shiboken6"])
def test_the_version_is_one_that_was_tried(package: str) -> None:
    major, minor = map(int, version(package).split(".")[:2])
    assert (6, 8) <= (major, minor) < (6, 12)
