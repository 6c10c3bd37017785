"""The first rows of a list are there before its end."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from pytestqt.qtbot import QtBot

from desktop_app.core.profile import Profile
from desktop_app.tasks.background import Courier
from desktop_app.tasks.workplace import Phase, Workplace
from desktop_app.ui.mailbox_pane import MailboxPane
from desktop_app.webapi import arriving_list
from desktop_app.webapi.access import open_client
from tests.servers.faults import cut_at_length, head, reply
from tests.servers.hostile import Fault, HostileServer, Talk

MANY = 10_000
ROWS = [{"MailInFilterId": n, "Address": f"shop{n}@example.com"} for n in range(MANY, 0, -1)]
BODY = json.dumps(ROWS).encode()
HALF = len(BODY) // 2


class Slow:
    """Answers with half of the list, and with the rest when it is let go on."""

    def __init__(self) -> None:
        self.go_on = threading.Event()

    def answer(self, talk: Talk) -> None:
        talk.send(head(200, {"Content-Length": str(len(BODY))}) + BODY[:HALF])
        self.go_on.wait(30)
        talk.send(BODY[HALF:])


@pytest.fixture
def slow() -> Iterator[Slow]:
    made = Slow()
    yield made
    made.go_on.set()


@contextmanager
def pane_on(
    lists: Fault | list[Fault], courier: Courier, qtbot: QtBot
) -> Iterator[tuple[MailboxPane, HostileServer]]:
    with HostileServer({"GetMailboxes": lists, "*": reply(b"null")}) as server:
        profile = Profile.new("Acme", server.url, "jens")
        place = Workplace(profile, lambda: open_client(profile, "pass-word", "en"), courier)
        pane = MailboxPane(place)
        qtbot.addWidget(pane)
        pane.show()
        place.refresh()
        yield pane, server
        place.close()


def test_rows_are_shown_while_the_rest_is_still_coming(
    courier: Courier, qtbot: QtBot, slow: Slow
) -> None:
    with pane_on(slow.answer, courier, qtbot) as (pane, server):
        qtbot.waitUntil(lambda: pane.table.total > 0)
        assert pane.workplace.standing.phase is Phase.LOADING
        assert pane.table.total < MANY
        assert pane.view.isVisible()
        assert "so far" in pane.status()
        assert not server.count("GetMailboxEntity"), "which rows are in view is not settled yet"
        slow.go_on.set()
        qtbot.waitUntil(lambda: pane.workplace.is_ready)
        assert pane.table.total == MANY
        assert "so far" not in pane.status()
        assert pane.table.index(0, 0).data() == "shop10000@example.com"


def test_a_list_that_breaks_off_is_not_taken_for_one(courier: Courier, qtbot: QtBot) -> None:
    with pane_on(cut_at_length(BODY[:HALF]), courier, qtbot) as (pane, _):
        qtbot.waitUntil(lambda: pane.workplace.standing.phase is Phase.FAILED, timeout=20_000)
        assert pane.table.total == 0
        assert pane.face.isVisible()


def test_a_refresh_shows_the_old_list_until_the_new_one_is_whole(
    courier: Courier, qtbot: QtBot, slow: Slow
) -> None:
    with pane_on([reply(BODY), slow.answer], courier, qtbot) as (pane, server):
        qtbot.waitUntil(lambda: pane.workplace.is_ready)
        pane.workplace.refresh()
        qtbot.waitUntil(lambda: server.count("GetMailboxes") == 2)
        assert pane.table.total == MANY
        slow.go_on.set()
        qtbot.waitUntil(lambda: pane.workplace.is_ready)
        assert pane.table.total == MANY


def wait_for_more(pane: MailboxPane, qtbot: QtBot) -> None:
    before = pane.table.total
    qtbot.waitUntil(lambda: pane.table.total > before)


def test_a_hundred_thousand_rows_come_bit_by_bit_and_end_in_order(
    courier: Courier, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between two parts the window answers; the server waits for that."""
    monkeypatch.setattr(arriving_list, "BETWEEN", 0.0)
    rows = [{"MailInFilterId": n, "Address": f"{n:06d}@example.com"} for n in range(100_000, 0, -1)]
    body = json.dumps(rows).encode()
    shares = [body[len(body) * n // 8 : len(body) * (n + 1) // 8] for n in range(8)]
    go_on = threading.Semaphore(1)

    def answer(talk: Talk) -> None:
        talk.send(head(200, {"Content-Length": str(len(body))}))
        for share in shares:
            go_on.acquire(timeout=30)
            talk.send(share)

    with pane_on(answer, courier, qtbot) as (pane, _):
        told: list[int] = []
        for share in (1, 1, 2, 4):
            wait_for_more(pane, qtbot)
            told.append(pane.table.total)
            assert pane.workplace.standing.phase is Phase.LOADING
            assert "so far" in pane.status()
            pane.view.selectRow(0)
            go_on.release(share)
        assert told == sorted(set(told))
        qtbot.waitUntil(lambda: pane.workplace.is_ready, timeout=30_000)
        assert pane.table.total == 100_000
        first, last = (pane.table.index(line, 0).data() for line in (0, 99_999))
        assert (first, last) == ("000001@example.com", "100000@example.com")
