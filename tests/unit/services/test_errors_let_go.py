"""An error that a window keeps must not keep what the failed call had read."""

from __future__ import annotations

import tracemalloc
import weakref
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.core.errors import AppError, ResponseTooLarge, TruncatedResponse
from desktop_app.core.profiles.connection_test import StageFailed
from desktop_app.core.profiles.profile import Profile
from desktop_app.core.secrets.secret import Credentials
from desktop_app.net.cancel_token import CancelToken
from desktop_app.net.http_call import MIB, HttpRequest
from desktop_app.net.http_session import HttpSession
from desktop_app.services.background import Failure, MainThreadDispatcher, WorkQueue, no_resource
from desktop_app.webapi.client_factory import ApiClientFactory
from tests.servers.faults import bomb, gzip_bomb, reply
from tests.servers.hostile import HostileServer
from tests.unit.net.outcomes import error_of

LARGE = 24 * MIB


class Answer(bytearray):
    """What a call has read, which can be watched."""


@contextmanager
def at_most_kept(size: int) -> Iterator[None]:
    """The block may leave no more than ``size`` bytes of memory in use."""
    tracemalloc.start()
    try:
        before, _ = tracemalloc.get_traced_memory()
        yield
        after, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert after - before < size, f"{(after - before) // MIB} MiB are kept"


@pytest.mark.parametrize("packed", [True, False])
def test_a_refused_answer_is_let_go_at_once(packed: bool) -> None:
    bomb()  # made once, for all tests
    fault = gzip_bomb() if packed else reply(b"x" * (LARGE + MIB))
    with HttpSession() as session, at_most_kept(MIB), HostileServer({"*": fault}) as server:
        request = HttpRequest("GET", server.url, max_bytes=LARGE)
        error = error_of(lambda: session.call(request))
    assert isinstance(error, ResponseTooLarge)


def test_work_that_fails_leaves_nothing_but_its_error(qtbot: QtBot) -> None:
    watched: list[weakref.ref[Answer]] = []
    outcomes: list[object] = []

    def work(_none: None, _stop: CancelToken) -> None:
        answer = Answer(MIB)
        watched.append(weakref.ref(answer))
        try:
            raise ValueError(answer)
        except ValueError as cause:
            raise TruncatedResponse("cut") from cause

    dispatcher = MainThreadDispatcher()
    queue = WorkQueue("work", 1, no_resource, dispatcher)
    queue.submit(work, outcomes.append)
    qtbot.waitUntil(lambda: bool(outcomes))
    queue.finish(10)
    dispatcher.close()
    [outcome] = outcomes
    assert isinstance(outcome, Failure)
    assert isinstance(outcome.error, TruncatedResponse)
    assert watched[0]() is None, "the error keeps what the work had read"


def test_a_connection_test_that_fails_leaves_nothing_but_its_error() -> None:
    """Its list may be as large as any."""
    rows = b"[" + b'{"MailInFilterId": 1, "Address": "x"},' * 200_000
    plan = {
        "api": reply({"Api": "x", "v1": "x", "Version": "10.3.1"}),
        "currentPrincipal": reply({"AssociateId": 1, "UserName": "me", "FullName": "Me"}),
        "GetMailboxes": reply(rows + b"broken"),
    }
    with HostileServer(plan) as server:
        profile = Profile.new("Acme", server.url, "me")
        access = ApiClientFactory(profile, Credentials("word"))
        with at_most_kept(MIB):
            last = list(access.probe(CancelToken()))[-1]
    assert isinstance(last, StageFailed)
    assert isinstance(last.error, AppError)
    assert server.count("GetMailboxes") == 1
