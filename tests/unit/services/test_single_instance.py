"""One program for each data folder: handed over, and free again after a kill."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop_app.services.single_instance import SingleInstance, StartResult

FIRST = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from desktop_app.services.single_instance import SingleInstance
application = QCoreApplication([])
single = SingleInstance(Path(sys.argv[1]))
print("first" if single.is_first() else "second", flush=True)
if len(sys.argv) > 3:  # what comes between lock and window takes a while
    sys.stdin.readline()
if len(sys.argv) > 2:
    single.listen(lambda: print("shown", flush=True))
    print("listening", flush=True)
application.exec()
"""


@contextmanager
def running(folder: Path, *more: str) -> Iterator[subprocess.Popen[str]]:
    """Another program on this folder."""
    with subprocess.Popen(
        [sys.executable, "-c", FIRST, str(folder), *more],
        cwd=Path(__file__).parents[3],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert line(process) == "first"
            yield process
        finally:
            process.kill()


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def go_on(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def test_the_second_hands_over_to_the_first(tmp_path: Path) -> None:
    with running(tmp_path, "listen") as first:
        assert line(first) == "listening"
        second = SingleInstance(tmp_path)
        assert second.start() is StartResult.HANDED_OVER
        assert line(first) == "shown"
        second.close()
        assert not SingleInstance(tmp_path).is_first(), "the second took nothing away"


def test_another_folder_is_another_program(tmp_path: Path) -> None:
    with running(tmp_path / "one"):
        other = SingleInstance(tmp_path / "two")
        assert other.is_first()
        other.close()


def test_after_a_kill_the_next_one_is_the_first(tmp_path: Path) -> None:
    with running(tmp_path, "listen") as first:
        assert line(first) == "listening"
        first.send_signal(signal.SIGKILL)
        first.wait()
    with running(tmp_path, "listen") as next_one:
        assert line(next_one) == "listening", "the socket that was left behind is no hindrance"
        assert SingleInstance(tmp_path).start() is StartResult.HANDED_OVER


def test_one_that_does_not_answer_is_told_from_one_that_does(tmp_path: Path) -> None:
    with running(tmp_path):
        assert SingleInstance(tmp_path).start(0.3) is StartResult.NO_ANSWER


def test_the_second_waits_for_a_first_that_is_just_starting(tmp_path: Path) -> None:
    with running(tmp_path, "listen", "late") as first:
        late = threading.Timer(0.5, go_on, [first])
        late.start()
        assert SingleInstance(tmp_path).start() is StartResult.HANDED_OVER
        late.join()


def test_the_second_takes_over_from_a_first_that_is_just_ending(tmp_path: Path) -> None:
    with running(tmp_path) as first:
        late = threading.Timer(0.5, first.kill)
        late.start()
        second = SingleInstance(tmp_path)
        assert second.start() is StartResult.FIRST
        late.join()
        second.close()


def test_a_folder_that_cannot_be_made_hinders_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert SingleInstance(tmp_path / "file" / "data").is_first()
