"""Guards around every test: it must leave no thread, no window and no log record behind.

Qt's own warnings fail a test through pytest-qt (``qt_log_level_fail`` in pyproject.toml), Python's
through ``filterwarnings``.
"""

from __future__ import annotations

import gc
import logging
import sys
import threading
import time
from collections.abc import Generator, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from desktop_app.net.dns_lookup import ABANDONED_THREAD_NAME
from desktop_app.profiles.secrets.keyring_call import THREAD_NAME

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

MAY_STAY = {ABANDONED_THREAD_NAME, THREAD_NAME}
"""Names of daemon threads that wait for something that cannot be stopped."""

SERVED_BY = {"demo-connection": "demo-accept", "hostile-exchange": "hostile"}
"""A connection of a server that was there before the test, and ends with that server."""

PATIENCE = 10.0
"""Seconds that a thread gets to end by itself; none needs more than a moment."""

FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember failures: what a failed test leaves behind is no news."""
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest.fixture(autouse=True)
def nothing_left_in_threads() -> Iterator[None]:
    before = set(threading.enumerate())
    yield
    end = time.monotonic() + PATIENCE
    for thread in _new_threads(before):
        thread.join(max(0.0, end - time.monotonic()))
    left = [thread.name for thread in _new_threads(before)]
    assert not left, f"threads left behind: {left}"


def _new_threads(before: set[threading.Thread]) -> list[threading.Thread]:
    servers = {thread.name for thread in before}
    return [
        thread
        for thread in threading.enumerate()
        if thread not in before
        and thread.name not in MAY_STAY
        and SERVED_BY.get(thread.name) not in servers
        # a thread of Qt's that once ran Python code stays in the list for ever
        and not isinstance(thread, threading._DummyThread)
    ]


@pytest.fixture(autouse=True)
def nothing_left_on_screen(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    if "PySide6.QtWidgets" not in sys.modules:
        return
    left = _windows()
    if left:
        gc.collect()
        left = _windows()
    names = [f"{type(window).__name__} {window.windowTitle()!r}" for window in left]
    for window in left:
        window.setAttribute(_delete_on_close(), False)
        window.hide()
        window.deleteLater()
    _windows()
    if not request.node.stash.get(FAILED, False):
        assert not names, f"windows left behind: {names}"


@pytest.fixture(autouse=True)
def no_box_waits_for_ever(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A question that no test answers is answered with Esc, and the test fails."""
    unanswered: list[str] = []
    if "PySide6.QtWidgets" in sys.modules:
        _watch_boxes(monkeypatch, unanswered)
    yield
    assert not unanswered, f"nobody answered: {unanswered}"


def _watch_boxes(monkeypatch: pytest.MonkeyPatch, unanswered: list[str]) -> None:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QMessageBox

    ask = QMessageBox.exec

    def ask_for_a_while(box: QMessageBox) -> int:
        def give_up() -> None:
            unanswered.append(box.text())
            box.reject()

        timer = QTimer(box, singleShot=True, interval=round(PATIENCE * 1000))
        timer.timeout.connect(give_up)
        timer.start()
        return ask(box)

    monkeypatch.setattr(QMessageBox, "exec", ask_for_a_while)


def _windows() -> list[QWidget]:
    """The windows without a parent, once those are gone that were told to go."""
    from PySide6.QtCore import QCoreApplication, QEvent
    from PySide6.QtWidgets import QApplication

    if QApplication.instance() is None:
        return []
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    windows = QApplication.topLevelWidgets()
    return [w for w in windows if w.parent() is None and w.objectName() != "qtooltip_label"]


def _delete_on_close() -> Any:
    from PySide6.QtCore import Qt

    return Qt.WidgetAttribute.WA_DeleteOnClose


class StrayLog(logging.Handler):
    """Catches every record of WARNING or above; those that a test expects it takes out."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.records: list[logging.LogRecord] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.records.append(record)

    def take(self, words: str) -> logging.LogRecord:
        """The oldest record whose text, traceback included, holds these words: it is expected."""
        for record in self.records:
            if words in self.format(record):
                self.records.remove(record)
                return record
        raise AssertionError(f"not logged: {words!r}; but {self.texts()}")

    def texts(self) -> list[str]:
        return [f"{record.name}: {record.getMessage()}" for record in self.records]


@pytest.fixture(autouse=True)
def stray_log(request: pytest.FixtureRequest) -> Iterator[StrayLog]:
    log = StrayLog()
    logging.getLogger().addHandler(log)
    yield log
    logging.getLogger().removeHandler(log)
    if not request.node.stash.get(FAILED, False):
        assert not log.records, f"stray log records: {log.texts()}"


@pytest.fixture
def expected_log(stray_log: StrayLog) -> StrayLog:
    """For a test that expects a warning: ``expected_log.take("words of it")``."""
    return stray_log
