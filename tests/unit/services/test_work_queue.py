from __future__ import annotations

import threading
from collections.abc import Callable

from pytestqt.qtbot import QtBot

from desktop_app.core.errors import AppError, InternalError, MailboxNotFound
from desktop_app.net.cancel_token import CancelToken
from desktop_app.services.background import (
    Failure,
    MainThreadDispatcher,
    Success,
    WorkQueue,
    no_resource,
)
from tests.guards import StrayLog
from tests.unit.services.call_gate import CallGate
from tests.unit.services.conftest import Inbox
from tests.unit.services.work_queues import MakeQueue, Tool, join


def test_the_outcome_comes_back_on_the_gui_thread(qtbot: QtBot, make_queue: MakeQueue) -> None:
    heard: list[tuple[object, threading.Thread]] = []
    make_queue(1).submit(
        lambda tool, _stop: tool.use().name,
        lambda outcome: heard.append((outcome, threading.current_thread())),
    )
    qtbot.waitUntil(lambda: bool(heard))
    assert heard == [(Success("work-1"), threading.main_thread())]


def test_a_delivered_error_keeps_nothing_of_the_work_that_failed(
    qtbot: QtBot, make_queue: MakeQueue
) -> None:
    outcomes: list[object] = []

    def work(_tool: Tool, _stop: CancelToken) -> None:
        try:
            raise OSError("what happened first")
        except OSError as error:
            raise MailboxNotFound from error

    make_queue(1).submit(work, outcomes.append)
    qtbot.waitUntil(lambda: bool(outcomes))
    (failure,) = outcomes
    assert isinstance(failure, Failure)
    error = failure.error
    assert (error.__traceback__, error.__cause__, error.__context__) == (None, None, None)


def test_a_queue_of_one_keeps_the_order(make_queue: MakeQueue, inbox: Inbox) -> None:
    queue, ran = make_queue(1), list[int]()

    def job(number: int) -> Callable[[Tool, CancelToken], int]:
        def work(_tool: Tool, _stop: CancelToken) -> int:
            ran.append(number)
            return number

        return work

    for number in range(50):
        queue.submit(job(number), inbox)
    assert inbox.values(50) == ran == list(range(50))
    assert len(queue.threads) == 1


def test_a_queue_has_as_many_threads_as_asked_and_no_more(
    make_queue: MakeQueue, inbox: Inbox, tools: list[Tool]
) -> None:
    queue, gate = make_queue(3), CallGate()
    for _ in range(10):
        queue.submit(lambda _tool, stop: gate.pass_through(stop), inbox)
    gate.wait_for(3)
    assert (gate.arrived, len(queue.threads), queue.job_count) == (3, 3, 10)
    gate.open()
    inbox.values(10)
    assert (gate.arrived, gate.most_at_once, queue.job_count) == (10, 3, 0)
    assert len(tools) == 3


def test_no_more_threads_than_jobs(make_queue: MakeQueue, inbox: Inbox) -> None:
    queue = make_queue(8)
    for done in range(1, 4):
        queue.submit(lambda tool, _stop: tool.use(), inbox)
        inbox.values(done)
    assert len(queue.threads) == 1
    assert all(thread.daemon for thread in queue.threads)


def test_each_thread_makes_uses_and_closes_its_own_tool(
    make_queue: MakeQueue, inbox: Inbox, tools: list[Tool]
) -> None:
    queue, gate = make_queue(2), CallGate()

    def work(tool: Tool, stop: CancelToken) -> None:
        gate.pass_through(stop)
        tool.use()

    for _ in range(6):
        queue.submit(work, inbox)
    gate.wait_for(2)
    gate.open()
    inbox.values(6)
    queue.close()
    join(queue)
    assert {tool.maker for tool in tools} == set(queue.threads)
    assert all(tool.users <= {tool.maker} and tool.closer is tool.maker for tool in tools)


def test_errors_come_back_as_values(make_queue: MakeQueue, inbox: Inbox) -> None:
    error = MailboxNotFound("no mailbox with id 3")

    def work(_tool: Tool, _stop: CancelToken) -> None:
        raise error

    make_queue(1).submit(work, inbox)
    assert inbox.errors() == [error]


def test_a_fault_of_our_own_is_reported_and_logged_without_its_text(
    make_queue: MakeQueue, inbox: Inbox, expected_log: StrayLog
) -> None:
    def work(_tool: Tool, _stop: CancelToken) -> None:
        raise KeyError(secret)

    secret = "".join(["s3", "cret"])  # the traceback quotes the source
    queue = make_queue(1)
    queue.submit(work, inbox)
    (error,) = inbox.errors()
    assert isinstance(error, InternalError)
    assert error.detail == "KeyError"
    record = expected_log.take("KeyError in background work")
    assert "test_work_queue.py" in record.getMessage()
    assert secret not in expected_log.format(record)
    queue.submit(lambda _tool, _stop: "the queue still works", inbox)
    inbox.wait(2)


def test_a_resource_that_cannot_be_made_is_the_error_of_each_job(
    dispatcher: MainThreadDispatcher, inbox: Inbox
) -> None:
    errors = [AppError("first"), AppError("second")]

    def make() -> Tool:
        if errors:
            raise errors.pop(0)
        return Tool()

    queue = WorkQueue("work", 1, make, dispatcher)
    for _ in range(3):
        queue.submit(lambda tool, _stop: tool.use().name, inbox)
    first, second, third = inbox.wait(3)
    assert isinstance(first, Failure)
    assert isinstance(second, Failure)
    assert (first.error.detail, second.error.detail) == ("first", "second")
    assert third == Success("work-1")
    queue.close()


def test_a_queue_works_without_a_resource(dispatcher: MainThreadDispatcher, inbox: Inbox) -> None:
    queue = WorkQueue("work", 1, no_resource, dispatcher)
    queue.submit(lambda none, _stop: none is None, inbox)
    assert inbox.values(1) == [True]
    queue.close()
    join(queue)
