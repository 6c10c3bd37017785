"""Stands between the program and its CRM: counts requests, and kills the program at one of them."""

from __future__ import annotations

import http.client
import json
import os
import signal
import threading
from dataclasses import dataclass, field
from enum import Enum
from urllib.parse import urlsplit

from tests.servers.faults import head
from tests.servers.hostile import Exchange, HostileServer, ReceivedRequest


class KillMoment(Enum):
    """At which moment of a request the program is killed."""

    BEFORE = "before the server has it"
    AFTER = "after the server has executed it, without an answer"
    ANSWERED = "when the answer is out"


@dataclass
class KillingProxy:
    """Passes everything on to ``target`` while ``up``; without that, every connection is lost.

    ``saves`` are the bodies that the CRM was given, ``saves_at`` the places of those among the
    requests of a run.
    """

    target: str = ""
    up: bool = True
    count: int = 0
    dies_at: int = 0
    moment: KillMoment = KillMoment.BEFORE
    victim: int = 0
    saves: list[dict[str, object]] = field(default_factory=list)
    saves_at: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.server = HostileServer({"*": self._answer})
        self._lock = threading.Lock()

    def aim(self, victim: int, dies_at: int = 0, moment: KillMoment = KillMoment.BEFORE) -> None:
        """The next run: its process, and at which of its requests it dies, 0 for never."""
        self.count, self.victim, self.dies_at, self.moment = 0, victim, dies_at, moment
        self.saves_at.clear()

    def _answer(self, exchange: Exchange) -> None:
        if not self.up:
            exchange.reset()
            return
        with self._lock:
            self.count += 1
            moment = self.moment if self.count == self.dies_at else None
        if moment is KillMoment.BEFORE:
            self._kill(exchange)
            return
        self._record(exchange.request)
        answer = self._answer_of_target(exchange.request)
        if moment is KillMoment.AFTER:
            self._kill(exchange)
            return
        exchange.send(answer)
        if moment is KillMoment.ANSWERED:
            self._kill(exchange)

    def _kill(self, exchange: Exchange) -> None:
        os.kill(self.victim, signal.SIGKILL)
        exchange.reset()

    def _record(self, request: ReceivedRequest) -> None:
        if request.name == "SaveMailboxEntity":
            self.saves.append(json.loads(request.body))
            self.saves_at.append(self.count)

    def _answer_of_target(self, request: ReceivedRequest) -> bytes:
        there = http.client.HTTPConnection(urlsplit(self.target).netloc, timeout=20)
        try:
            there.request(request.method, request.path, request.body, dict(request.headers))
            answer = there.getresponse()
            body = answer.read()
        finally:
            there.close()
        ours = ("connection", "transfer-encoding", "content-length")
        fields = {k: v for k, v in answer.getheaders() if k.lower() not in ours}
        return head(answer.status, {**fields, "Content-Length": str(len(body))}) + body
