"""The result of a mailbox's last check, as shown in the list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto


class CheckOutcome(Enum):
    """The result of a check, reduced to what the list shows."""

    WORKS = auto()
    PARTLY = auto()  # the mail server answers, but the password was not tried
    FAILS = auto()
    NOT_REACHED = auto()  # not reached from this computer; this says nothing about the mailbox


@dataclass(frozen=True, slots=True)
class LastCheck:
    """The time of a mailbox's last check (with time zone) and its result."""

    at: datetime
    outcome: CheckOutcome
