"""What somebody needs who asks for help: F1, the diagnostics file, the report of a crash."""

from __future__ import annotations

import os
import signal
import stat
from pathlib import Path

from tests.e2e.conftest import Start
from tests.e2e.user import DesktopUser


def data(home: Path) -> Path:
    return home / ".local" / "share" / "Mailbox Admin"


def test_a_crash_is_offered_at_the_next_start_and_only_then(start: Start, home: Path) -> None:
    user = start()
    user.sees("No profile yet")
    log = data(home) / "logs" / "mailbox-admin.log"
    user.until(lambda: log.is_file() and log.read_text("utf-8"), "a log")
    os.kill(user.program.process.pid, signal.SIGSEGV)
    assert user.program.ended() == -signal.SIGSEGV

    user = start()
    user.sees("Mailbox Admin did not close properly last time. An error report was saved.")
    user.clicks(user.finds("push button", "Show the report…"))
    report = user.window("Error report")
    shown = user.finds("text", "Error report", within=report)
    user.until(lambda: "Segmentation fault" in shown.text, "the kind of the fault")
    assert str(home) not in shown.text
    user.presses("Escape")
    user.no_window("Error report")
    user.ends()

    user = start()
    user.sees("No profile yet")
    user.until(lambda: log.read_text("utf-8").count("ends\n") == 1, "the log of the run before")
    assert not user.sees_now("did not close properly")
    files = [f for name in ("logs", "crashes") for f in (data(home) / name).iterdir()]
    assert len(files) == 3
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in files)
    user.ends()


def test_f1_helps_and_the_diagnostics_are_read_first(start: Start) -> None:
    user = start("--demo")
    user.window("Demo — Mailbox Admin")
    presses_for(user, "F1", "Help — Mailbox Admin")
    page = user.finds("label", "Help page")
    user.until(lambda: page.text.startswith("First steps"), "the first page")
    user.presses("Escape")
    user.no_window("Help — Mailbox Admin")
    presses_for(user, "ctrl+shift+F1", "Diagnostics file")
    shown = user.finds("text", "Diagnostics file")
    user.until(lambda: "Available keyrings" in shown.text, "the state of the keyring")
    user.presses("Escape")
    user.ends()


def presses_for(user: DesktopUser, key: str, title: str) -> None:
    user.presses(key)
    user.window(title)
