"""A change set is sent, killed at each request and each write to the store, and resumed.

However it is cut: the CRM holds exactly what was agreed, no save ran twice, the journal says so.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from desktop_app.core.journal import Entry, Search
from desktop_app.core.mailbox import Draft, Field, Mailbox, ServerType, Value
from desktop_app.core.pending import PendingEdit
from desktop_app.tasks.late_shelf import LateShelf
from tests.servers.crm import DEFAULT, Crm
from tests.servers.faults import reply
from tests.servers.hostile import HostileServer, Talk
from tests.soak.story_child import KILLED, PROFILE_ID

EDITS: dict[int, dict[Field, Value]] = {
    1: {Field.PORT: 1993},
    2: {Field.SERVER: "new.example.com"},
    3: {Field.USER_NAME: "me too", Field.PORT: 995},
}
NEW: dict[Field, Value] = {Field.ADDRESS: "new@example.com", Field.PORT: 993}
THEIRS = "theirs.example.com"
"""What another administrator made of the server of mailbox 2 meanwhile."""
AGREED = len(EDITS) + 1
"""Saves that are to be executed, each once."""
RUNS = 12
"""More than that and it is going round in circles."""


@dataclass(frozen=True)
class Point:
    """Where the program is killed: at a request, before or after it is executed, or at a write."""

    request: int = 0
    executed: bool = False
    write: int = 0

    def __str__(self) -> str:
        if self.write:
            return f"before write {self.write}"
        return f"request {self.request}, {'executed' if self.executed else 'not executed'}"


class Children:
    """Programs that are forked, each from the same one."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.soak.story_child"]
        self._zygote = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def begin(self, url: str, folder: Path, kill_at: int) -> int:
        """Start one; its process id comes back."""
        job = {"url": url, "folder": str(folder), "kill_at": kill_at}
        assert self._zygote.stdin is not None
        self._zygote.stdin.write(json.dumps(job) + "\n")
        self._zygote.stdin.flush()
        return int(self._line()["pid"])

    def end(self) -> tuple[int, int]:
        """How it ended, and how many writes it made."""
        told = self._line()
        return told["code"], told["writes"]

    def close(self) -> None:
        assert self._zygote.stdin is not None
        assert self._zygote.stdout is not None
        self._zygote.stdin.close()
        self._zygote.wait(30)
        self._zygote.stdout.close()

    def _line(self) -> dict[str, int]:
        assert self._zygote.stdout is not None
        told: dict[str, int] = json.loads(self._zygote.stdout.readline())
        return told


class Stage:
    """The CRM and its server, which kills the program at one of its requests."""

    def __init__(self) -> None:
        self.crm = Crm()
        for number in range(1, 6):
            self.crm.add(
                Address=f"box{number}@example.com", ServerType="Imap", Port=143, Server="old"
            )
        self.crm.boxes[2]["Server"] = THEIRS
        self.requests = 0
        self.pid = 0
        self._point = Point()
        self._lock = threading.Lock()
        self._born = threading.Event()
        self.server = HostileServer({"*": self._answer})

    def expect(self, point: Point) -> None:
        """The next run is killed there."""
        with self._lock:
            self._point, self.requests = point, 0
        self._born.clear()

    def born(self, pid: int) -> None:
        self.pid = pid
        self._born.set()

    def _answer(self, talk: Talk) -> None:
        with self._lock:
            self.requests += 1
            dies = self.requests == self._point.request
        body = None
        if not dies or self._point.executed:
            body = self._execute(talk)
        if dies:
            self._born.wait(10)
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)
            talk.keep = False
        else:
            reply(body)(talk)

    def _execute(self, talk: Talk) -> object:
        name, path = talk.request.name, talk.request.path
        if name == "SaveMailboxEntity":
            return self.crm.execute(talk.request.body)
        if name == "GetMailboxEntity":
            return self.crm.read(int(parse_qs(urlsplit(path).query)["mailboxEntityId"][0]))
        if name == "CreateDefaultMailboxEntity":
            return {**DEFAULT, "ServerType": "Imap"}
        if name == "GetMailboxes":
            return self.crm.rows()
        if name == "currentPrincipal":
            return {"AssociateId": 1, "FullName": "Me", "UserName": "me", "UserType": "Internal"}
        return {"v1": {"Version": "1"}, "Version": "11.0"}


