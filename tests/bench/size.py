"""Whether this is the short form, which only shows that the rows work, and sizes for it."""

from __future__ import annotations

import os
from typing import TypeVar

SHORT = "MAILBOX_ADMIN_BENCH_SHORT"
Size = TypeVar("Size", int, float)


def is_short() -> bool:
    """Whether one round of small things is enough."""
    return bool(os.environ.get(SHORT))


def size(usual: Size, short: Size) -> Size:
    """The size of something: as the issue states it, or small."""
    return short if is_short() else usual
