"""Kills this process at the k-th call that touches the disk, SQLite's own among them.

SQLite's Unix layer lets its system calls be exchanged. A kill at an fsync would leave what a kill
at the call before it leaves, because what was written stays in the system's cache; so writes, cuts
and deletions are counted, and a write is cut in its middle, as a power cut would.
"""

from __future__ import annotations

import ctypes
import os
import signal
import threading
from collections.abc import Callable
from typing import Any

OS_CALLS = ("write", "replace", "rename", "link", "unlink")
POINTER, NUMBER, TEXT = ctypes.c_void_p, ctypes.c_int, ctypes.c_char_p
_BEFORE: list[tuple[str, Any]] = [
    ("version", NUMBER),
    ("size", NUMBER),
    ("longest", NUMBER),
    ("next", POINTER),
]
_CALLS: list[tuple[str, Any]] = [(f"call{number}", POINTER) for number in range(13)]


class Vfs(ctypes.Structure):
    """``sqlite3_vfs`` of sqlite3.h, version 3."""

    _fields_ = [*_BEFORE, ("name", TEXT), ("data", POINTER), *_CALLS, ("set", POINTER),
                ("get", POINTER)]  # fmt: skip


PWRITE = ctypes.CFUNCTYPE(ctypes.c_ssize_t, NUMBER, POINTER, ctypes.c_size_t, ctypes.c_longlong)
UNLINK = ctypes.CFUNCTYPE(NUMBER, TEXT)
TRUNCATE = ctypes.CFUNCTYPE(NUMBER, NUMBER, ctypes.c_longlong)
GET = ctypes.CFUNCTYPE(POINTER, POINTER, TEXT)
SET = ctypes.CFUNCTYPE(NUMBER, POINTER, TEXT, POINTER)


class DiskCalls:
    """Counts them from ``watch`` on; dies at the ``dies_at``-th, never for 0."""

    def __init__(self, dies_at: int = 0) -> None:
        self.count = 0
        self._dies_at = dies_at
        self._lock = threading.Lock()
        self._kept: list[Any] = []

    def watch(self) -> None:
        """From now on."""
        for name in OS_CALLS:
            setattr(os, name, self._cutting(name, getattr(os, name)))
        self._watch_sqlite()

    def _is_last(self) -> bool:
        with self._lock:
            self.count += 1
            return self.count == self._dies_at

    def _cutting(self, name: str, really: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            if self._is_last():
                if name == "write":
                    really(arguments[0], arguments[1][: len(arguments[1]) // 2])
                die()
            return really(*arguments, **named)

        return call

    def _watch_sqlite(self) -> None:
        library = ctypes.CDLL("libsqlite3.so.0")
        library.sqlite3_vfs_find.restype = ctypes.POINTER(Vfs)
        vfs = library.sqlite3_vfs_find(None)
        place = ctypes.addressof(vfs.contents)
        get, put = GET(vfs.contents.get), SET(vfs.contents.set)

        def exchange(name: bytes, kind: Any, made: Callable[[Any], Callable[..., int]]) -> None:
            hook = kind(made(kind(get(place, name))))
            self._kept.append(hook)
            assert put(place, name, ctypes.cast(hook, POINTER)) == 0

        exchange(b"pwrite64", PWRITE, self._pwrite)
        exchange(b"unlink", UNLINK, self._plain)
        exchange(b"ftruncate", TRUNCATE, self._plain)

    def _pwrite(self, really: Any) -> Callable[..., int]:
        def call(file: int, data: int, size: int, where: int) -> int:
            if self._is_last():
                really(file, data, size // 2, where)
                die()
            return int(really(file, data, size, where))

        return call

    def _plain(self, really: Any) -> Callable[..., int]:
        def call(*arguments: Any) -> int:
            if self._is_last():
                die()
            return int(really(*arguments))

        return call


def die() -> None:
    """At once, without a word."""
    os.kill(os.getpid(), signal.SIGKILL)
    signal.pause()
