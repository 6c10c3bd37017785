"""Waiting for what is to come, as a person does: look, and look again, and give up at last."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

DEADLINE = 30.0
"""Seconds after which something has failed to come, on however slow a machine."""
POLL_SECONDS = 0.03
"""Seconds between two looks; nothing is ever taken to be done because time went by."""

Result = TypeVar("Result")


def wait_for(look: Callable[[], Result | None], seconds: float = DEADLINE) -> Result | None:
    """What ``look`` gives, as soon as it is something; what it gave last, if it never was."""
    end = time.monotonic() + seconds
    while not (seen := look()):
        if time.monotonic() > end:
            break
        time.sleep(POLL_SECONDS)
    return seen
