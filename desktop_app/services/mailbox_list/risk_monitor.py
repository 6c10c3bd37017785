"""The risks of a profile's mailboxes, from all that is known at the moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from desktop_app.core.mail_check.check_verdicts import OAuthProvider
from desktop_app.core.mail_check.last_check import LastCheck
from desktop_app.core.mailbox.mailbox import Field, Mailbox
from desktop_app.core.mailbox.mailbox_rules import is_supported_type
from desktop_app.core.mailbox_list.duplicates import login_key
from desktop_app.core.mailbox_list.quick_filter import Security, security_for, server_key
from desktop_app.core.mailbox_list.risks import Login, Risk, RiskFacts, SharedMailbox, find_risks
from desktop_app.mailcheck.check_rules import oauth_provider
from desktop_app.services.list_state import ListState
from desktop_app.services.mailbox_list.mailbox_reader import MailboxReader
from desktop_app.services.mailbox_list.other_profile_logins import Exclusions, OtherProfileLogins


class RiskSource(MailboxReader, Protocol):
    """A profile at work, for what looks for risks. services/workspace has the real one."""

    risks: RiskMonitor

    @property
    def list_state(self) -> ListState:
        """How the list stands."""

    def address_of(self, mailbox_id: int) -> str:
        """The address of a mailbox as the list has it."""


class RiskMonitor(QObject):
    """Asked often, it looks again only at mailboxes that were read anew."""

    changed = Signal()
    """Other profiles have other logins by now."""

    def __init__(
        self,
        workspace: RiskSource,
        open_workspaces: Callable[[], Iterable[RiskSource]],
        last_checks: Callable[[], Mapping[int, LastCheck]],
        certificate_expiries: Callable[[], Mapping[int, datetime]],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._last_checks = last_checks
        self._certificate_expiries = certificate_expiries
        self._workspace = workspace
        self._other_logins: OtherProfileLogins | None = None
        self._open_workspaces = open_workspaces
        self._facts: dict[int, RiskFacts] = {}
        self._sources: dict[int, Mailbox] = {}

    def use_other_logins(self, other_logins: OtherProfileLogins) -> None:
        """Profiles that are not open are asked about here."""
        self._other_logins = other_logins
        other_logins.changed.connect(self.changed)

    def find(self) -> dict[Risk, frozenset[int]]:
        """The mailboxes of each risk."""
        work = self._workspace
        return find_risks(
            (row.id for row in work.rows),
            self.facts(),
            self._last_checks(),
            self._certificate_expiries(),
            self._shared_logins(),
            datetime.now(UTC),
        )

    def facts(self) -> Mapping[int, RiskFacts]:
        """What the details say that are known."""
        for number, mailbox in self._workspace.details.known.items():
            if self._sources.get(number) is not mailbox:
                self._sources[number], self._facts[number] = mailbox, facts_of(mailbox)
        return self._facts

    def logins(self) -> dict[int, Login]:
        """The logins on mail servers that are known, by mailbox id."""
        facts = self.facts()
        mine = ((row.id, facts[row.id].login) for row in self._workspace.rows if row.id in facts)
        return {number: login for number, login in mine if login}

    def shared_with(self, mailbox_id: int) -> list[SharedMailbox]:
        """The mailboxes of other profiles that have the login of one of this profile."""
        mailbox = self._workspace.details.get(mailbox_id)
        login = None if mailbox is None else login_key(mailbox.values)
        if login is None:
            return []
        found = [
            other
            for workspace in self._other_installations()
            for other in workspace.risks.owners_of(login)
        ]
        if self._other_logins is not None:
            self._other_logins.ensure_loaded()
            found += self._other_logins.others_with(login, self._exclusions())
        return found

    def owners_of(self, login: Login) -> list[SharedMailbox]:
        """The mailboxes of this profile that have a login."""
        work = self._workspace
        mine = [number for number, its in self.logins().items() if its == login]
        return [SharedMailbox(work.profile.name, work.address_of(number)) for number in mine]

    def _shared_logins(self) -> set[Login]:
        """The logins of this profile that others have too."""
        mine = set(self.logins().values())
        found = {
            login
            for workspace in self._other_installations()
            for login in workspace.risks.logins().values()
        } & mine
        if self._other_logins is None:
            return found
        self._other_logins.ensure_loaded()
        return found | self._other_logins.shared(mine, self._exclusions())

    def _other_installations(self) -> list[RiskSource]:
        """The other systems that have a list: they know more than what is kept of them.

        Another profile on the same system lists the same mailboxes, which is no risk.
        """
        here = self._workspace.profile.installation_id
        return [
            workspace
            for workspace in self._loaded_workspaces()
            if workspace.profile.installation_id != here
        ]

    def _loaded_workspaces(self) -> Iterator[RiskSource]:
        return (
            workspace
            for workspace in self._open_workspaces()
            if workspace.list_state.loaded_at is not None
        )

    def _exclusions(self) -> Exclusions:
        """What is kept of those that have a list is older than that."""
        mine = self._workspace.profile
        return Exclusions(
            {mine.id, *(workspace.profile.id for workspace in self._loaded_workspaces())},
            mine.installation_id,
        )


def facts_of(mailbox: Mailbox) -> RiskFacts:
    """What the details of a mailbox say."""
    kind = mailbox.values.get(Field.SERVER_TYPE)
    takes_password = is_supported_type(kind)
    return RiskFacts(
        login=login_key(mailbox.values),
        no_tls=security_for(kind) is Security.PLAINTEXT,
        password_login_ended=takes_password and _has_ended_basic_auth(server_key(mailbox)),
    )


@lru_cache(1024)
def _has_ended_basic_auth(host: str) -> bool:
    """Asked for thousands of mailboxes on a few hosts."""
    return oauth_provider(host) is OAuthProvider.MICROSOFT
