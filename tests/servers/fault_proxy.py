"""A hostile layer before the demo server: it hands requests on, but for what a test has it do.

The demo server behind it stays honest, and holds what was really carried out.
"""

from __future__ import annotations

import http.client
import json
import threading
from collections import Counter
from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

from desktop_app.demo import DemoServer
from tests.demo_mailboxes import stored_mailbox
from tests.servers import faults
from tests.servers.faults import page, reply
from tests.servers.hostile import Exchange, Fault, HostileServer, ReceivedRequest

SAVE, READ = "SaveMailboxEntity", "GetMailboxEntity"
PASSED_ON = ("Authorization", "Content-Type", "Accept", "SO-AppToken")
NO_ANSWER = reply({"Error": True, "ErrorType": "SoDbAccessException", "ErrorMessage": "x"}, 500)


class FaultProxy:
    """Use ``url`` in place of the demo server's. ``faults_by_mailbox`` names a fault by mailbox id.

    One fault is met once: the next save of that mailbox goes through.
    """

    def __init__(self, demo: DemoServer) -> None:
        self._demo = demo
        self.faults_by_mailbox: dict[int, str] = {}
        self.sent = Counter[int]()
        """How often a save of a mailbox arrived here."""
        self.executed = Counter[int]()
        """How often it was carried out."""
        self._late: list[tuple[int, ReceivedRequest]] = []
        self._lock = threading.Lock()
        self.server = HostileServer({SAVE: self._save, READ: self._read, "*": self._pass_on})

    @property
    def url(self) -> str:
        """The address of the API."""
        return self.server.url

    def catch_up(self) -> None:
        """Carry out what was to be carried out late: after the program has looked."""
        late, self._late = self._late, []
        for number, request in late:
            self._execute(request, number)

    def _pass_on(self, exchange: Exchange) -> None:
        self._ask(exchange.request)(exchange)

    def _read(self, exchange: Exchange) -> None:
        number = int(parse_qs(urlsplit(exchange.request.path).query)["mailboxEntityId"][0])
        if self._takes(number, THEIRS):
            self._put(number, 4711)
        self._pass_on(exchange)

    def _save(self, exchange: Exchange) -> None:
        number = int(json.loads(exchange.request.body)["MailInFilterId"])
        with self._lock:
            self.sent[number] += 1
            name = self.faults_by_mailbox.pop(number, "")
        if not name:
            self._execute(exchange.request, number)(exchange)
        elif name in REFUSED:
            REFUSED[name](exchange)
        elif name == LATE:
            self._late.append((number, exchange.request))
            exchange.cut()
        elif name in LOST:
            LOST[name](exchange)
        elif name in LOST_AFTERWARDS:
            self._execute(exchange.request, number)
            LOST_AFTERWARDS[name](exchange)
        else:
            answer = self._execute(exchange.request, number)
            self._put(number, 2222)
            answer(exchange)

    def _takes(self, number: int, name: str) -> bool:
        with self._lock:
            if self.faults_by_mailbox.get(number) != name:
                return False
            del self.faults_by_mailbox[number]
            return True

    def _execute(self, request: ReceivedRequest, number: int) -> Fault:
        answer = self._ask(request)
        with self._lock:
            self.executed[number] += 1
        return answer

    def _ask(self, request: ReceivedRequest) -> Fault:
        place = urlsplit(self._demo.url)
        line = http.client.HTTPConnection(place.hostname or "", place.port, timeout=10)
        found = {name: request.headers.get(name.lower()) for name in PASSED_ON}
        headers = {name: value for name, value in found.items() if value is not None}
        line.request(request.method, request.path, request.body or None, headers)
        answer = line.getresponse()
        body, kind = answer.read(), answer.headers.get("Content-Type", "")
        line.close()
        return reply(body, answer.status, kind=kind)

    def _put(self, number: int, port: int) -> None:
        box = stored_mailbox(self._demo, number)
        self._demo.store.update(replace(box, port=port))


REFUSED: dict[str, Fault] = {
    "403": reply({"Message": "no"}, 403),
    "429": reply(b"", 429, {"Retry-After": "1"}),
    "invalid": reply({"ErrorType": "SoValidationException", "ErrorMessage": "x"}, 500),
}
"""Not carried out, and said so."""
LOST: dict[str, Fault] = {
    "500": NO_ANSWER,
    "cut before": faults.close_unanswered(),
    "hung before": faults.silence(),
    "login page": page(),
}
"""Not carried out, and nobody can know."""
LOST_AFTERWARDS: dict[str, Fault] = {
    "cut after": faults.cut_at_length(),
    "hung after": faults.silence(),
    "wrong JSON": reply(b'{"MailInFilterId": "what", '),
    "500 after": NO_ANSWER,
}
"""Carried out, and the answer is of no use."""
LATE, THEIRS, DIFFERS = "carried out late", "changed by the second admin", "read back differs"
OTHERS = (LATE, THEIRS, DIFFERS)
ALL: tuple[str, ...] = (*REFUSED, *LOST, *LOST_AFTERWARDS, *OTHERS)
