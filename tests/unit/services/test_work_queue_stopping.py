from __future__ import annotations

import subprocess
import sys
import threading
import weakref
from collections.abc import Callable

from pytestqt.qtbot import QtBot

from desktop_app.core.errors import Cancelled
from desktop_app.net.cancel_token import CancelToken
from desktop_app.services.background import Failure, Success
from tests.unit.services.call_gate import CallGate
from tests.unit.services.conftest import Inbox
from tests.unit.services.work_queues import MakeQueue, Tool, join


def test_cancelled_work_is_reported(make_queue: MakeQueue, inbox: Inbox) -> None:
    queue, gate = make_queue(1), CallGate()
    running = queue.submit(lambda _tool, stop: gate.pass_through(stop), inbox)
    queued = queue.submit(lambda tool, _stop: tool.use(), inbox)
    gate.wait_for(1)
    queued.cancel()
    running.cancel()
    assert [type(error) for error in inbox.errors(2)] == [Cancelled, Cancelled]
    assert gate.arrived == 1


def test_cancelled_before_its_turn_it_never_runs(
    make_queue: MakeQueue, inbox: Inbox, tools: list[Tool]
) -> None:
    queue, gate = make_queue(1), CallGate()
    queue.submit(lambda _tool, stop: gate.pass_through(stop), inbox)
    queue.submit(lambda tool, _stop: tool.use(), inbox).cancel()
    gate.open()
    inbox.wait(2)
    assert [tool.users for tool in tools] == [set()]


def test_cancelled_too_late_it_is_what_it_became(make_queue: MakeQueue, inbox: Inbox) -> None:
    gate = CallGate()

    def work(_tool: Tool, _stop: CancelToken) -> str:
        gate.pass_through(CancelToken())
        return "done all the same"

    job = make_queue(1).submit(work, inbox)
    gate.wait_for(1)
    job.cancel()
    gate.open()
    assert inbox.values() == ["done all the same"]


def test_forgotten_work_is_stopped_and_not_reported(make_queue: MakeQueue, inbox: Inbox) -> None:
    queue, gate = make_queue(1), CallGate()
    job = queue.submit(lambda _tool, stop: gate.pass_through(stop), inbox)
    gate.wait_for(1)
    job.discard()
    queue.submit(lambda _tool, _stop: "next", inbox)
    assert inbox.values() == ["next"]
    assert queue.job_count == 0


def test_an_outcome_that_waits_to_be_delivered_can_be_forgotten(
    make_queue: MakeQueue, inbox: Inbox
) -> None:
    queue, on_rows = make_queue(1), threading.Event()
    job = queue.submit(lambda _tool, _stop: "stale", inbox)
    queue.submit(lambda _tool, _stop: on_rows.set(), inbox)
    assert on_rows.wait(10)  # so the first outcome is on its way, and not yet here
    job.discard()
    assert inbox.values() == [None]


def test_all_work_can_be_stopped_at_once(make_queue: MakeQueue, inbox: Inbox) -> None:
    queue, gate = make_queue(2), CallGate()
    for _ in range(20):
        queue.submit(lambda _tool, stop: gate.pass_through(stop), inbox)
    gate.wait_for(2)
    queue.discard_all()
    queue.submit(lambda _tool, _stop: "next", inbox)
    assert inbox.values() == ["next"]


def test_closing_during_a_job(
    qtbot: QtBot, make_queue: MakeQueue, inbox: Inbox, tools: list[Tool]
) -> None:
    queue, gate = make_queue(1), CallGate()
    for _ in range(3):
        queue.submit(lambda _tool, stop: gate.pass_through(stop), inbox)
    gate.wait_for(1)
    queue.close()
    join(queue)
    qtbot.waitUntil(lambda: queue.job_count == 0)
    assert inbox.outcomes == []
    assert [tool.closer for tool in tools] == list(queue.threads)


def test_after_the_close_nothing_is_done_and_that_is_reported(
    make_queue: MakeQueue, inbox: Inbox, tools: list[Tool]
) -> None:
    queue = make_queue(1)
    queue.close()
    queue.submit(lambda tool, _stop: tool.use(), inbox)
    assert inbox.outcomes == []  # told later, as always
    assert [type(error) for error in inbox.errors()] == [Cancelled]
    assert (tools, queue.threads, queue.job_count) == ([], (), 0)


def test_finishing_does_what_was_handed_in(
    make_queue: MakeQueue, inbox: Inbox, tools: list[Tool]
) -> None:
    queue, ran = make_queue(1), list[int]()
    for _ in range(3):
        queue.submit(lambda _tool, _stop: ran.append(len(ran)), inbox)
    queue.finish(seconds=10)
    assert ran == [0, 1, 2]
    assert [tool.closer for tool in tools] == list(queue.threads)
    queue.submit(lambda tool, _stop: tool.use(), inbox)
    *done, after = inbox.wait(4)
    assert done == [Success(None)] * 3
    assert isinstance(after, Failure)


def test_finishing_does_not_wait_for_what_hangs(make_queue: MakeQueue, inbox: Inbox) -> None:
    queue, gate = make_queue(1), CallGate()
    queue.submit(lambda _tool, stop: gate.pass_through(stop), inbox)
    gate.wait_for(1)
    queue.finish(seconds=0.01)
    assert [thread.is_alive() for thread in queue.threads] == [True]
    queue.close()


HUNG = """
import threading
from PySide6.QtCore import QCoreApplication, QTimer
from desktop_app.services.background import MainThreadDispatcher, WorkQueue

class Tool:
    def close(self): ...

application, dispatcher, begun = QCoreApplication([]), MainThreadDispatcher(), threading.Event()
queue = WorkQueue("hung", 2, Tool, dispatcher)
for _ in range(2):
    queue.submit(lambda tool, stop: (begun.set(), threading.Event().wait()), print)
begun.wait()
QTimer.singleShot(0, application.quit)
application.exec()
queue.close()
dispatcher.close()
"""


def test_work_that_hangs_does_not_hold_up_the_end_of_the_program() -> None:
    ended = subprocess.run([sys.executable, "-c", HUNG], timeout=60, check=False)
    assert ended.returncode == 0


def test_a_thread_never_holds_on_to_what_gets_the_outcome(
    make_queue: MakeQueue, new_inbox: Callable[[], Inbox]
) -> None:
    """It would destroy a window of the GUI thread when it lets go of it last."""
    inbox = new_inbox()
    queue = make_queue(1)
    queue.submit(lambda tool, _stop: tool.use().name, inbox)
    inbox.wait()
    gone = weakref.ref(inbox)
    del inbox
    assert gone() is None
    assert queue.threads[0].is_alive()
