"""The risks of a profile's mailboxes, from all that is known at the moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.core.mail_check.check_verdicts import OAuthProvider
from desktop_app.core.mailbox.mailbox import Field, Mailbox
from desktop_app.core.mailbox.mailbox_rules import is_vouched
from desktop_app.core.mailbox_list.duplicates import login_of
from desktop_app.core.mailbox_list.quick_filter import Security, security_of, server_of
from desktop_app.core.mailbox_list.risks import Facts, Login, Other, Risk, find_risks
from desktop_app.mailcheck.providers import provider_of

if TYPE_CHECKING:
    from desktop_app.services.mailbox_list.other_profile_logins import Besides, KeptLogins
    from desktop_app.services.workspace.workspace import Workplace


class RiskWatch(QObject):
    """Asked often, it looks again only at mailboxes that were read anew."""

    changed = Signal()
    """Other profiles have other logins by now."""

    def __init__(self, workplace: Workplace, neighbours: Callable[[], Iterable[Workplace]]) -> None:
        super().__init__(workplace)
        self._workplace = workplace
        self._kept: KeptLogins | None = None
        self._neighbours = neighbours
        self._facts: dict[int, Facts] = {}
        self._of: dict[int, Mailbox] = {}

    def know(self, kept: KeptLogins) -> None:
        """Profiles that are not open are asked about here."""
        self._kept = kept
        kept.changed.connect(self.changed)

    def find(self) -> dict[Risk, frozenset[int]]:
        """The mailboxes of each risk."""
        work = self._workplace
        return find_risks(
            (row.id for row in work.rows),
            self.facts(),
            work.last_checks.all(),
            work.checks.certificates_end(),
            self._found_elsewhere(),
            datetime.now(UTC),
        )

    def facts(self) -> Mapping[int, Facts]:
        """What the details say that are known."""
        for number, mailbox in self._workplace.details.known.items():
            if self._of.get(number) is not mailbox:
                self._of[number], self._facts[number] = mailbox, facts_of(mailbox)
        return self._facts

    def logins(self) -> dict[int, Login]:
        """The logins on mail servers that are known, by mailbox id."""
        facts = self.facts()
        mine = ((row.id, facts[row.id].login) for row in self._workplace.rows if row.id in facts)
        return {number: login for number, login in mine if login}

    def others_of(self, mailbox_id: int) -> list[Other]:
        """The mailboxes of other profiles that have the login of one of this profile."""
        mailbox = self._workplace.details.get(mailbox_id)
        login = None if mailbox is None else login_of(mailbox.values)
        if login is None:
            return []
        found = [other for place in self._open() for other in place.risks.holders(login)]
        if self._kept is not None:
            self._kept.want()
            found += self._kept.others(login, self._besides())
        return found

    def holders(self, login: Login) -> list[Other]:
        """The mailboxes of this profile that have a login."""
        work = self._workplace
        mine = [number for number, its in self.logins().items() if its == login]
        return [Other(work.profile.name, work.address_of(number)) for number in mine]

    def _found_elsewhere(self) -> set[Login]:
        """The logins of this profile that others have too."""
        mine = set(self.logins().values())
        found = {login for place in self._open() for login in place.risks.logins().values()} & mine
        if self._kept is None:
            return found
        self._kept.want()
        return found | self._kept.shared(mine, self._besides())

    def _open(self) -> list[Workplace]:
        """The other systems that have a list: they know more than what is kept of them.

        Another profile on the same system lists the same mailboxes, which is no risk.
        """
        here = self._workplace.profile.system
        return [place for place in self._listed() if place.profile.system != here]

    def _listed(self) -> Iterator[Workplace]:
        return (place for place in self._neighbours() if place.standing.loaded_at is not None)

    def _besides(self) -> Besides:
        """What is kept of those that have a list is older than that."""
        from desktop_app.services.mailbox_list.other_profile_logins import Besides

        mine = self._workplace.profile
        return Besides({mine.id, *(place.profile.id for place in self._listed())}, mine.system)


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
