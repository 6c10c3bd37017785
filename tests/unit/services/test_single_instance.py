"""One program for each data folder: handed over, and free again after a kill."""

from __future__ import annotations

import hashlib
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QDir

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
def running(folder: Path, *more: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """Another program on this folder."""
    with subprocess.Popen(
        [sys.executable, "-c", FIRST, str(folder), *more],
        cwd=Path(__file__).parents[3],
        env={**os.environ, **environment},
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


def test_a_long_path_of_temporary_files_keeps_nobody_waiting(tmp_path: Path) -> None:
    long = tmp_path / ("t" * 120)
    long.mkdir()
    with running(tmp_path, "listen", TMPDIR=str(long)) as first:
        assert line(first) == "listening"
        assert SingleInstance(tmp_path).start(0.5) is StartResult.HANDED_OVER


def test_the_first_is_found_with_and_without_the_session_s_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = tmp_path / "session"
    session.mkdir(mode=0o700)
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    with running(tmp_path, "listen") as first:
        assert line(first) == "listening"
        monkeypatch.setenv("XDG_RUNTIME_DIR", str(session))
        assert SingleInstance(tmp_path).start(0.5) is StartResult.HANDED_OVER


SQUATTER = """
import os, socket, sys
server = socket.socket(socket.AF_UNIX)
server.bind(sys.argv[1])
server.listen()
print("listening", flush=True)
while True:
    client = server.accept()[0]
    client.recv(10)
    client.sendall(b"shown\\n")
    client.recv(1)  # until the other side hangs up
"""


@contextmanager
def squatting(path: Path) -> Iterator[None]:
    """Another user's program, which answers in the place where any user may put a socket."""
    with subprocess.Popen(
        [sys.executable, "-c", SQUATTER, str(path)], stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            assert line(process) == "listening"
            yield
        finally:
            process.kill()
            path.unlink(missing_ok=True)


@pytest.mark.parametrize("length", [12, 24])
def test_a_socket_in_the_folder_of_temporary_files_does_not_answer_for_the_program(
    tmp_path: Path, length: int
) -> None:
    digest = hashlib.sha256(str(tmp_path.resolve()).encode()).hexdigest()
    place = Path(QDir.tempPath(), f"mailbox-admin-{digest[:length]}")
    with running(tmp_path), squatting(place):
        assert SingleInstance(tmp_path).start(0.3) is StartResult.NO_ANSWER


def test_a_folder_that_others_may_write_is_no_place_for_the_socket(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session = tmp_path / "session"
    session.mkdir()
    session.chmod(0o777)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(session))
    with running(tmp_path, "listen", XDG_RUNTIME_DIR=str(session)) as first:
        assert line(first) == "listening"
        assert list(session.iterdir()) == []
        assert SingleInstance(tmp_path).start(0.5) is StartResult.HANDED_OVER


@pytest.mark.parametrize("request_text", [b"quit\n", b"x" * 100_000])
def test_only_the_request_to_be_shown_is_answered(tmp_path: Path, request_text: bytes) -> None:
    with running(tmp_path, "listen", XDG_RUNTIME_DIR="") as first:
        assert line(first) == "listening"
        for path in tmp_path.glob("mailbox-admin-*"):
            with socket.socket(socket.AF_UNIX) as client:
                client.connect(str(path))
                client.sendall(request_text)
                assert client.recv(10) == b""
        assert SingleInstance(tmp_path).start(1) is StartResult.HANDED_OVER
        assert line(first) == "shown", "for the second start, and for nothing before it"
