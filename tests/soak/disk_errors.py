"""Makes the k-th call of SQLite that touches the disk fail, before or after it was carried out.

SQLite's Unix layer lets its system calls be exchanged, all but ``fdatasync``. The last one of a
commit, on the folder after the rollback journal was deleted, is made to fail by a descriptor that
cannot be synchronised: the commit is on the disk then, and SQLite says that it failed.
"""

from __future__ import annotations

import ctypes
import errno
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from tests.soak.disk_kills import GET, NUMBER, POINTER, PWRITE, SET, TEXT, TRUNCATE, UNLINK, Vfs

OPEN_FOLDER = ctypes.CFUNCTYPE(NUMBER, TEXT, ctypes.POINTER(NUMBER), use_errno=True)
KINDS: dict[bytes, Any] = {
    b"pwrite64": ctypes.CFUNCTYPE(
        ctypes.c_ssize_t, NUMBER, POINTER, ctypes.c_size_t, ctypes.c_longlong, use_errno=True
    ),
    b"unlink": ctypes.CFUNCTYPE(NUMBER, TEXT, use_errno=True),
    b"ftruncate": ctypes.CFUNCTYPE(NUMBER, NUMBER, ctypes.c_longlong, use_errno=True),
    b"openDirectory": OPEN_FOLDER,
}
REAL: dict[bytes, Any] = {
    b"pwrite64": PWRITE,
    b"unlink": UNLINK,
    b"ftruncate": TRUNCATE,
    b"openDirectory": OPEN_FOLDER,
}


class DiskErrors:
    """Counts SQLite's calls; the ``fails_at``-th fails with ``code``, and so does each one after it
    if ``stays`` is set. ``carried_out`` says whether the failing call does its work first."""

    def __init__(
        self, fails_at: int = 0, code: int = errno.EIO, *, carried_out: bool = False
    ) -> None:
        self.count = 0
        self.armed = True
        self._fails_at = fails_at
        self._code = code
        self._carried_out = carried_out
        self._lock = threading.Lock()
        self._pipe = os.pipe()

    @contextmanager
    def watching(self) -> Iterator[None]:
        """Exchange the calls while the block runs."""
        library = ctypes.CDLL("libsqlite3.so.0")
        library.sqlite3_vfs_find.restype = ctypes.POINTER(Vfs)
        vfs = library.sqlite3_vfs_find(None)
        place = ctypes.addressof(vfs.contents)
        get, put = GET(vfs.contents.get), SET(vfs.contents.set)
        hooks = {}
        for name, kind in KINDS.items():
            really = REAL[name](get(place, name))
            hooks[name] = kind(self._call(name, really))
            put(place, name, ctypes.cast(hooks[name], POINTER))
        try:
            yield
        finally:
            for name in hooks:
                put(place, name, None)  # SQLite's own again
            for end in self._pipe:
                os.close(end)

    def _call(self, name: bytes, really: Any) -> Callable[..., int]:
        def call(*arguments: Any) -> int:
            if not self._fails():
                return int(really(*arguments))
            if name == b"openDirectory":  # it is to be opened, and cannot be synchronised
                arguments[1][0] = os.dup(self._pipe[0])
                return 0
            if self._carried_out:
                really(*arguments)
            ctypes.set_errno(self._code)
            return -1

        return call

    def _fails(self) -> bool:
        with self._lock:
            self.count += self.armed
            return self.armed and self.count == self._fails_at
