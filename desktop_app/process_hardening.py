"""No core dump of this program: one would hold passwords."""

from __future__ import annotations

import sys
from contextlib import suppress

PR_SET_DUMPABLE = 4


def forbid_core_dumps() -> None:
    """Limit core files to nothing. What the system refuses is left: the program runs anyway."""
    if sys.platform == "win32":
        return
    import resource  # lazy: platform

    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def forbid_memory_access() -> None:
    """On Linux, let no other process of the user read this one's memory, nor a dump be piped."""
    if not sys.platform.startswith("linux"):
        return
    import ctypes  # lazy: platform

    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
