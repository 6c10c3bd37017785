"""No core dump of this program: one would hold passwords."""

from __future__ import annotations

import sys
from contextlib import suppress

PR_SET_DUMPABLE = 4


def forbid_core_dumps() -> None:
    """Limit core files to nothing and, on Linux, let no other process of the user read memory.

    What the system refuses is left as it is: the program runs all the same.
    """
    if sys.platform == "win32":
        return
    import resource

    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform.startswith("linux"):
        _forbid_dump()


def _forbid_dump() -> None:
    import ctypes

    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
