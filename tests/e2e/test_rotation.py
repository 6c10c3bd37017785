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
from tests.e2e.person import Person
from tests.e2e.program import PROJECT
from tests.e2e.screen_reader import Thing
from tests.e2e.steps import NAME, confirms, makes_profile, sees_list, unlocks
from tests.servers.dovecot import USERS, Dovecot, dovecot
from tests.servers.keyring_service import keyring_service
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
PLACE = f"{NAME} (production)"


@pytest.fixture
def mail() -> Iterator[Dovecot]:
    with dovecot() as server:
        yield server


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
def me(start: Start, crm: DemoServer, mail: Dovecot) -> Iterator[Person]:
    with keyring_service() as made:
        person = start(session_bus=made["DBUS_SESSION_BUS_ADDRESS"], trusted=str(mail.ca_file))
        makes_profile(person, crm.url, crm.credentials.username, crm.credentials.password)
        sees_list(person)
        unlocks(person)
        yield person


@contextmanager
def copied(me: Person, text: str) -> Iterator[None]:
    """Somebody has copied this text in another program."""
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [*CLIPBOARD, "put"], cwd=PROJECT, env=dict(me.env), stdin=pipe, stdout=pipe, text=True
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


def clipboard(me: Person) -> str:
    """What another program would get by pasting."""
    command = [*CLIPBOARD, "get"]
    found = subprocess.run(
        command, cwd=PROJECT, env=dict(me.env), capture_output=True, text=True, timeout=30
    )
    return found.stdout


def stored(data: Path) -> dict[int, str]:
    with closing(sqlite3.connect(f"file:{data}?mode=ro", uri=True)) as database:
        rows = database.execute("SELECT id, password FROM mailbox WHERE id <= 30")
        return dict(rows.fetchall())


def clicks_button(me: Person, name: str | re.Pattern[str], within: Thing | None = None) -> None:
    button = me.finds("push button", name, within=within)
    me.until(lambda: button.is_("enabled"), f"that {name} can be pressed")
    me.clicks(button)


def exports(me: Person, dialog: Thing, file: Path) -> None:
    clicks_button(me, "Export …", dialog)
    me.window("Save as")
    me.types(str(file))
    me.presses("Return")
    me.sees(f"Saved as {file}.")


def test_thirty_are_rotated(
    me: Person, crm: DemoServer, mail: Dovecot, data: Path, home: Path
) -> None:
    before = {user: mail.tries(user) for user in USERS}
    me.presses("ctrl+shift+v")
    dialog = me.window("Replace passwords")
    with copied(me, table()):
        clicks_button(me, "Paste a table", dialog)
        me.sees("32 lines pasted. The clipboard was cleared.")
    assert clipboard(me).strip() == ""
    lines = me.finds("table", "Passwords", within=dialog)
    me.until(lambda: lines.rows == 32, "all lines")
    clicks_button(me, "Try the passwords", dialog)
    proved = re.compile(rf"^Save {len(TRIED_WELL)} to {re.escape(PLACE)}$")
    me.finds("push button", proved, within=dialog)
    seen = [text for row in range(lines.rows) for text in lines.row(row)]
    assert not any(new_password(number) in text for number in range(1, 31) for text in seen)

    move(crm)
    confirms(me, dialog)
    clicks_button(me, proved, dialog)
    clicks_button(me, "Save them")  # the profile is a production one
    me.sees("Done.")
    result = me.finds("table", "Result", within=dialog)
    told = {row[0]: row for row in map(result.row, range(result.rows))}
    saved = TRIED_WELL - {MOVED}
    states = {number: told[f"m{number}@acme.test"][2] for number in range(1, 31)}
    assert states == {
        **dict.fromkeys(saved, "saved"),
        **dict.fromkeys((*WRONG, UNREACHABLE, LOCKED), "left alone"),
        MOVED: "Changed by someone else",
    }
    assert all("The mail server took the password" in told[f"m{n}@acme.test"][3] for n in saved)
    assert all("refused" in told[f"m{n}@acme.test"][4] for n in WRONG)
    assert "Cannot be reached" in told[f"m{UNREACHABLE}@acme.test"][4]
    assert "may not change the password" in told[f"m{LOCKED}@acme.test"][4]
    assert len(told) == 32

    clicks_button(me, "Copy the result", dialog)
    copy = clipboard(me)
    assert copy.count("\n") >= 32
    for kind in ("csv", "xlsx"):
        exports(me, dialog, home / f"result.{kind}")
    me.presses("Escape")
    me.sees("1 mailbox is not saved. Its new password is forgotten when you close.")
    me.window("Mailbox Admin")
    me.presses("alt+c")
    me.no_window("Replace passwords")
    me.ends()

    now = stored(data)
    assert {n for n, password in now.items() if password != OLD % n} == saved
    assert all(now[number] == new_password(number) for number in saved)
    for number, user in enumerate(USERS, start=1):
        assert mail.tries(user) - before[user] == (1 if number in WRONG else 0), user
    no_secret_in(home, copy)
    logs = list(home.rglob("*.log*"))
    assert logs, "there is a log to be looked at"
    assert list(home.rglob("offline.sqlite")), "and a journal"
