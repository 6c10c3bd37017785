"""What may go wrong with mailboxes soon, or does already without anybody looking."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from desktop_app.core.mail_check.last_check import CheckOutcome, LastCheck

CERTIFICATE_WARNING_PERIOD = timedelta(days=30)
"""A certificate that ends within this time is told of."""
Login = tuple[str, str]
"""A mail server and a user on it, both in lower case."""


@dataclass(frozen=True, slots=True)
class SharedMailbox:
    """A mailbox of another profile."""

    profile_name: str
    """Its name."""
    address: str


class Risk(Enum):
    """In the order in which they are shown."""

    FAILING = auto()
    """The last check found that it does not work."""
    PASSWORD_LOGIN_ENDED = auto()
    """It has a password, and its host takes none any more."""
    CERTIFICATE_EXPIRES = auto()
    """Within SOON, or it has ended."""
    SHARED = auto()
    """Two mailboxes of this profile empty the same one on the mail server."""
    SHARED_ACROSS_PROFILES = auto()
    """A mailbox of another profile empties the same one: two systems, half the mail each."""
    NO_TLS = auto()
    NEVER_CHECKED = auto()


RISKS_WITHOUT_DETAILS = frozenset({Risk.FAILING, Risk.CERTIFICATE_EXPIRES, Risk.NEVER_CHECKED})
"""What is known of a mailbox whose details were not read."""


@dataclass(frozen=True, slots=True)
class RiskFacts:
    """What the details of a mailbox say about its risks."""

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
    """The mailboxes of each risk; ``certificate_expiry`` is when the certificates of their servers
    end (UTC).

    ``facts`` holds those whose details are known, ``other_logins`` the logins of other profiles.
    """
    ids = frozenset(ids)
    known = {number: facts[number] for number in ids & facts.keys()}
    logins = {number: each.login for number, each in known.items() if each.login}
    found = {
        Risk.FAILING: {n for n, c in checks.items() if c.outcome is CheckOutcome.FAILS},
        Risk.PASSWORD_LOGIN_ENDED: {n for n, each in known.items() if each.password_login_ended},
        Risk.CERTIFICATE_EXPIRES: {
            n for n, end in certificate_expiry.items() if end - now <= CERTIFICATE_WARNING_PERIOD
        },
        Risk.SHARED: _ids_with_shared_login(logins),
        Risk.SHARED_ACROSS_PROFILES: {n for n, login in logins.items() if login in other_logins},
        Risk.NO_TLS: {n for n, each in known.items() if each.no_tls},
        Risk.NEVER_CHECKED: ids - checks.keys(),
    }
    return {risk: frozenset(ids & numbers) for risk, numbers in found.items()}


def _ids_with_shared_login(logins: Mapping[int, Login]) -> set[int]:
    users = defaultdict[Login, list[int]](list)
    for number, login in logins.items():
        users[login].append(number)
    return {number for several in users.values() if len(several) > 1 for number in several}
