"""Runs the steps of a scenario in processes that may be killed: one interpreter, forked for each.

It starts no thread, so that it may fork; its argument names a fault in the program, so that a test
can check that the fault is noticed. Reads one line of JSON for each run: ``step``, ``folder``,
``url``, ``password`` and ``dies_at``; writes ``pid``, waits for a line, and writes ``killed``,
``failed`` and what the step reported.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import traceback
from pathlib import Path
from typing import Any

# imported before the fork, so that no run pays for it
import keyring  # noqa: F401
import requests  # noqa: F401

import desktop_app.core.mailbox_list.listing
import desktop_app.services.saving.journaled_save
import desktop_app.services.store.local_store
import desktop_app.webapi.client  # noqa: F401
from desktop_app.core.journal import JournalQuery, SaveOutcome
from desktop_app.storage.journal import JournalStore
from tests.soak import bulk_run_steps, change_set_steps
from tests.soak.disk_kills import DiskCalls
from tests.soak.headless_program import HeadlessProgram


def _all_not_done(journal: JournalStore, reason: str) -> int:
    for number, _ in enumerate(journal.find(JournalQuery()), start=1):
        journal.finish(number, SaveOutcome.NOT_DONE, reason)
    return 0


CARELESS: dict[str, tuple[str, Any]] = {
    "": ("of_operation", JournalStore.of_operation),
    "forgets what was sent": ("of_operation", lambda _journal, _operation_id: []),
    "is sure that nothing was sent": ("close_unfinished", _all_not_done),
}


STEPS = {**change_set_steps.STEPS, **bulk_run_steps.STEPS}


def main(careless: str) -> None:
    """Run steps until the input ends."""
    setattr(JournalStore, *CARELESS[careless])
    while line := sys.stdin.readline():
        print(json.dumps(_run(json.loads(line))), flush=True)


def _run(order: dict[str, Any]) -> dict[str, Any]:
    message, pipe = os.pipe()
    go = os.pipe()
    child = os.fork()
    if child == 0:
        os.read(go[0], 1)
        _run_step(order, pipe)
    print(json.dumps({"pid": child}), flush=True)
    sys.stdin.readline()
    os.write(go[1], b"!")
    for end in (pipe, *go):
        os.close(end)
    with os.fdopen(message) as reader:
        reported = [json.loads(line) for line in reader if line.endswith("\n")]
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    return {"killed": code == -signal.SIGKILL, "failed": code not in (0, -signal.SIGKILL),
            "reported": reported}  # fmt: skip


def _run_step(order: dict[str, Any], pipe: int) -> None:
    write = os.write  # not one of the calls that are counted

    def report(what: object) -> None:
        write(pipe, f"{json.dumps(what)}\n".encode())

    calls = DiskCalls(order["dies_at"])
    status = 1
    try:
        program = HeadlessProgram(Path(order["folder"]), order["url"], order["password"])
        calls.watch()
        STEPS[order["step"]](program, report)
        program.close()
        report({"disk": calls.count})
        status = 0
    except BaseException:  # reported, then this process ends
        report({"fault": traceback.format_exc()})
    os._exit(status)


if __name__ == "__main__":
    main(sys.argv[1])
