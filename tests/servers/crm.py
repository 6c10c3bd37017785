"""A model of the CRM behind the hostile server: what it holds, and how often it executed a save."""

from __future__ import annotations

import json
import threading
from typing import Any

Entity = dict[str, Any]

DEFAULT: Entity = {
    "MailInFilterId": 0,
    "ServerType": "Unknown",
    "Address": "",
    "Username": "",
    "Server": "",
    "Port": 0,
}


class Crm:
    """Mailboxes by id, as on the wire, passwords apart. Safe for the server's threads."""

    def __init__(self) -> None:
        self.boxes: dict[int, Entity] = {}
        self.passwords: dict[int, str] = {}
        self.shown: dict[int, str] = {}
        """What a read shows in place of a password; null for all others."""
        self.clears_kept = False
        """Whether a save without a password clears the stored one, and a read then shows null."""
        self.executed = 0
        """How many saves were ever carried out."""
        self._lock = threading.Lock()

    def add(self, **values: object) -> int:
        """A mailbox that was there all along; returns its id."""
        with self._lock:
            number = len(self.boxes) + 1
            self.boxes[number] = {**DEFAULT, **values, "MailInFilterId": number}
            self.passwords[number] = "stored"
            return number

    def execute(self, body: bytes) -> Entity | None:
        """Carry a save out, and return what the server would answer."""
        sent = json.loads(body)
        password = sent.pop("Password", None)
        with self._lock:
            self.executed += 1
            number = sent["MailInFilterId"] or len(self.boxes) + 1
            self.boxes[number] = {**DEFAULT, **sent, "MailInFilterId": number}
            if password is not None:
                self.passwords[number] = password
            elif self.clears_kept:
                self.shown.pop(number, None)
            return self.read(number)

    def read(self, number: int) -> Entity | None:
        """One mailbox, or null; passwords are never shown."""
        if number not in self.boxes:
            return None
        return {**self.boxes[number], "Password": self.shown.get(number)}

    def rows(self) -> list[Entity]:
        """The list."""
        with self._lock:
            return [
                {"MailInFilterId": number, "Address": box["Address"]}
                for number, box in self.boxes.items()
            ]
