"""The sending of a change set below the windows, in a process that may be killed at any moment.

Run as a program it reads jobs, one line of JSON each, and forks for each: nothing is imported
twice, and no thread is there yet when it forks. For each job it prints the child's id, then how the
child ended.
"""

from __future__ import annotations

import json
import os
import sqlite3
import sys
import time
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEventLoop

import desktop_app.tasks.shelf  # noqa: F401  # imported once, before any fork
from desktop_app.core.mailbox import Draft, KeepVerdict
from desktop_app.core.profile import Profile
from desktop_app.net.session import HttpSession
from desktop_app.offline import database
from desktop_app.tasks import looking
from desktop_app.tasks.background import Courier
from desktop_app.tasks.change_set import ChangeSet
from desktop_app.tasks.keeping import Keeping
from desktop_app.tasks.saving import Conflict
from desktop_app.tasks.sending import RowState, RunState
from desktop_app.tasks.workplace import Workplace
from desktop_app.webapi.client import Client
from desktop_app.webapi.sign_in import Basic

PROFILE_ID = "1b4e28ba-2fa1-41d2-883f-0016d3cca427"
KILLED = 9
TOO_LONG = 7
SECONDS = 20.0
PATIENCE = 0.02
"""Seconds after which the server of this story has carried out what it was sent, or never will."""
CALL_SECONDS = 2.0


def profile_at(url: str) -> Profile:
    """The profile of the story."""
    return Profile(PROFILE_ID, "Acme", url, "me")


class Commits:
    """Ends the process just before its nth write to the store; 0 never."""

    def __init__(self, kill_at: int) -> None:
        self.count = 0
        self._kill_at = kill_at
        plain = database._connected

        def watched(path: Path) -> sqlite3.Connection:
            connection = plain(path)
            connection.set_trace_callback(self._see)
            return connection

        database._connected = watched

    def _see(self, statement: str) -> None:
        if statement.split(" ")[0] in ("SELECT", "PRAGMA", "BEGIN"):
            return
        self.count += 1
        if self.count == self._kill_at:
            os._exit(KILLED)


def work(job: dict[str, Any]) -> int:
    """Do what the user does: connect, send, resolve a conflict with one's own values, until all is

    saved. Returns how many writes it took.
    """
    commits = Commits(job["kill_at"])
    looking.PATIENCE = PATIENCE
    application = QCoreApplication([])
    courier = Courier()
    keeping = Keeping(lambda: Path(job["folder"]), courier)
    changes = ChangeSet(keeping)
    place = Workplace(
        profile_at(job["url"]),
        lambda: Client(
            HttpSession(),
            job["url"],
            Basic("me", "pass-word"),
            pauses=(),
            seconds=CALL_SECONDS,
            list_seconds=CALL_SECONDS,
        ),
        courier,
        keeping=keeping,
        change_set=changes,
    )
    until = time.monotonic() + SECONDS
    loaded: list[bool] = []
    changes.changed.connect(lambda: loaded.append(True))
    changes.load()
    place.refresh()
    wait(application, lambda: bool(loaded) and place.is_ready and place.has_learnt, until)
    place.keep_verdict = KeepVerdict.PROVED
    while changes.of_profile(PROFILE_ID):
        settle_unknown(application, place, until)
        send(application, place, changes, until)
    place.close()
    keeping.close()
    courier.close()
    return commits.count


def settle_unknown(application: QCoreApplication, place: Workplace, until: float) -> None:
    """Refresh until nothing is unknown: nothing unknown is sent again."""
    journal = place.journal
    assert journal is not None
    found: list[Any] = []
    while True:
        found.clear()
        journal.find_unknown(PROFILE_ID, found.append)
        wait(application, lambda: bool(found), until)
        if not found[0]:
            return
        time.sleep(PATIENCE)
        place.refresh()
        wait(application, lambda: place.is_ready, until)


def send(application: QCoreApplication, place: Workplace, changes: ChangeSet, until: float) -> None:
    """Take out what is known to be saved, send the rest, and insist where others were quicker."""
    settled: list[bool] = []
    changes.settle(place, lambda: settled.append(True))
    wait(application, lambda: bool(settled), until)
    run = changes.sending(place)
    run.start()
    wait(application, lambda: run.state is not RunState.SENDING and not run.is_busy, until)
    for row in run.rows:
        if row.state is RowState.CONFLICT and isinstance(row.trouble, Conflict):
            changes.add(place.profile, Draft(row.trouble.theirs, row.errand.draft.changes))
    wait(application, lambda: place.is_ready, until)


def wait(application: QCoreApplication, condition: Any, until: float) -> None:
    """Let the events run until something is so; give up the whole run when it takes too long."""
    while not condition():
        if time.monotonic() > until:
            os._exit(TOO_LONG)
        application.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 5)
        time.sleep(0.0005)


def main() -> None:
    """Fork for each job."""
    for line in sys.stdin:
        job = json.loads(line)
        read, written = os.pipe()
        child = os.fork()
        if child == 0:
            count = work(job)
            os.write(written, str(count).encode())
            os._exit(0)
        os.close(written)
        print(json.dumps({"pid": child}), flush=True)
        _, status = os.waitpid(child, 0)
        writes = os.read(read, 20)
        os.close(read)
        code = -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
        print(json.dumps({"code": code, "writes": int(writes or 0)}), flush=True)


if __name__ == "__main__":
    main()
