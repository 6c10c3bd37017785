"""The risks of a profile's mailboxes, from all that is known at the moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from desktop_app.core.checking import OAuthProvider
from desktop_app.core.mailbox import Field, Mailbox
from desktop_app.core.risks import Facts, Login, Risk, find_risks
from desktop_app.core.rules import is_vouched
from desktop_app.core.traits import Security, security_of, server_of
from desktop_app.core.twins import login_of
from desktop_app.mailcheck.providers import provider_of

if TYPE_CHECKING:
    from desktop_app.tasks.workplace import Workplace


class RiskWatch:
    """Asked often, it looks again only at mailboxes that were read anew."""

    def __init__(self, workplace: Workplace, neighbours: Callable[[], Iterable[Workplace]]) -> None:
        self._workplace = workplace
        self._neighbours = neighbours
        self._facts: dict[int, Facts] = {}
        self._of: dict[int, Mailbox] = {}

    def find(self) -> dict[Risk, frozenset[int]]:
        """The mailboxes of each risk."""
        work = self._workplace
        return find_risks(
            (row.id for row in work.rows),
            self.facts(),
            work.last_checks.all(),
            work.checks.certificates_end(),
            self._logins_elsewhere(),
            datetime.now(UTC),
        )

    def facts(self) -> Mapping[int, Facts]:
        """What the details say that are known."""
        for number, mailbox in self._workplace.details.known.items():
            if self._of.get(number) is not mailbox:
                self._of[number], self._facts[number] = mailbox, facts_of(mailbox)
        return self._facts

    def _logins_elsewhere(self) -> frozenset[Login]:
        """Those of the other profiles that were opened."""
        others = [each for each in self._neighbours() if each is not self._workplace]
        facts = (each for other in others for each in other.risks.facts().values())
        return frozenset(each.login for each in facts if each.login)


def facts_of(mailbox: Mailbox) -> Facts:
    """What the details of a mailbox say."""
    kind = mailbox.values.get(Field.SERVER_TYPE)
    takes_password = is_vouched(kind)
    return Facts(
        login=login_of(mailbox.values),
        no_tls=security_of(kind) is Security.PLAIN,
        basic_ended=takes_password and _has_ended_passwords(server_of(mailbox)),
    )


@lru_cache(1024)
def _has_ended_passwords(host: str) -> bool:
    """Asked for thousands of mailboxes on a few hosts."""
    return provider_of(host) is OAuthProvider.MICROSOFT
