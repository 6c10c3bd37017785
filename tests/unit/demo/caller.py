"""Calls the demo server over real HTTP, one kept-alive connection, as a foreign client would."""

from __future__ import annotations

import base64
import gzip
import http.client
import json
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from desktop_app.demo import DemoServer

AGENT = "/v1/Agents/CustomerService"
ENTITY = {
    "MailInFilterId": 0,
    "ServerType": "Imaps",
    "Address": "new@example.com",
    "Username": "new",
    "Server": "imap.example.com",
    "Port": 993,
}


@dataclass(frozen=True)
class Reply:
    status: int
    headers: http.client.HTTPMessage
    body: bytes

    def json(self) -> Any:
        """The body; fails the test when it is not the JSON that it says it is."""
        assert self.headers["Content-Type"] == "application/json; charset=utf-8"
        packed = self.headers["Content-Encoding"] == "gzip"
        return json.loads(gzip.decompress(self.body) if packed else self.body)

    def is_error(self) -> bool:
        answer = self.json()
        return isinstance(answer, dict) and ("ErrorType" in answer or "Message" in answer)


class Caller:
    """Signed in with Basic unless told otherwise."""

    def __init__(self, crm: DemoServer) -> None:
        where = urlsplit(crm.url)
        self.base = where.path
        self.exchange = http.client.HTTPConnection(where.hostname or "", where.port, timeout=30)
        self.sign_in = {"Authorization": basic(crm.credentials.username, crm.credentials.password)}

    def send(
        self,
        verb: str,
        path: str,
        body: object = b"",
        headers: Mapping[str, str] | None = None,
        sign_in: bool = True,
    ) -> Reply:
        """Send `path` below the base address."""
        own = self.sign_in if sign_in else {}
        self.exchange.request(verb, self.base + path, body, {**own, **(headers or {})})  # type: ignore[arg-type]  # object stands for whatever http.client sends
        answer = self.exchange.getresponse()
        return Reply(answer.status, answer.headers, answer.read())

    def post(self, method: str, entity: object = None, **headers: str) -> Reply:
        """Post to the agent; an entity goes as JSON, None as no body at all."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        if entity is None:
            return self.send("POST", f"{AGENT}/{method}", b"", named)
        named = {"Content-Type": "application/json", **named}
        return self.send("POST", f"{AGENT}/{method}", json.dumps(entity).encode(), named)

    def entity(self, mailbox_id: int, select: str = "", **headers: str) -> Any:
        chosen = f"&$select={quote(select)}" if select else ""
        path = f"GetMailboxEntity?mailboxEntityId={mailbox_id}{chosen}"
        reply = self.post(path, **headers)
        assert reply.status == 200
        return reply.json()

    def save(self, entity: Mapping[str, object], **headers: str) -> Reply:
        return self.post("SaveMailboxEntity", dict(entity), **headers)


def basic(username: str, password: str, encoding: str = "utf-8") -> str:
    return "Basic " + base64.b64encode(f"{username}:{password}".encode(encoding)).decode()


@contextmanager
def calling(crm: DemoServer) -> Iterator[Caller]:
    caller = Caller(crm)
    with closing(caller.exchange):
        yield caller
