"""The system's web browser, which any thread can open."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices

OPEN_TIMEOUT = 10.0
"""Seconds that a worker thread waits for the GUI thread to open the browser."""


class _OpenRequest:
    def __init__(self, url: str) -> None:
        self.url = url
        self.opened = False
        self.done = threading.Event()


class SystemBrowser(QObject):
    """Opens addresses built by this program, never an address sent by a server.

    Lives in the GUI thread.
    """

    _open_requested = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open_requested.connect(
            self._on_open_requested
        )  # emitted in worker threads, hence queued

    def open(self, url: str) -> bool:
        """Open an address and return whether that worked. Worker thread only: blocks."""
        wish = _OpenRequest(url)
        self._open_requested.emit(wish)
        wish.done.wait(OPEN_TIMEOUT)
        return wish.opened

    @staticmethod
    def open_url(url: QUrl) -> bool:
        """Open an address and return whether that worked. GUI thread only."""
        return QDesktopServices.openUrl(url)

    @Slot(object)
    def _on_open_requested(self, request: _OpenRequest) -> None:
        request.opened = type(self).open_url(QUrl(request.url))
        request.done.set()
