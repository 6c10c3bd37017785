"""The last good list of each profile, in pages: after a small change few pages are written."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from desktop_app.core.mailbox.rights import TableRight
from desktop_app.core.mailbox_list.listing import CachedList, ListedMailbox
from desktop_app.storage.database import transaction
from desktop_app.storage.json_codec import DECODE_ERRORS, decode_table_right, encode_table_right

PAGE_ROWS = 500
"""Rows of a page; decoding one takes half a millisecond, in which no other thread runs."""

_PackedRow = tuple[int, str | None, int, int, int]
"""Id, address, and the positions of category, priority and right within the page; 0 is none."""


class _Page(msgspec.Struct, array_like=True, gc=False):
    texts: list[str]
    rights: list[list[Any]]
    rows: list[_PackedRow]


_encoder = msgspec.msgpack.Encoder()
_decoder = msgspec.msgpack.Decoder(_Page)


class CachedListStore:
    """The lists of all profiles. One thread at a time; every method raises sqlite3.Error."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._pages: dict[str, list[bytes]] = {}
        self._rows: dict[str, Sequence[ListedMailbox]] = {}
        self._data_version = 0

    def save(
        self,
        profile_id: str,
        rows: Sequence[ListedMailbox],
        loaded_at: float,
        unreadable: int = 0,
        language: str | None = None,
    ) -> int:
        """Store a list and return the number of pages written. ``loaded_at`` is a Unix time."""
        before = self._load_pages(profile_id)
        pages = list(_encode_pages(rows, self._rows.get(profile_id, ()), before))
        changed = [n for n, page in enumerate(pages) if n >= len(before) or page != before[n]]
        with transaction(self._connection) as run:
            run.execute(
                "INSERT OR REPLACE INTO listing (profile, loaded_at, pages, unreadable, language)"
                " VALUES (?, ?, ?, ?, ?)",
                (profile_id, loaded_at, len(pages), unreadable, language),
            )
            run.executemany(
                "INSERT OR REPLACE INTO list_page VALUES (?, ?, ?)",
                [(profile_id, number, pages[number]) for number in changed],
            )
            if len(before) > len(pages):
                run.execute(
                    "DELETE FROM list_page WHERE profile = ? AND page >= ?",
                    (profile_id, len(pages)),
                )
        self._pages[profile_id], self._rows[profile_id] = pages, rows
        return len(changed)

    def of_profile(self, profile_id: str) -> CachedList | None:
        """Return the last good list; None if there is none or it is unreadable."""
        found = self._connection.execute(
            "SELECT loaded_at, pages, unreadable, language FROM listing WHERE profile = ?",
            (profile_id,),
        ).fetchone()
        if found is None:
            return None
        loaded_at, count, unreadable, language = found
        pages = self._load_pages(profile_id)
        rows = _decode_pages(pages)
        if len(pages) != count or rows is None:
            return None
        self._rows[profile_id] = rows
        return CachedList(rows, loaded_at, unreadable, language)

    def size_and_age(self, profile_id: str) -> tuple[int, float] | None:
        """Return the number of rows of the last good list and when it was loaded (a Unix time).

        All pages but the last are full, so one is decoded. None if there is no readable list.
        """
        found = self._connection.execute(
            "SELECT loaded_at, pages, (SELECT body FROM list_page WHERE profile = listing.profile"
            " AND page = pages - 1) FROM listing WHERE profile = ?",
            (profile_id,),
        ).fetchone()
        if found is None:
            return None
        loaded_at, count, body = found
        if count == 0:
            return 0, loaded_at
        try:
            return (count - 1) * PAGE_ROWS + len(_decoder.decode(body or b"").rows), loaded_at
        except (msgspec.DecodeError, TypeError):
            return None

    def profiles(self) -> list[str]:
        """Return the keys (``Profile.list_key``) of the stored lists."""
        return [name for (name,) in self._connection.execute("SELECT profile FROM listing")]

    def delete_profile(self, profile_id: str) -> None:
        """Delete the list of a profile."""
        self._pages.pop(profile_id, None)
        self._rows.pop(profile_id, None)
        with transaction(self._connection) as run:
            run.execute("DELETE FROM listing WHERE profile = ?", (profile_id,))
            run.execute("DELETE FROM list_page WHERE profile = ?", (profile_id,))

    def _load_pages(self, profile_id: str) -> list[bytes]:
        (version,) = self._connection.execute("PRAGMA data_version").fetchone()
        if version != self._data_version:  # another program wrote to the file
            self._data_version = version
            self._pages.clear()
            self._rows.clear()
        if profile_id not in self._pages:
            found = self._connection.execute(
                "SELECT body FROM list_page WHERE profile = ? ORDER BY page", (profile_id,)
            )
            self._pages[profile_id] = [
                body if isinstance(body, bytes) else b"" for (body,) in found
            ]
        return self._pages[profile_id]


def _encode_pages(
    rows: Sequence[ListedMailbox], old_rows: Sequence[ListedMailbox], old_pages: Sequence[bytes]
) -> Iterator[bytes]:
    """Yield the pages; a page whose rows have not changed is not encoded again."""
    for number, first in enumerate(range(0, len(rows), PAGE_ROWS)):
        page = rows[first : first + PAGE_ROWS]
        if number < len(old_pages) and page == old_rows[first : first + PAGE_ROWS]:
            yield old_pages[number]
        else:
            yield _encoder.encode(_make_page(page))
        time.sleep(0)  # lets the GUI thread run between two pages


def _make_page(rows: Sequence[ListedMailbox]) -> _Page:
    texts: dict[str | None, int] = {None: 0}
    rights: dict[TableRight | None, int] = {None: 0}
    packed: list[_PackedRow] = []
    for row in rows:
        category = texts.setdefault(row.category, len(texts))
        priority = texts.setdefault(row.priority, len(texts))
        right = rights.setdefault(row.right, len(rights))
        packed.append((row.id, row.address, category, priority, right))
    return _Page(
        [text for text in texts if text is not None],
        [encode_table_right(right) for right in rights if right is not None],
        packed,
    )


def _decode_pages(pages: Sequence[bytes]) -> list[ListedMailbox] | None:
    """Return the rows, with equal rights and names shared; None if a page is invalid."""
    rows: list[ListedMailbox] = []
    shared: dict[Any, Any] = {}
    try:
        for body in pages:
            _decode_into(rows, _decoder.decode(body), shared)
            time.sleep(0)
    except (msgspec.DecodeError, *DECODE_ERRORS):
        return None
    return rows


def _decode_into(rows: list[ListedMailbox], page: _Page, shared: dict[Any, Any]) -> None:
    share = shared.setdefault
    texts = [None, *(share(text, text) for text in page.texts)]
    rights = [None, *(share(right, right) for right in map(decode_table_right, page.rights))]
    add = rows.append
    for number, address, category, priority, right in page.rows:
        add(ListedMailbox(number, address, texts[category], texts[priority], rights[right]))
