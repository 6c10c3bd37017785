"""Caches the answer to GetMailboxes per language, because it is long and requested often.

A save renews only its own row. The first request that accepts gzip compresses the answer.
"""

from __future__ import annotations

import gzip

from desktop_app.demo.carriers import mailbox_list_row
from desktop_app.demo.samples.store import DemoStore

_GZIP_LEVEL = 1  # the rows are so alike that a higher level buys little and costs the demo's time


class ResponseBody:
    """The bytes of a response body, compressed at most once."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self._gzipped: bytes | None = None

    def gzipped(self) -> bytes:
        """Return the bytes as gzip (RFC 1952)."""
        if self._gzipped is None:
            self._gzipped = gzip.compress(self.content, _GZIP_LEVEL, mtime=0)
        return self._gzipped


class ListResponseCache:
    """All mailboxes as a JSON list, updated row by row when the store changes."""

    def __init__(self, store: DemoStore) -> None:
        self._store = store
        self._rows: dict[str | None, dict[int, str]] = {}
        self._bodies: dict[str | None, ResponseBody] = {}
        store.on_change = self._on_change

    def body(self, language: str | None) -> ResponseBody:
        """Return the whole list in a language (None: raw texts)."""
        with self._store.lock:
            if self._store.changed_externally():
                self._rows.clear()
                self._bodies.clear()
            if language not in self._bodies:
                self._bodies[language] = ResponseBody(self._join_rows(language))
            return self._bodies[language]

    def _join_rows(self, language: str | None) -> bytes:
        if language not in self._rows:
            boxes = self._store.mailboxes()
            self._rows[language] = {box.id: mailbox_list_row(box, language) for box in boxes}
        rows = self._rows[language]
        return f"[{','.join(rows.values())}]".encode()

    def _on_change(self, mailbox_id: int) -> None:
        self._bodies.clear()
        box = self._store.mailbox(mailbox_id)
        for language, rows in self._rows.items():
            if box is None:
                rows.pop(mailbox_id, None)
            else:
                rows[mailbox_id] = mailbox_list_row(box, language)
