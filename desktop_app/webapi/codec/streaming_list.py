"""The list while its answer is still coming in: read piece by piece, the first rows at once."""

from __future__ import annotations

import time
from collections.abc import Callable

import msgspec

from desktop_app.core.mailbox_list.listing import Came, Listing
from desktop_app.webapi.codec.list_codec import BETWEEN_ROWS, PIECE, decode_list
from desktop_app.webapi.codec.list_row_reader import RowReader
from desktop_app.webapi.codec.strict_json import without_mark

FIRST_PIECE = 32 * 1024
"""Bytes of the first piece: some fifty rows, more than a screen."""
PAINTED = 0.01
"""Seconds in which what was told is painted: beside a thread at work each cell would wait."""
NEAR_THE_END = 16 * 1024
"""Bytes at the end of a piece where the last whole row is looked for; most are far shorter."""
BETWEEN = 0.25
"""Seconds between two times that rows are told of; each time there are twice as many at least."""


class ArrivingList:
    """Reads one answer to GetMailboxes from its parts; for the next attempt, ``start`` again.

    It only saves time. Whatever it stumbles over, the whole answer is read again at the end.
    """

    def __init__(self, came: Came | None = None) -> None:
        self._came = came
        self.start()

    def start(self) -> Callable[[bytes], None]:
        """Forget what came before; gives what is to be called with each part."""
        self._reader = RowReader()
        self._waiting = bytearray()
        self._begun = self._lost = False
        self._told, self._told_at = 0, 0.0
        return self._take

    def finish(self, body: bytes) -> Listing:
        """The whole list, out of what was read already and the rest. Raises like decode_list."""
        if self._begun and not self._lost:
            self._read(b"[" + self._waiting.rstrip())
        if self._lost or not self._begun:
            return decode_list(body)
        return Listing(self._reader.rows, tuple(self._reader.odd))

    def _take(self, part: bytes) -> None:
        if self._lost:
            return
        self._waiting += part
        if len(self._waiting) >= (PIECE if self._begun else FIRST_PIECE):
            self._read_piece()

    def _read_piece(self) -> None:
        """Read up to a place between two rows, guessed as in listing.py, and proved as there."""
        cut = BETWEEN_ROWS.search(self._waiting, max(0, len(self._waiting) - NEAR_THE_END))
        if cut is None:
            return
        piece = bytes(memoryview(self._waiting)[: cut.start(1)])
        end = cut.end(1)
        del cut  # it holds on to the buffer
        del self._waiting[:end]
        self._read(b"[%b]" % piece if self._begun else b"%b]" % without_mark(piece).lstrip())
        self._begun = True
        self._tell()

    def _read(self, piece: bytes) -> None:
        try:
            self._reader.read(piece)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            self._lost = True

    def _tell(self) -> None:
        """Told of too often, the window would only sort."""
        rows, now = self._reader.rows, time.monotonic()
        if self._came is None or self._lost or not rows:
            return
        if len(rows) >= 2 * self._told and now - self._told_at >= BETWEEN:
            self._told, self._told_at = len(rows), now
            self._came(tuple(rows))
            time.sleep(PAINTED)
