"""Thirty passwords are rotated in the program's own window, as a person does it."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from desktop_app.demo import DemoServer
from tests.e2e.conftest import Start
from tests.e2e.program import PROJECT
from tests.e2e.screen_reader import AccessibleObject
from tests.e2e.steps import (
    PLACE,
    starts_unlocked,
)
from tests.e2e.user import DesktopUser
from tests.servers.dovecot import USERS, Dovecot
from tests.servers.rotation import (
    LOCKED,
    MOVED,
    OLD,
    TRIED_WELL,
    UNREACHABLE,
    WRONG,
    move,
    new_password,
    no_secret_in,
    prepare,
    table,
)

CLIPBOARD = (sys.executable, "-m", "tests.e2e.clipboard")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Where the CRM keeps its mailboxes, apart from the home of the program."""
    return tmp_path / "crm.sqlite"


@pytest.fixture
def crm(mail: Dovecot, data: Path) -> Iterator[DemoServer]:
    with DemoServer(data=data) as server:
        prepare(server, mail)
        yield server


@pytest.fixture
def user(start: Start, crm: DemoServer, mail: Dovecot, bus: str) -> DesktopUser:
    return starts_unlocked(start, crm, session_bus=bus, trusted=str(mail.ca_file))


@contextmanager
def copied(user: DesktopUser, text: str) -> Iterator[None]:
    """Somebody has copied this text in another program."""
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [*CLIPBOARD, "put"], cwd=PROJECT, env=dict(user.env), stdin=pipe, stdout=pipe, text=True
    ) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        other.stdin.write(text)
        other.stdin.close()
        assert other.stdout.readline() == "held\n"
        try:
            yield
        finally:
            other.kill()


def clipboard(user: DesktopUser) -> str:
    """What another program would get by pasting."""
    command = [*CLIPBOARD, "get"]
    found = subprocess.run(
        command, cwd=PROJECT, env=dict(user.env), capture_output=True, text=True, timeout=30
    )
    return found.stdout


def stored(data: Path) -> dict[int, str]:
    with closing(sqlite3.connect(f"file:{data}?mode=ro", uri=True)) as database:
        rows = database.execute("SELECT id, password FROM mailbox WHERE id <= 30")
        return dict(rows.fetchall())


def clicks_button(
    user: DesktopUser, name: str | re.Pattern[str], within: AccessibleObject | None = None
) -> None:
    button = user.finds("push button", name, within=within)
    user.until(lambda: button.is_("enabled"), f"that {name} can be pressed")
    user.clicks(button)


def exports(user: DesktopUser, dialog: AccessibleObject, file: Path) -> None:
    clicks_button(user, "Export…", dialog)
    user.window("Save as")
    user.types(str(file))
    user.presses("Return")
    user.sees(f"Saved as {file}.")


def test_thirty_are_rotated(
    user: DesktopUser, crm: DemoServer, mail: Dovecot, data: Path, home: Path
) -> None:
    before = {user: mail.tries(user) for user in USERS}
    user.presses("ctrl+shift+v")
    dialog = user.window("Replace passwords")
    with copied(user, table()):
        clicks_button(user, "Paste a table", dialog)
        user.sees("32 lines pasted. The clipboard was cleared.")
    assert clipboard(user).strip() == ""
    lines = user.finds("table", "Passwords", within=dialog)
    user.until(lambda: lines.rows == 32, "all lines")
    clicks_button(user, "Check the passwords", dialog)
    proved = re.compile(rf"^Save {len(TRIED_WELL)} to {re.escape(PLACE)}$")
    user.finds("push button", proved, within=dialog)
    seen = [text for row in range(lines.rows) for text in lines.row(row)]
    assert not any(new_password(number) in text for number in range(1, 31) for text in seen)

    move(crm)
    clicks_button(user, proved, dialog)
    read_back, left_out = len(TRIED_WELL) - 1, 32 - len(TRIED_WELL)
    user.sees(f"{read_back} saved and read back, 1 changed by someone else, {left_out} left out")
    clicks_button(user, re.compile("left out"), dialog)
    result = user.finds("table", "Result", within=dialog)
    user.until(lambda: result.rows == 32, "the rows left out too")
    described = {row[0]: row for row in map(result.row, range(result.rows))}
    saved = TRIED_WELL - {MOVED}
    states = {number: described[f"m{number}@acme.test"][1] for number in range(1, 31)}
    assert states == {
        **dict.fromkeys(saved, "Saved and read back"),
        **dict.fromkeys((*WRONG, UNREACHABLE, LOCKED), "Left out"),
        MOVED: "Changed by someone else",
    }
    assert all(
        "The mail server accepted the password" in described[f"m{n}@acme.test"][2] for n in saved
    )
    assert all("refused" in described[f"m{n}@acme.test"][2] for n in WRONG)
    assert "Cannot be reached" in described[f"m{UNREACHABLE}@acme.test"][2]
    assert "may not change the password" in described[f"m{LOCKED}@acme.test"][2]
    assert len(described) == 32

    clicks_button(user, "Copy the result", dialog)
    copy = clipboard(user)
    assert copy.count("\n") >= 32
    for kind in ("csv", "xlsx"):
        exports(user, dialog, home / f"result.{kind}")
    user.presses("Escape")
    user.sees("1 mailbox has not been saved. Its new password is discarded when you close.")
    user.window("Mailbox Admin")
    user.presses("alt+c")
    user.no_window("Replace passwords")
    user.ends()

    now = stored(data)
    assert {n for n, password in now.items() if password != OLD % n} == saved
    assert all(now[number] == new_password(number) for number in saved)
    for number, name in enumerate(USERS, start=1):
        assert mail.tries(name) - before[name] == (1 if number in WRONG else 0), name
    no_secret_in(home, copy)
    logs = list(home.rglob("*.log*"))
    assert logs, "there is a log to be looked at"
    assert list(home.rglob("offline.sqlite")), "and a journal"
