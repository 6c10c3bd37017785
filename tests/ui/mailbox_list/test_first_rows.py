"""The first rows of a list are there before its end."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_app.core.profiles.profile import Profile
from desktop_app.services.background import MainThreadDispatcher
from desktop_app.services.workspace.workspace import ListPhase, Workspace
from desktop_app.ui.mailbox_list.list_pane import ListPane
from desktop_app.ui.mailbox_list.table.column_spec import Column
from desktop_app.webapi.client_factory import open_client
from desktop_app.webapi.codec import streaming_list
from tests.servers.faults import cut_at_length, head, reply
from tests.servers.hostile import Exchange, Fault, HostileServer

MANY = 10_000
ROWS = [{"MailInFilterId": n, "Address": f"shop{n}@example.com"} for n in range(MANY, 0, -1)]
BODY = json.dumps(ROWS).encode()
HALF = len(BODY) // 2


class InParts:
    """Answers with one part of a list after the other, each when it is let through."""

    def __init__(self, body: bytes, parts: int) -> None:
        ends = [len(body) * n // parts for n in range(parts + 1)]
        self._parts = [body[start:end] for start, end in pairwise(ends)]
        self._size = len(body)
        self.let_through = threading.Semaphore(0)

    def answer(self, exchange: Exchange) -> None:
        exchange.send(head(200, {"Content-Length": str(self._size)}))
        for part in self._parts:
            self.let_through.acquire(timeout=30)
            exchange.send(part)


@pytest.fixture
def slow() -> Iterator[InParts]:
    """Answers with half of the list, and with the rest when it is let through."""
    made = InParts(BODY, 2)
    made.let_through.release()
    yield made
    made.let_through.release()


@contextmanager
def open_pane(
    lists: Fault | list[Fault], dispatcher: MainThreadDispatcher, qtbot: QtBot
) -> Iterator[tuple[ListPane, HostileServer]]:
    with HostileServer({"GetMailboxes": lists, "*": reply(b"null")}) as server:
        profile = Profile.new("Acme", server.url, "jens")
        workspace = Workspace(profile, lambda: open_client(profile, "pass-word", "en"), dispatcher)
        pane = ListPane(workspace)
        qtbot.addWidget(pane)
        pane.show()
        workspace.refresh()
        yield pane, server
        workspace.close()


def test_rows_are_shown_while_the_rest_is_still_coming(
    dispatcher: MainThreadDispatcher, qtbot: QtBot, slow: InParts
) -> None:
    with open_pane(slow.answer, dispatcher, qtbot) as (pane, server):
        qtbot.waitUntil(lambda: pane.model.total_count > 0)
        assert pane.workspace.list_state.phase is ListPhase.LOADING
        assert pane.model.total_count < MANY
        assert pane.view.isVisible()
        assert "so far" in pane.status_text()
        assert not server.count("GetMailboxEntity"), "which rows are in view is not settled yet"
        slow.let_through.release()
        qtbot.waitUntil(lambda: pane.workspace.is_ready)
        assert pane.model.total_count == MANY
        assert "so far" not in pane.status_text()
        assert pane.model.index(0, Column.ADDRESS).data() == "shop10000@example.com"


def test_a_list_that_breaks_off_is_not_taken_for_one(
    dispatcher: MainThreadDispatcher, qtbot: QtBot
) -> None:
    with open_pane(cut_at_length(BODY[:HALF]), dispatcher, qtbot) as (pane, _):
        qtbot.waitUntil(lambda: pane.workspace.list_state.phase is ListPhase.FAILED, timeout=20_000)
        assert pane.model.total_count == 0
        assert pane.placeholder.isVisible()


def test_a_refresh_shows_the_old_list_until_the_new_one_is_whole(
    dispatcher: MainThreadDispatcher, qtbot: QtBot, slow: InParts
) -> None:
    with open_pane([reply(BODY), slow.answer], dispatcher, qtbot) as (pane, server):
        qtbot.waitUntil(lambda: pane.workspace.is_ready)
        pane.workspace.refresh()
        qtbot.waitUntil(lambda: server.count("GetMailboxes") == 2)
        assert pane.model.total_count == MANY
        slow.let_through.release()
        qtbot.waitUntil(lambda: pane.workspace.is_ready)
        assert pane.model.total_count == MANY


class PaintRecorder(QObject):
    """How many rows the list had when it was painted last."""

    def __init__(self, pane: ListPane) -> None:
        super().__init__(pane)
        self.rows = 0
        self._pane = pane
        pane.view.viewport().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            self.rows = self._pane.model.total_count
        return False


def wait_for_paint(painted: PaintRecorder, parts: InParts, number: int, qtbot: QtBot) -> None:
    """Let parts through, and wait until there are more rows to be seen."""
    before = painted.rows
    parts.let_through.release(number)
    qtbot.waitUntil(lambda: painted.rows > before)


def test_a_hundred_thousand_rows_come_bit_by_bit_and_end_in_order(
    dispatcher: MainThreadDispatcher, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between two parts the window paints, answers to keys, and says how far it is."""
    monkeypatch.setattr(streaming_list, "REPORT_INTERVAL", 0.0)
    addresses = [f"{n:06d}@example.com" for n in range(1, 100_001)]
    rows = [{"MailInFilterId": int(a[:6]), "Address": a} for a in reversed(addresses)]
    parts = InParts(json.dumps(rows).encode(), 8)
    with open_pane(parts.answer, dispatcher, qtbot) as (pane, _):
        painted, told = PaintRecorder(pane), [""]
        pane.status_changed.connect(lambda: told.append(pane.status_text()))
        for count in (1, 2, 4):  # rows are told of when there are twice as many
            before = told[-1]
            wait_for_paint(painted, parts, count, qtbot)
            assert told[-1].startswith(f"{pane.model.total_count} mailboxes so far")
            assert told[-1] != before
            pane.view.selectRow(0)
            QTest.keyClick(pane.view, Qt.Key.Key_Down)
            assert pane.view.currentIndex().row() == 1
        parts.let_through.release()
        qtbot.waitUntil(lambda: pane.workspace.is_ready, timeout=30_000)
        assert pane.model.total_count == 100_000
        assert [row.address for row in pane.model.rows] == addresses
        pane.view.scrollToBottom()
        assert pane.view.visible_ids()[-1] == 100_000
