"""One running program per data folder: a second one asks the first to show its window.

The lock is an operating system lock on a file that is never deleted; it ends with its process,
however that ends. The request goes through a local socket in a folder of this user
(``instance_sockets``).
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from enum import Enum, auto
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from desktop_app.profiles.atomic_file import make_folder
from desktop_app.profiles.file_lock import try_lock

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

LOCK_NAME = "running.lock"
ANSWER_SECONDS = 10.0
"""Time that the first process has to answer: it may itself be starting or ending."""
RETRY_SECONDS = 0.1
"""Pause between two attempts."""
SHOW_REQUEST = b"show\n"
SHOWN_REPLY = b"shown\n"


class StartResult(Enum):
    """What a newly started process has to do."""

    FIRST = auto()
    """Run."""
    HANDED_OVER = auto()
    """Exit: the first process has brought its window to the front."""
    NO_ANSWER = auto()
    """Exit: another process has the folder and does not answer."""


class SingleInstance:
    """The lock on a data folder, and the socket through which a second process asks the first."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock: int | None = None
        self._server: QLocalServer | None = None

    def start(self, timeout: float = ANSWER_SECONDS) -> StartResult:
        """Become the first process, or ask the first one to show its window.

        A first process that is just starting or ending does not listen. It is therefore asked again
        for ``timeout`` seconds, and this process takes over as soon as the other one has ended.
        """
        end = time.monotonic() + timeout
        while not self.is_first():
            left = end - time.monotonic()
            if self._ask_first_to_show(max(left, RETRY_SECONDS)):
                return StartResult.HANDED_OVER
            if left <= 0:
                return StartResult.NO_ANSWER
            time.sleep(RETRY_SECONDS)
        return StartResult.FIRST

    def is_first(self) -> bool:
        """Take the folder's lock; return True if this process has it or files cannot be locked."""
        try:
            if self._lock is None:
                make_folder(self._folder)
                self._lock = os.open(self._folder / LOCK_NAME, os.O_RDWR | os.O_CREAT, 0o600)
            return try_lock(self._lock)
        except OSError:
            return True

    def _ask_first_to_show(self, timeout: float) -> bool:
        """Ask the first process to show its window; return whether it replied in time (seconds)."""
        from PySide6.QtNetwork import QLocalSocket  # lazy: start

        patience = int(timeout * 1000)
        for name in _socket_names(self._folder):
            socket = QLocalSocket()
            socket.connectToServer(name)
            if not socket.waitForConnected(patience):
                continue
            socket.write(SHOW_REQUEST)
            answered = socket.waitForReadyRead(patience)
            message = socket.readAll().data() if answered else b""
            socket.abort()
            return message == SHOWN_REPLY
        return False

    def listen(self, on_show: Callable[[], None]) -> None:
        """Call ``on_show`` whenever a second process asks. To be called after the first paint."""
        from PySide6.QtNetwork import QLocalServer  # lazy: start

        self._server = server = QLocalServer()
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(lambda: self._on_connection(on_show))
        for name in _socket_names(self._folder):
            QLocalServer.removeServer(name)  # left behind by a killed process
            if server.listen(name):
                return

    def close(self) -> None:
        """Release the folder: the next process may be the first."""
        if self._server is not None:
            self._server.close()
            self._server = None
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def _on_connection(self, on_show: Callable[[], None]) -> None:
        """Wait for the request of each second process, which connects before it asks."""
        if self._server is None:
            return
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.disconnected.connect(socket.deleteLater)
            socket.readyRead.connect(partial(_answer, socket, on_show))
            if socket.bytesAvailable():
                _answer(socket, on_show)


def _answer(socket: QLocalSocket, on_show: Callable[[], None]) -> None:
    """Show the window and reply; hang up on anything but the request to show it."""
    if not SHOW_REQUEST.startswith(socket.peek(len(SHOW_REQUEST) + 1).data()):
        socket.abort()
    elif socket.canReadLine():
        socket.readLine()
        on_show()
        socket.write(SHOWN_REPLY)
        socket.flush()


def _socket_names(folder: Path) -> list[str]:
    from desktop_app.services.instance_sockets import socket_names  # lazy: start

    return socket_names(folder)
