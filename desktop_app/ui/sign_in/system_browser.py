"""The system's browser, for whichever thread wants to open an address in it."""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices

PATIENCE = 10.0
"""Seconds that a worker waits for the GUI thread to open the browser."""


class _Wish:
    def __init__(self, url: str) -> None:
        self.url = url
        self.opened = False
        self.done = threading.Event()


class SystemBrowser(QObject):
    """Opens addresses that this program made itself; never one that a server sent."""

    _wanted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wanted.connect(self._open)  # queued, because it is emitted by workers

    def open(self, url: str) -> bool:
        """Open an address; whether that worked. To be called from a worker: it waits."""
        wish = _Wish(url)
        self._wanted.emit(wish)
        wish.done.wait(PATIENCE)
        return wish.opened

    @staticmethod
    def open_url(url: QUrl) -> bool:
        """Open an address on the GUI thread; whether that worked."""
        return QDesktopServices.openUrl(url)

    @Slot(object)
    def _open(self, wish: _Wish) -> None:
        wish.opened = type(self).open_url(QUrl(wish.url))
        wish.done.set()
