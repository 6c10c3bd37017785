"""checks: 200 mailboxes on a server with 200 ms latency, against the round trips that they need.

The server answers after 200 ms. Without anything else, eight checks at a time would take as long as
their round trips; ``checks gap ms`` is how long the window stood still meanwhile.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from tests.bench import yardsticks
from tests.bench.child import ROOT
from tests.bench.measurements import Pair, Row
from tests.bench.size import size

if TYPE_CHECKING:
    from desktop_app.services.mail_check.check_run import CheckRun

MAILBOXES, WARM_UP, LATENCY = size(200, 16), 16, 0.2
ROUND_TRIPS = 7
"""Greeting, abilities, AUTHENTICATE, its secret, EXAMINE, FETCH, LOGOUT: all answered late."""
IDLE_SECONDS = size(10.0, 2.0)
"""Long enough that an idle window meets what else the machine does, as the run meets it."""

SERVER = """
import time
from tests.servers.hostile_mail import MailServer, Exchange, imap

def slow(exchange: Exchange) -> None:
    say = exchange.say
    def late(data: bytes) -> None:
        time.sleep({latency})
        say(data)
    exchange.say = late
    imap()(exchange)

with MailServer(slow) as server:
    print(server.port, flush=True)
    input()
"""


class Checks:
    """All mailboxes with their passwords, through the run that the list's action starts."""

    def __init__(self, port: int, *, gap: bool) -> None:
        from PySide6.QtWidgets import QApplication

        from desktop_app.core.profiles.profile import Profile
        from desktop_app.services.background import MainThreadDispatcher
        from desktop_app.services.workspace.workspace import Workspace
        from tests.unit.services.fake_client import FakeCrm

        self._application = QApplication.instance() or QApplication([])
        self._gap = gap
        self._count = WARM_UP
        self._courier = MainThreadDispatcher()
        profile = Profile.new("Acme", "https://crm.example/api", "me")
        self._place = Workspace(profile, FakeCrm.of([]).client, self._courier)
        self._fill(port)

    def _fill(self, port: int) -> None:
        from desktop_app.core.mailbox.mailbox import Field, Mailbox, ServerType, Value
        from tests.servers.hostile_mail import HOST

        for number in range(1, MAILBOXES + 1):
            values: dict[Field, Value] = {
                Field.SERVER_TYPE: ServerType.IMAP,
                Field.SERVER: HOST,
                Field.PORT: port,
                Field.USER_NAME: f"u{number}",
            }
            self._place.details.add(Mailbox(number, values))

    def measure(self) -> float:
        """Seconds of the run, or of the longest gap in it."""
        from tests.bench.heartbeat import Heartbeat, wait_until

        run = self._run()
        started = time.perf_counter()
        with Heartbeat() as heart:
            run.start()
            wait_until(lambda: not run.is_running)
        took = time.perf_counter() - started
        assert {type(one.verdict).__name__ for one in run.reports.values()} == {"LoginOk"}
        run.deleteLater()
        self._count = MAILBOXES  # the first run only warms up
        return heart.longest if self._gap else took

    def _run(self) -> CheckRun:
        from desktop_app.services.mail_check.check_run import CheckRun

        ids = range(1, self._count + 1)
        passwords = {number: f"pw{number}" for number in ids}
        return CheckRun(self._place, ids, passwords, allow_plaintext=True, parent=self._place)

    def baseline(self) -> float:
        """What the round trips take at best, or an idle window's gap."""
        from desktop_app.services.mail_check.check_scheduler import MAX_PARALLEL_CHECKS

        if self._gap:
            return yardsticks.idle_gap(IDLE_SECONDS)
        return MAILBOXES * ROUND_TRIPS * LATENCY / MAX_PARALLEL_CHECKS

    def close(self) -> None:
        """End the work."""
        self._place.close()
        self._courier.close()


@contextmanager
def prepare(*, gap: bool) -> Iterator[Pair]:
    """A server in a process of its own, so that it costs the window nothing."""
    command = [sys.executable, "-c", SERVER.format(latency=LATENCY)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT
    ) as process:
        assert process.stdout is not None
        checks = Checks(int(process.stdout.readline()), gap=gap)
        yield checks
        checks.close()
        process.kill()


ROWS = [
    Row("checks", bar=1.2, aim=1.1, prepare=partial(prepare, gap=False)),
    Row("checks gap ms", bar=25, aim=16, prepare=partial(prepare, gap=True)),
]
