"""Atomic writes: after a kill, a power cut or a full disk the old or the new file is there.

Every step is one call of ``os``, so that the tests can kill the process at each.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from pathlib import Path

TEMPORARY_SUFFIX = ".tmp"
MAX_PREFIX_BYTES = 120
_BINARY = getattr(os, "O_BINARY", 0)  # Windows would write \n as two bytes
_NONBLOCK = getattr(os, "O_NONBLOCK", 0)  # opening a pipe would block for ever


def make_folder(folder: Path) -> None:
    """Create a folder that only its owner can enter, and missing parent folders. Raises OSError."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def read_file(path: Path, max_bytes: int) -> bytes:
    """Return the bytes of a regular file, cut after ``max_bytes`` + 1 bytes. Raises OSError.

    A folder, pipe or device is refused without waiting for it.
    """
    descriptor = os.open(path, os.O_RDONLY | _BINARY | _NONBLOCK)
    try:
        mode = os.fstat(descriptor).st_mode
        if not stat.S_ISREG(mode):
            raise OSError(errno.EINVAL, "it is no plain file")
        with open(descriptor, "rb", closefd=False) as file:
            return file.read(max_bytes + 1)
    finally:
        os.close(descriptor)


def write_atomically(path: Path, data: bytes) -> None:
    """Replace a file as a whole, readable by its owner only from the first byte. Raises OSError.

    After an error the old file is untouched and no temporary file is left. A symbolic link stays:
    the file that it points to is replaced.
    """
    path = Path(os.path.realpath(path))
    temporary = path.with_name(f"{_prefix(path)}{os.urandom(6).hex()}{TEMPORARY_SUFFIX}")
    try:
        _write_new_file(temporary, data)
        os.replace(temporary, path)
    except OSError:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
    sync_folder(path.parent)


def _prefix(path: Path) -> str:
    """Return how the names of temporary files begin; short, so that any file name has room."""
    return os.fsdecode(os.fsencode(path.name)[:MAX_PREFIX_BYTES]) + "."


def _write_new_file(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(descriptor, rest) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Make a rename in this folder survive a power cut, where the system can do that.

    A failure is ignored: the rename itself has succeeded, and some network folders refuse this
    call.
    """
    if os.name == "nt":
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def remove_temporaries(path: Path) -> None:
    """Remove what killed writes of this file left behind. Errors are ignored."""
    path = Path(os.path.realpath(path))
    with contextlib.suppress(OSError):
        for name in os.listdir(path.parent):
            if name.startswith(_prefix(path)) and name.endswith(TEMPORARY_SUFFIX):
                os.unlink(path.parent / name)
