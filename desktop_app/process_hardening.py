"""Keep passwords in memory from leaving the process through a core dump or another process."""

from __future__ import annotations

import sys
from contextlib import suppress

PR_SET_DUMPABLE = 4


def forbid_core_dumps() -> None:
    """Set the size limit of core files to 0 (not on Windows). A refusal is ignored."""
    if sys.platform == "win32":
        return
    import resource  # lazy: platform

    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def forbid_memory_access() -> None:
    """On Linux, forbid core dumps and reads of this process's memory by the user's others."""
    if not sys.platform.startswith("linux"):
        return
    import ctypes  # lazy: platform

    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
