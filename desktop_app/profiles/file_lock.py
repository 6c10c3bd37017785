"""Locks of files, so that of several programs only one works with something at a time.

The system releases a lock when its program ends, however it ends.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

RETRY_SECONDS = 0.01


@contextmanager
def file_lock(path: Path, seconds: float) -> Iterator[None]:
    """Hold the lock of a file during the block; waits at most ``seconds`` for other programs.

    The file is made if it is missing. Where no file can be made or locked, the block runs without a
    lock. Raises TimeoutError. Not reentrant.
    """
    descriptor = -1
    with suppress(OSError):
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if descriptor >= 0 and not _wait_for_lock(descriptor, time.monotonic() + seconds):
            raise TimeoutError
        yield
    finally:
        if descriptor >= 0:
            os.close(descriptor)


def _wait_for_lock(descriptor: int, deadline: float) -> bool:
    """Return whether this program may go on: it has the lock, or files cannot be locked."""
    with suppress(OSError):
        while not try_lock(descriptor):
            if time.monotonic() >= deadline:
                return False
            time.sleep(RETRY_SECONDS)
    return True


def try_lock(descriptor: int) -> bool:
    """Return whether this program holds the lock now. Raises OSError if files cannot be locked."""
    if sys.platform == "win32":
        import msvcrt  # lazy: platform

        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True
    import fcntl  # lazy: platform

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
