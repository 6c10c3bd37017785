"""The answer to GetMailboxes, kept ready per language: it is long and asked for often.

A save renews one row of it. Gzip is made at the first request that allows it.
"""

from __future__ import annotations

import gzip

from desktop_app.demo.carriers import list_row
from desktop_app.demo.samples.store import Store

_FAST = 1  # the rows are so alike that a higher level buys little and costs the demo's time


class Body:
    """The bytes of an answer, and the same bytes packed once somebody wants them so."""

    def __init__(self, plain: bytes) -> None:
        self.plain = plain
        self._packed: bytes | None = None

    def packed(self) -> bytes:
        """Give the bytes as gzip (RFC 1952)."""
        if self._packed is None:
            self._packed = gzip.compress(self.plain, _FAST, mtime=0)
        return self._packed


class Listing:
    """All mailboxes as JSON, following the store row by row."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._rows: dict[str | None, dict[int, str]] = {}
        self._bodies: dict[str | None, Body] = {}
        store.on_change = self._follow

    def body(self, language: str | None) -> Body:
        """Give the whole list in a language (None: raw texts)."""
        with self._store.lock:
            if self._store.changed_elsewhere():
                self._rows.clear()
                self._bodies.clear()
            if language not in self._bodies:
                self._bodies[language] = Body(self._joined(language))
            return self._bodies[language]

    def _joined(self, language: str | None) -> bytes:
        if language not in self._rows:
            boxes = self._store.mailboxes()
            self._rows[language] = {box.id: list_row(box, language) for box in boxes}
        rows = self._rows[language]
        return f"[{','.join(rows.values())}]".encode()

    def _follow(self, mailbox_id: int) -> None:
        self._bodies.clear()
        box = self._store.mailbox(mailbox_id)
        for language, rows in self._rows.items():
            if box is None:
                rows.pop(mailbox_id, None)
            else:
                rows[mailbox_id] = list_row(box, language)
