"""What this computer knows of a profile without opening it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ProfileSummary:
    """The last list of a profile in numbers; ``loaded_at`` (local time) is None without a list.

    ``failing_count`` counts mailboxes whose last check failed.
    """

    mailbox_count: int = 0
    failing_count: int = 0
    pending_count: int = 0
    loaded_at: datetime | None = None
