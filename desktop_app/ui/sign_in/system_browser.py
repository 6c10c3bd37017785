"""The system's browser, for whichever thread wants to open an address in it."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices

OPEN_TIMEOUT = 10.0
"""Seconds that a worker waits for the GUI thread to open the browser."""


class _OpenRequest:
    def __init__(self, url: str) -> None:
        self.url = url
        self.opened = False
        self.done = threading.Event()


class SystemBrowser(QObject):
    """Opens addresses that this program made itself; never one that a server sent."""

    _open_requested = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open_requested.connect(
            self._on_open_requested
        )  # queued, because it is emitted by workers

    def open(self, url: str) -> bool:
        """Open an address; whether that worked. To be called from a worker: it waits."""
        wish = _OpenRequest(url)
        self._open_requested.emit(wish)
        wish.done.wait(OPEN_TIMEOUT)
        return wish.opened

    @staticmethod
    def open_url(url: QUrl) -> bool:
        """Open an address on the GUI thread; whether that worked."""
        return QDesktopServices.openUrl(url)

    @Slot(object)
    def _on_open_requested(self, request: _OpenRequest) -> None:
        request.opened = type(self).open_url(QUrl(request.url))
        request.done.set()
