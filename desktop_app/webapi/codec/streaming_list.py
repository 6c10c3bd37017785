"""Parses the list while its answer still arrives, so that the first rows appear at once."""

from __future__ import annotations

import time
from collections.abc import Callable

import msgspec

from desktop_app.core.mailbox_list.listing import Listing, RowsCallback
from desktop_app.webapi.codec.list_codec import CHUNK_BYTES, ROW_BOUNDARY, decode_list
from desktop_app.webapi.codec.list_row_reader import RowReader
from desktop_app.webapi.codec.strict_json import strip_bom

FIRST_CHUNK_BYTES = 32 * 1024
"""Bytes of the first chunk: some 50 rows, more than a screen."""
PAINT_PAUSE = 0.01
"""Seconds that the GUI thread gets to paint reported rows without competing for the CPU."""
BOUNDARY_SEARCH_BYTES = 16 * 1024
"""Bytes at the end of a chunk that are searched for the last whole row; most rows are far
shorter."""
REPORT_INTERVAL = 0.25
"""Minimum seconds between two reports of rows; each has at least twice as many rows."""


class StreamingListParser:
    """Parses one answer to GetMailboxes from its parts; call ``start`` for the next attempt.

    It only saves time. After any failure, ``finish`` decodes the whole answer again.
    """

    def __init__(self, on_rows: RowsCallback | None = None) -> None:
        self._on_rows = on_rows
        self.start()

    def start(self) -> Callable[[bytes], None]:
        """Discard earlier parts; returns the callback for each part of the answer."""
        self._reader = RowReader()
        self._buffer = bytearray()
        self._started = self._failed = False
        self._reported, self._reported_at = 0, 0.0
        return self._on_chunk

    def finish(self, body: bytes) -> Listing:
        """Return the whole list; ``body`` is the complete answer. Raises like ``decode_list``."""
        if self._started and not self._failed:
            self._feed_reader(b"[" + self._buffer.rstrip())
        if self._failed or not self._started:
            return decode_list(body)
        return Listing(self._reader.rows, tuple(self._reader.issues))

    def _on_chunk(self, chunk: bytes) -> None:
        if self._failed:
            return
        self._buffer += chunk
        if len(self._buffer) >= (CHUNK_BYTES if self._started else FIRST_CHUNK_BYTES):
            self._read_chunk()

    def _read_chunk(self) -> None:
        """Read up to a row boundary, guessed and verified as in list_codec."""
        cut = ROW_BOUNDARY.search(self._buffer, max(0, len(self._buffer) - BOUNDARY_SEARCH_BYTES))
        if cut is None:
            return
        piece = bytes(memoryview(self._buffer)[: cut.start(1)])
        end = cut.end(1)
        del cut  # the match blocks resizing the buffer
        del self._buffer[:end]
        self._feed_reader(b"[%b]" % piece if self._started else b"%b]" % strip_bom(piece).lstrip())
        self._started = True
        self._report_rows()

    def _feed_reader(self, piece: bytes) -> None:
        try:
            self._reader.read(piece)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
            self._failed = True

    def _report_rows(self) -> None:
        """Report the rows so far, but seldom: otherwise the window would only sort."""
        rows, now = self._reader.rows, time.monotonic()
        if self._on_rows is None or self._failed or not rows:
            return
        if len(rows) >= 2 * self._reported and now - self._reported_at >= REPORT_INTERVAL:
            self._reported, self._reported_at = len(rows), now
            self._on_rows(tuple(rows))
            time.sleep(PAINT_PAUSE)
