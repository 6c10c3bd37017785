"""One running program for each data folder: a second one asks the first to show itself.

The lock is the system's own on a file that stays: it ends with its owner, however that ends. The
call goes through a local socket whose name is made of the folder, in this user's own session.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from enum import Enum, auto
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer

LOCK_NAME = "running.lock"
PATIENCE = 10.0
"""Seconds that the first may take to answer the second: it may be starting, or ending, itself."""
TRY = 0.1
"""Seconds between two tries."""
HELLO = b"show\n"
SHOWN = b"shown\n"


class Start(Enum):
    """What a program that was started has to do."""

    FIRST = auto()
    """Run."""
    HANDED_OVER = auto()
    """End: the one that runs has come to the front."""
    SILENT = auto()
    """End: another one has the folder, and does not answer."""


class Single:
    """Whether this program is the first on a data folder, and what the second one asks of it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock: int | None = None
        self._server: QLocalServer | None = None

    def begin(self, patience: float = PATIENCE) -> Start:
        """Be the first, or hand over to it.

        One that was just started does not listen yet, and one that ends does not any more: for so
        many seconds it is asked again, and this program becomes the first as soon as it is gone.
        """
        end = time.monotonic() + patience
        while not self.is_first():
            left = end - time.monotonic()
            if self._hand_over(max(left, TRY)):
                return Start.HANDED_OVER
            if left <= 0:
                return Start.SILENT
            time.sleep(TRY)
        return Start.FIRST

    def is_first(self) -> bool:
        """Whether no other program runs on this folder; True also where none can be told."""
        from desktop_app.profiles.atomic_file import make_folder

        try:
            if self._lock is None:
                make_folder(self._folder)
                self._lock = os.open(self._folder / LOCK_NAME, os.O_RDWR | os.O_CREAT, 0o600)
            return _is_ours(self._lock)
        except OSError:
            return True

    def _hand_over(self, seconds: float) -> bool:
        """Ask the first to show itself; whether it said so within these seconds."""
        from PySide6.QtNetwork import QLocalSocket

        patience = int(seconds * 1000)
        socket = QLocalSocket()
        socket.connectToServer(self._name())
        if not socket.waitForConnected(patience):
            return False
        socket.write(HELLO)
        answered = socket.waitForReadyRead(patience)
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
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

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
        import hashlib  # 4 ms that no start needs

        folder = str(self._folder.resolve()).encode("utf-8", "surrogateescape")
        return f"mailbox-admin-{_session()}{hashlib.sha256(folder).hexdigest()[:24]}"


def _session() -> str:
    """On a terminal server one user may have several sessions, and pipes know no sessions: no
    second start may show a window where its user does not look.
    """
    if sys.platform == "win32":
        import ctypes

        found = ctypes.c_ulong()
        kernel = ctypes.windll.kernel32
        kernel.ProcessIdToSessionId(kernel.GetCurrentProcessId(), ctypes.byref(found))
        return f"{found.value}-"
    return ""  # the socket lies in the folder of the session


def _is_ours(descriptor: int) -> bool:
    """Whether this process has the lock now. Raises OSError where files cannot be locked."""
    if sys.platform == "win32":
        import msvcrt

        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
