"""Output of a command for other programs to read."""

from __future__ import annotations

import os
import sys


def write_stdout(text: str) -> bool:
    """Print a text and return whether it was written; a closed pipe raises no error."""
    if sys.stdout is None:
        return False
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError:
        # otherwise Python would write the buffer again at exit, and report the error
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return False
    return True
