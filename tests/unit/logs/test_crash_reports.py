"""Faults that nobody caught leave a report: in Python, in a thread, and in native code."""

from __future__ import annotations

import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from desktop_app.logs import crash_reports
from desktop_app.logs.crash_reports import CrashReporter, mark_offered, new_reports, read_report

ROOT = Path(__file__).parents[3]


def run(folder: Path, code: str) -> subprocess.CompletedProcess[str]:
    """A program that is watched, and does this."""
    start = (
        "import sys, threading\n"
        "from pathlib import Path\n"
        "from desktop_app.logs.crash_reports import CrashReporter\n"
        "password = 'canary-local'\n"
        f"watch = CrashReporter(Path({str(folder)!r}))\n"
        "watch.start()\n"
    )
    return subprocess.run(
        [sys.executable, "-c", start + code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


FAULT = (
    "def inner(secret):\n"
    "    raise ValueError(secret)\n"
    "def outer():\n"
    "    try:\n"
    "        inner('canary-text')\n"
    "    except ValueError as error:\n"
    "        raise KeyError('canary-key') from error\n"
)


def only_report(folder: Path) -> str:
    (report,) = new_reports(folder)
    assert stat.S_IMODE(report.stat().st_mode) == 0o600
    return read_report(report)


@pytest.mark.parametrize(
    "how", ["outer()", "t = threading.Thread(target=outer); t.start(); t.join()"]
)
def test_a_fault_is_reported_by_kind_and_place_without_texts_and_values(
    tmp_path: Path, how: str
) -> None:
    done = run(tmp_path, FAULT + how)
    text = only_report(tmp_path)
    assert "KeyError" in text
    assert "caused by ValueError" in text
    assert "<string>:8 inner" in text
    assert "canary" not in text + done.stderr
    assert done.stderr.startswith("mailbox-admin: a fault\n")
    assert done.stderr.count("KeyError") == 1


def test_a_death_in_native_code_is_reported_at_the_next_start(tmp_path: Path) -> None:
    code = "import ctypes\ndef dies():\n    ctypes.string_at(0)\ndies()"
    assert run(tmp_path, code).returncode == -signal.SIGSEGV
    assert new_reports(tmp_path) == [], "it could not be written by then"
    assert run(tmp_path, "watch.stop()").returncode == 0
    text = only_report(tmp_path)
    assert "Segmentation fault" in text
    assert "in dies" in text
    assert str(Path.home()) not in text


def test_a_run_that_ends_well_leaves_nothing(tmp_path: Path) -> None:
    run(tmp_path, "watch.stop()")
    assert list((tmp_path / crash_reports.REPORT_FOLDER).iterdir()) == []


def test_a_killed_program_is_no_crash(tmp_path: Path) -> None:
    run(tmp_path, "import os, signal; os.kill(os.getpid(), signal.SIGKILL)")
    run(tmp_path, "watch.stop()")
    assert new_reports(tmp_path) == []


def test_the_same_fault_again_and_again_is_one_report(tmp_path: Path) -> None:
    code = (
        FAULT + "for n in range(1000):\n"
        "    try: outer()\n"
        "    except KeyError as error: sys.excepthook(type(error), error, error.__traceback__)\n"
    )
    run(tmp_path, code)
    only_report(tmp_path)


def test_many_faults_leave_the_newest_ten(tmp_path: Path) -> None:
    for _ in range(3):
        code = FAULT + "".join(
            f"\ntry: exec('\\n' * {n} + 'outer()')\n"
            "except KeyError as error: sys.excepthook(type(error), error, error.__traceback__)\n"
            for n in range(12)
        )
        run(tmp_path, code)
    assert len(crash_reports.all_reports(tmp_path)) == crash_reports.MAX_REPORTS


def test_a_report_is_offered_once(tmp_path: Path) -> None:
    run(tmp_path, FAULT + "outer()")
    (report,) = new_reports(tmp_path)
    assert "KeyError" in read_report(mark_offered(report))
    assert new_reports(tmp_path) == []
    assert len(crash_reports.all_reports(tmp_path)) == 1


def test_without_a_folder_nothing_is_kept(tmp_path: Path) -> None:
    watch = CrashReporter(None)
    hooks = sys.excepthook, threading.excepthook
    watch.start()
    watch.stop()
    sys.excepthook, threading.excepthook = hooks
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / crash_reports.REPORT_FOLDER).write_text("a file")
    done = run(tmp_path, "print('works'); watch.stop()")
    assert (done.stdout.strip(), done.stderr) == ("works", "")


def test_keyboard_interrupt_is_no_fault(tmp_path: Path) -> None:
    run(tmp_path, "raise KeyboardInterrupt")
    assert new_reports(tmp_path) == []