def collect(folder: Path) -> None:
    """The edits that were made without a connection."""
    shelf = LateShelf(lambda: folder, lambda _aside: None)
    for number, changes in EDITS.items():
        values: dict[Field, Value] = {
            Field.SERVER_TYPE: ServerType.IMAP,
            Field.ADDRESS: f"box{number}@example.com",
            Field.USER_NAME: "",
            Field.SERVER: "old",
            Field.PORT: 143,
        }
        keep(shelf, number, Draft(Mailbox(number, values), changes))
    default: dict[Field, Value] = {
        Field.SERVER_TYPE: ServerType.IMAP,
        Field.ADDRESS: "",
        Field.USER_NAME: "",
        Field.SERVER: "",
        Field.PORT: 0,
    }
    keep(shelf, 100, Draft(Mailbox(0, default), NEW))
    shelf.close()


def keep(shelf: LateShelf, number: int, draft: Draft) -> None:
    edit = PendingEdit(number, f"errand {number}", PROFILE_ID, draft, 1000.0)
    shelf.run(lambda opened: opened.pending.keep(edit))


def play(children: Children, folder: Path, point: Point) -> tuple[list[str], int, int]:
    """The story, killed once, then run until it is over; what was wrong, requests and writes."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    collect(folder)
    stage = Stage()
    first = (0, 0)
    with stage.server:
        for run in range(RUNS):
            stage.expect(point if run == 0 else Point())
            kill_at = point.write if run == 0 else 0
            stage.born(children.begin(stage.server.url, folder, kill_at))
            code, writes = children.end()
            if run == 0:
                first = (stage.requests, writes)
            if code == 0:
                break
            if code not in (KILLED, -signal.SIGKILL):
                return [f"{point}: a run ended with {code}"], *first
        else:
            return [f"{point}: it does not come to an end"], *first
    return [f"{point}: {what}" for what in wrong(stage.crm, folder)], *first


def wrong(crm: Crm, folder: Path) -> Iterator[str]:
    """What is not as it was agreed."""
    if crm.executed != AGREED:
        yield f"{crm.executed} saves were executed, not {AGREED}"
    names = {Field.PORT: "Port", Field.SERVER: "Server", Field.USER_NAME: "Username"}
    for number, changes in EDITS.items():
        for which, value in changes.items():
            if crm.boxes[number][names[which]] != value:
                yield f"mailbox {number} has another {names[which]}"
    new = [box for box in crm.boxes.values() if box["Address"] == NEW[Field.ADDRESS]]
    if len(new) != 1 or new[0]["Port"] != NEW[Field.PORT]:
        yield f"{len(new)} new mailboxes"
    yield from untold(folder)


def untold(folder: Path) -> Iterator[str]:
    """What the journal does not say as it was."""
    shelf = LateShelf(lambda: folder, lambda _aside: None)
    lines: list[Entry] = shelf.run(lambda opened: opened.journal.find(Search()))
    left = shelf.run(lambda opened: opened.pending.all())
    shelf.close()
    saved = [line for line in lines if line.outcome.is_saved and line.why != "NOTHING_TO_SEND"]
    if len(saved) != AGREED:
        yield f"the journal tells of {len(saved)} saves"
    if any(line.outcome.is_open for line in lines):
        yield "something is still unknown"
    if left:
        yield f"{len(left)} changes still wait"


@contextmanager
def children() -> Iterator[Children]:
    made = Children()
    try:
        yield made
    finally:
        made.close()


def points(requests: int, writes: int) -> list[Point]:
    """Every point at which the story can be killed."""
    cut = [Point(request=n + 1, executed=e) for n in range(requests) for e in (False, True)]
    return cut + [Point(write=n + 1) for n in range(writes)]


def kill_story(folder: Path, sample: int = 0, seed: int = 0) -> tuple[int, list[str]]:
    """Kill at every point, or at a sample of them; how many there were, and what was wrong."""
    with children() as forked:
        troubles, requests, writes = play(forked, folder / "whole", Point())
        every = points(requests, writes)
        chosen = random.Random(seed).sample(every, min(sample, len(every))) if sample else every
        for point in chosen:
            troubles += play(forked, folder / "killed", point)[0]
    return len(chosen), troubles
