"""Each guard around the tests makes a bad test fail, and lets a good one pass."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

import pytest

pytest_plugins = ["pytester"]

ROOT = Path(__file__).parents[2]

GOOD = """
import logging, os, pathlib, tempfile, threading
from PySide6.QtCore import qWarning
from PySide6.QtWidgets import QWidget

def test_a_thread_that_ends():
    threading.Thread(target=int).start()

def test_a_look_up_that_cannot_be_stopped():
    wait = threading.Event().wait
    threading.Thread(target=wait, name="abandoned-lookup", daemon=True).start()

def test_a_window_that_is_closed_by_pytest_qt(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.show()

def test_a_log_record_that_is_expected(expected_log):
    logging.getLogger("x").error("a fault in the works")
    assert expected_log.take("fault").levelname == "ERROR"

def test_a_log_record_below_warning():
    logging.getLogger("x").info("nothing to see")

def test_what_the_offscreen_platform_says_of_itself():
    qWarning("This plugin does not support propagateSizeHints()")
    qWarning("This plugin does not support raise()")

def test_a_home_of_its_own():
    assert str(pathlib.Path.home()).startswith(tempfile.gettempdir())
    assert os.environ["XDG_DATA_HOME"].startswith(str(pathlib.Path.home()))
    assert os.environ["DBUS_SESSION_BUS_ADDRESS"] == "unix:path=/nonexistent"
    assert "PYTHON_KEYRING_BACKEND" not in os.environ
"""

BAD = """
import logging, threading, warnings
from PySide6.QtCore import QTimer, qWarning
from PySide6.QtWidgets import QDialog, QMessageBox
from tests import guards

kept = []
guards.PATIENCE = 0.01

def fail():
    raise RuntimeError("not in the test's own thread")

def test_thread():
    threading.Thread(target=threading.Event().wait, name="lost", daemon=True).start()

def test_window(qtbot):
    kept.append(QDialog(windowTitle="lost"))

def test_log():
    logging.getLogger("x").warning("careful")

def test_other_log(expected_log):
    logging.getLogger("x").error("this one")
    logging.getLogger("x").error("another")
    expected_log.take("this one")

def test_silence(expected_log):
    expected_log.take("silence")

def test_qt():
    qWarning("something is wrong")

def test_fault_in_a_thread():
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()

def test_python():
    warnings.warn("old", DeprecationWarning)

def test_fault_in_a_slot(qtbot):
    QTimer.singleShot(0, fail)
    qtbot.wait(1)

def test_question(qtbot):
    box = QMessageBox(text="Really?")
    qtbot.addWidget(box)
    box.exec()

def test_good_after_all_of_them(qtbot):
    pass
"""

WORDS = {
    "test_question": "nobody answered: ['Really?']",
    "test_thread": "threads left behind: ['lost']",
    "test_window": "QDialog 'lost'",
    "test_log": "stray log records: ['x: careful']",
    "test_other_log": "stray log records: ['x: another']",
    "test_silence": "not logged: 'silence'",
    "test_qt": "something is wrong",
    "test_fault_in_a_thread": "not in the test's own thread",
    "test_python": "DeprecationWarning: old",
    "test_fault_in_a_slot": "not in the test's own thread",
}


@pytest.fixture
def guarded(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A folder whose tests are under this project's conftest and configuration."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    pytester.makeconftest((ROOT / "tests/conftest.py").read_text("utf-8"))
    return pytester


def failures(guarded: pytest.Pytester, tests: str) -> dict[str, str]:
    """The tests that failed, during the call or around it, and what was said of each."""
    guarded.makepyfile(tests)
    own = guarded.path
    guarded.runpytest_subprocess(
        "-c", ROOT / "pyproject.toml", "--rootdir", own, "--junitxml=report.xml", own
    )
    cases = ElementTree.parse(own / "report.xml").iter("testcase")
    message = {
        case.get("name", ""): "".join(
            f"{error.get('message')}{error.text}"
            for kind in ("failure", "error")
            for error in case.iter(kind)
        )
        for case in cases
    }
    assert len(message) == tests.count("def test_"), "not all of them ran"
    return {name: text for name, text in message.items() if text}


def test_good_tests_pass(guarded: pytest.Pytester) -> None:
    assert failures(guarded, GOOD) == {}


def test_each_bad_test_fails(guarded: pytest.Pytester) -> None:
    message = failures(guarded, BAD)
    assert set(message) == set(WORDS)
    for name, words in WORDS.items():
        assert words in message[name], name
