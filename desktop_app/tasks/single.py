"""One running program for each data folder: a second one asks the first to show itself.

The lock is Qt's lock file: it knows when its owner was killed. The call goes through a local
socket whose name is made of the folder, in this user's own session.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer

LOCK_NAME = "running.lock"
PATIENCE = 5000
"""Milliseconds that the first may take to answer the second."""
HELLO = b"show\n"
SHOWN = b"shown\n"


class Single:
    """Whether this program is the first on a data folder, and what the second one asks of it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = QLockFile(str(folder / LOCK_NAME))
        self._lock.setStaleLockTime(0)  # only its owner's end makes it stale, no age
        self._server: QLocalServer | None = None

    def is_first(self) -> bool:
        """Whether no other program runs on this folder; True also where none can be told."""
        from desktop_app.profiles.safe_file import make_folder

        try:
            make_folder(self._folder)
        except OSError:
            return True
        return self._lock.tryLock(0) or self._lock.error() is not _taken()

    def hand_over(self) -> bool:
        """Ask the first to show itself; whether it said that it did."""
        from PySide6.QtNetwork import QLocalSocket

        socket = QLocalSocket()
        socket.connectToServer(self._name())
        if not socket.waitForConnected(PATIENCE):
            return False
        socket.write(HELLO)
        answered = socket.waitForReadyRead(PATIENCE)
        said = socket.readAll().data() if answered else b""
        socket.abort()
        return said == SHOWN

    def listen(self, show: Callable[[], None]) -> None:
        """Call ``show`` whenever a second program asks. To be called after the first paint."""
        from PySide6.QtNetwork import QLocalServer

        self._server = server = QLocalServer()
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        QLocalServer.removeServer(self._name())  # left behind by one that was killed
        server.newConnection.connect(lambda: self._answer(show))
        server.listen(self._name())

    def close(self) -> None:
        """Let the next one be the first."""
        if self._server is not None:
            self._server.close()
            self._server = None
        self._lock.unlock()

    def _answer(self, show: Callable[[], None]) -> None:
        """Show the window at once; who asks more than that is not answered."""
        if self._server is None:
            return
        while (socket := self._server.nextPendingConnection()) is not None:
            show()
            socket.write(SHOWN)
            socket.flush()
            socket.disconnected.connect(socket.deleteLater)

    def _name(self) -> str:
        folder = str(self._folder.resolve()).encode("utf-8", "surrogateescape")
        return f"mailbox-admin-{hashlib.sha256(folder).hexdigest()[:24]}"


def _taken() -> QLockFile.LockError:
    return QLockFile.LockError.LockFailedError
