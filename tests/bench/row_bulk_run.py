"""batch: 300 mailboxes saved in one run, at 200 ms latency, journal included.

One run for all rounds: each measures the next share of it, so that 300 rows are sent in all.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.core.mailbox.mailbox import Draft, Field, ReplacePassword
from desktop_app.core.profiles.profile import Profile
from tests.bench.list_panes import bench_window
from tests.bench.measurements import ROUNDS, Pair, Row
from tests.bench.running_program import demo_server
from tests.bench.size import size

if TYPE_CHECKING:
    from desktop_app.services.bulk.bulk_runner import BulkRunner
    from desktop_app.services.workspace.workspace import Workspace

ROWS_IN_ALL, LATENCY_MS, ROUND_TRIPS = 300, 200, 3
"""What is there now, the save, and what is there afterwards: none of them can be left out."""
MORE = 2
"""Times as many are there: some may not be changed."""


class Share:
    """The next rows of the run, against no work at all but the waiting."""

    def __init__(self, run: BulkRunner, rows: int) -> None:
        self._run, self._rows, self._until = run, rows, 0

    def measure(self) -> float:
        from tests.bench.heartbeat import wait_until

        sending, self._until = self._run.queue, self._until + self._rows
        started = time.perf_counter()
        if self._until == self._rows:
            self._run.start()
        else:
            sending.start()
        wait_until(lambda: self._saved() >= self._until)
        ended = time.perf_counter()
        sending.pause()
        wait_until(lambda: not sending.is_busy)
        self._until = self._saved()
        assert not sending.counts.not_saved
        return ended - started

    def _saved(self) -> int:
        return self._run.queue.counts.saved

    def baseline(self) -> float:
        """The ideal: nothing but the latency."""
        return self._rows * ROUND_TRIPS * LATENCY_MS / 1000


@contextmanager
def prepare() -> Iterator[Pair]:
    share = size(ROWS_IN_ALL // (ROUNDS + 1), 3)
    count = (share + 1) * (ROUNDS + 1)  # a pause lets one more row pass
    with tempfile.TemporaryDirectory() as folder, bench_workspace(Path(folder), count) as workspace:
        yield Share(_run(workspace, count), share)


@contextmanager
def bench_workspace(folder: Path, count: int) -> Iterator[Workspace]:
    """A workspace that keeps a journal, on a demo server with more mailboxes than these."""
    from desktop_app.services.workspace.profile_data import ProfileData
    from desktop_app.services.workspace.workspace import Workspace
    from desktop_app.webapi.client_factory import open_client
    from tests.bench.heartbeat import wait_until

    with demo_server(LATENCY_MS, MORE * count) as login, bench_window() as dispatcher:
        store_service = ProfileData(lambda: folder, dispatcher)
        profile = Profile.new("Bench", login.url, login.username)
        connect = lambda: open_client(profile, login.password, "en")  # noqa: E731
        workspace = Workspace(profile, connect, dispatcher, store=store_service)
        workspace.refresh()
        wait_until(lambda: workspace.server_facts.is_loaded)
        try:
            yield workspace
        finally:
            workspace.close()
            store_service.close()
            workspace.deleteLater()


def _run(workspace: Workspace, count: int) -> BulkRunner:
    from desktop_app.core.bulk.bulk_run import BulkRunKind
    from desktop_app.core.mailbox.mailbox_rules import field_access_for
    from desktop_app.services.bulk.bulk_runner import BulkRunner
    from tests.bench.heartbeat import wait_until

    known, ids = workspace.details, [row.id for row in workspace.rows]
    known.load_all(ids)
    wait_until(lambda: all(known.get(number) for number in ids))
    drafts = []
    for mailbox in known.known.values():
        access = field_access_for(mailbox)
        if access[Field.PORT].can_write and access[Field.PASSWORD].can_write:
            drafts.append(Draft(mailbox, {Field.PORT: 4143}, ReplacePassword("new one")))
    assert len(drafts) >= count
    return BulkRunner(workspace, BulkRunKind.EDIT, drafts[:count])


ROWS = [Row("batch", bar=1.1, aim=1.05, prepare=prepare)]
