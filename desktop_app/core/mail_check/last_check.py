"""The result of a mailbox's last check, as shown in the list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop_app.core.mail_check.mail_check import Target


class CheckOutcome(Enum):
    """The result of a check, reduced to what the list shows."""

    WORKS = auto()
    PARTLY = auto()  # the mail server answers, but the password was not tried
    FAILS = auto()
    LOGIN_REFUSED = auto()
    TLS_FAILED = auto()
    NOT_REACHED = auto()  # not reached from this computer; this says nothing about the mailbox


FAILING_OUTCOMES = frozenset(
    {CheckOutcome.FAILS, CheckOutcome.LOGIN_REFUSED, CheckOutcome.TLS_FAILED}
)
"""The results that say that the mailbox does not work."""


@dataclass(frozen=True, slots=True)
class LastCheck:
    """The time of a mailbox's last check (with time zone) and its result.

    ``target`` is what was checked, None if that is not known. ``tls_version`` is what the check
    negotiated, such as "TLSv1.3"; empty if there was no TLS, or it is not known.
    """

    at: datetime
    outcome: CheckOutcome
    target: Target | None = None
    tls_version: str = ""
