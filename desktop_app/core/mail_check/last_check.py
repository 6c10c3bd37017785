"""How the last check of a mailbox ended, as the list shows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto


class CheckOutcome(Enum):
    """What a check found, in one word."""

    WORKS = auto()
    PARTLY = auto()  # the mail server answers, but the password was not tried
    FAILS = auto()
    NOT_REACHED = auto()  # from this computer; that says nothing about the mailbox


@dataclass(frozen=True, slots=True)
class LastCheck:
    """When a mailbox was checked last, with its time zone, and what was found."""

    at: datetime
    outcome: CheckOutcome
