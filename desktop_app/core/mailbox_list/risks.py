"""Finds mailboxes at risk: those that fail, will fail soon, or lose mail unnoticed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from desktop_app.core.mail_check.last_check import FAILING_OUTCOMES, LastCheck

CERTIFICATE_WARNING_PERIOD = timedelta(days=30)
"""Certificates that expire within this period count as a risk."""
Login = tuple[str, str]
"""A mail server and a user on it, both in lower case."""


@dataclass(frozen=True, slots=True)
class SharedMailbox:
    """A mailbox of another profile that has the same login."""

    profile_name: str
    """The name of the other profile."""
    address: str


class Risk(Enum):
    """The risks of a mailbox, in the order of display."""

    FAILING = auto()
    """The last check found that the mailbox does not work."""
    PASSWORD_LOGIN_ENDED = auto()
    """The mailbox signs in with a password, which its provider no longer accepts."""
    CERTIFICATE_EXPIRES = auto()
    """The certificate expires within ``CERTIFICATE_WARNING_PERIOD`` or has expired."""
    SHARED = auto()
    """Two mailboxes of this profile fetch mail with the same login."""
    SHARED_ACROSS_PROFILES = auto()
    """A mailbox of another profile has the same login: each system gets part of the mail."""
    NO_TLS = auto()


RISKS_WITHOUT_DETAILS = frozenset({Risk.FAILING, Risk.CERTIFICATE_EXPIRES})
"""Risks that can be found without reading the details of a mailbox."""


@dataclass(frozen=True, slots=True)
class RiskFacts:
    """The facts about risks in the details of a mailbox; ``login`` is None if incomplete."""

    login: Login | None = None
    no_tls: bool = False
    password_login_ended: bool = False


def find_risks(
    ids: Iterable[int],
    facts: Mapping[int, RiskFacts],
    checks: Mapping[int, LastCheck],
    certificate_expiry: Mapping[int, datetime],
    other_logins: Collection[Login],
    now: datetime,
) -> dict[Risk, frozenset[int]]:
    """Return the mailbox ids of each risk; ``now`` and ``certificate_expiry`` are in UTC.

    The mappings are keyed by mailbox id; ``facts`` lacks mailboxes whose details are not read.
    ``certificate_expiry`` is when the mail server's certificate expires, ``other_logins`` are the
    logins of other profiles.
    """
    ids = frozenset(ids)
    known = {number: facts[number] for number in ids & facts.keys()}
    logins = {number: each.login for number, each in known.items() if each.login}
    found = {
        Risk.FAILING: {n for n, c in checks.items() if c.outcome in FAILING_OUTCOMES},
        Risk.PASSWORD_LOGIN_ENDED: {n for n, each in known.items() if each.password_login_ended},
        Risk.CERTIFICATE_EXPIRES: {
            n for n, end in certificate_expiry.items() if end - now <= CERTIFICATE_WARNING_PERIOD
        },
        Risk.SHARED: _ids_with_shared_login(logins),
        Risk.SHARED_ACROSS_PROFILES: {n for n, login in logins.items() if login in other_logins},
        Risk.NO_TLS: {n for n, each in known.items() if each.no_tls},
    }
    return {risk: frozenset(ids & numbers) for risk, numbers in found.items()}


def _ids_with_shared_login(logins: Mapping[int, Login]) -> set[int]:
    users = defaultdict[Login, list[int]](list)
    for number, login in logins.items():
        users[login].append(number)
    return {number for several in users.values() if len(several) > 1 for number in several}
