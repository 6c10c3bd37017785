"""Output of a command for other programs to read."""

from __future__ import annotations

import os
import sys


def write_stdout(text: str) -> bool:
    """Print a text and return whether it was written; a closed pipe or a full disk raises
    nothing.
    """
    if sys.stdout is None:
        return False
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError:
        # what is left in the buffer would be tried again, and told of, when Python ends
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return False
    return True
