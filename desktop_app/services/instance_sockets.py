"""Where the first process of a data folder listens for a second one: places that only they can use.

A socket in the folder for temporary files could be taken by any user of the computer, who would
then answer for the program; and its path may be too long for a socket.
"""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from pathlib import Path

MAX_SOCKET_PATH = 103
"""Most bytes of a socket's path on all systems (``sun_path`` has 104 on macOS, 108 on Linux)."""
OTHERS_MAY_WRITE = stat.S_IWGRP | stat.S_IWOTH


def socket_names(data_folder: Path) -> list[str]:
    """Return the names at which the first process may listen, the best first; possibly none.

    On Windows that is one named pipe. Elsewhere it is a path in the session's own folder
    (``XDG_RUNTIME_DIR``) and one in the data folder, each only if it belongs to this user, nobody
    else may write there, and the path is short enough. A first process that was started without a
    session is found too, because a second one asks at both.
    """
    resolved = str(data_folder.resolve()).encode("utf-8", "surrogateescape")
    name = f"mailbox-admin-{_session_prefix()}{hashlib.sha256(resolved).hexdigest()[:12]}"
    if sys.platform == "win32":
        return [name]
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    folders = ([Path(runtime)] if os.path.isabs(runtime) else []) + [data_folder.absolute()]
    paths = [folder / name for folder in folders if is_private(folder)]
    return [str(path) for path in paths if len(os.fsencode(path)) <= MAX_SOCKET_PATH]


def is_private(folder: Path) -> bool:
    """Return whether a folder belongs to this user and nobody else may write there (POSIX)."""
    if sys.platform == "win32":
        return True
    try:
        found = folder.stat()
    except OSError:
        return False
    return (
        stat.S_ISDIR(found.st_mode)
        and found.st_uid == os.geteuid()
        and not found.st_mode & OTHERS_MAY_WRITE
    )


def _session_prefix() -> str:
    """Return the session's id on Windows, where one user may have several sessions on a server.

    Named pipes are shared by all sessions: a second start must not show a window in another
    session.
    """
    if sys.platform == "win32":
        import ctypes  # lazy: platform

        found = ctypes.c_ulong()
        kernel = ctypes.windll.kernel32
        kernel.ProcessIdToSessionId(kernel.GetCurrentProcessId(), ctypes.byref(found))
        return f"{found.value}-"
    return ""  # the socket is in a folder of this user
