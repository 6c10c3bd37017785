"""Copies secrets: marked for clipboard managers, and cleared after ten seconds."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QObject, QTimer
from PySide6.QtGui import QGuiApplication

CLEAR_AFTER_SECONDS = 10
CONCEAL_HINTS = {
    "x-kde-passwordManagerHint": b"secret",
    'application/x-qt-windows-mime;value="ExcludeClipboardContentFromMonitorProcessing"': b"\0",
    "org.nspasteboard.ConcealedType": b"",
}
"""MIME types that ask clipboard histories on Linux, Windows and macOS to skip the text."""


class SecretClipboard(QObject):
    """Copies secrets and clears the clipboard if it still holds the last of them."""

    def __init__(self) -> None:
        super().__init__()
        self._secret = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(CLEAR_AFTER_SECONDS * 1000)
        self._timer.timeout.connect(self.clear)

    def copy(self, secret: str) -> None:
        """Put a secret on the clipboard for ten seconds."""
        data = QMimeData()
        data.setText(secret)
        for name, value in CONCEAL_HINTS.items():
            data.setData(name, value)
        QGuiApplication.clipboard().setMimeData(data)
        self._secret = secret
        self._timer.start()

    def clear(self) -> None:
        """Remove the secret from the clipboard; a text that was copied later stays."""
        self._timer.stop()
        secret, self._secret = self._secret, ""
        clipboard = QGuiApplication.clipboard()
        if secret and clipboard.text() == secret:
            clipboard.clear()


_clipboards: list[SecretClipboard] = []


def secret_clipboard() -> SecretClipboard:
    """Return the program's only SecretClipboard, which is cleared when the program ends."""
    if not _clipboards:
        made = SecretClipboard()
        application = QGuiApplication.instance()
        if application is not None:
            application.aboutToQuit.connect(made.clear)
        _clipboards.append(made)
    return _clipboards[0]


def clear_secret_clipboard() -> None:
    """Clear a copied secret, if there is one on the clipboard."""
    for clipboard in _clipboards:
        clipboard.clear()
