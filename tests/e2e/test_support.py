"""What somebody needs who asks for help: F1, the diagnostics file, the report of a crash."""

from __future__ import annotations

import os
import signal
import stat
from pathlib import Path

from tests.e2e.conftest import Start
from tests.e2e.person import Person


def data(home: Path) -> Path:
    return home / ".local" / "share" / "Mailbox Admin"


def test_a_crash_is_offered_at_the_next_start_and_only_then(start: Start, home: Path) -> None:
    me = start()
    me.sees("No profile yet")
    log = data(home) / "logs" / "mailbox-admin.log"
    me.until(lambda: log.is_file() and log.read_text("utf-8"), "a log")
    os.kill(me.program.process.pid, signal.SIGSEGV)
    assert me.program.ended() == -signal.SIGSEGV

    me = start()
    me.sees("Mailbox Admin met a fault the last time. There is a report of it.")
    me.clicks(me.finds("push button", "Show the report …"))
    report = me.window("Report of a fault")
    shown = me.finds("text", "Report of a fault", within=report)
    me.until(lambda: "Segmentation fault" in shown.text, "the kind of the fault")
    assert str(home) not in shown.text
    me.presses("Escape")
    me.no_window("Report of a fault")
    me.ends()

    me = start()
    me.sees("No profile yet")
    me.until(lambda: log.read_text("utf-8").count("ends\n") == 1, "the log of the run before")
    assert not me.sees_now("met a fault")
    files = [f for name in ("logs", "crashes") for f in (data(home) / name).iterdir()]
    assert len(files) == 3
    assert all(stat.S_IMODE(file.stat().st_mode) == 0o600 for file in files)
    me.ends()


def test_f1_helps_and_the_diagnostics_are_read_first(start: Start) -> None:
    me = start("--demo")
    me.window("Demo — Mailbox Admin")
    presses_for(me, "F1", "Help — Mailbox Admin")
    page = me.finds("label", "Help page")
    me.until(lambda: page.text.startswith("First steps"), "the first page")
    me.presses("Escape")
    me.no_window("Help — Mailbox Admin")
    presses_for(me, "ctrl+shift+F1", "Diagnostics file")
    shown = me.finds("text", "Diagnostics file")
    me.until(lambda: "Keyrings that can be used" in shown.text, "the state of the keyring")
    me.presses("Escape")
    me.ends()


def presses_for(me: Person, key: str, title: str) -> None:
    me.presses(key)
    me.window(title)
