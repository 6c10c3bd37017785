"""Finds the risks of a profile's mailboxes from the data known so far."""

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
    """A workspace for the risk monitor; services/workspace implements the protocol."""

    risks: RiskMonitor

    @property
    def list_state(self) -> ListState:
        """The state of the list."""

    def address_of(self, mailbox_id: int) -> str:
        """Return the address of a mailbox from the list."""


class RiskMonitor(QObject):
    """Finds risks; only mailboxes that were read again are examined again. GUI thread."""

    changed = Signal()
    """The known logins of other profiles changed."""

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
        """Include the logins of profiles that are not open."""
        self._other_logins = other_logins
        other_logins.changed.connect(self.changed)

    def find(self) -> dict[Risk, frozenset[int]]:
        """Return the ids of the mailboxes with each risk."""
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
        """Return the facts from all known details, by mailbox id."""
        for number, mailbox in self._workspace.details.known.items():
            if self._sources.get(number) is not mailbox:
                self._sources[number], self._facts[number] = mailbox, facts_of(mailbox)
        return self._facts

    def logins(self) -> dict[int, Login]:
        """Return the known mail server logins, by mailbox id."""
        facts = self.facts()
        mine = ((row.id, facts[row.id].login) for row in self._workspace.rows if row.id in facts)
        return {number: login for number, login in mine if login}

    def shared_with(self, mailbox_id: int) -> list[SharedMailbox]:
        """Return the mailboxes of other profiles that have the login of this mailbox."""
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
        """Return the mailboxes of this profile with this login."""
        work = self._workspace
        mine = [number for number, its in self.logins().items() if its == login]
        return [SharedMailbox(work.profile.name, work.address_of(number)) for number in mine]

    def _shared_logins(self) -> set[Login]:
        """Return the logins of this profile that other installations have too."""
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
        """Return open workspaces of other installations; they know more than the cache.

        Another profile on the same installation lists the same mailboxes, which is no risk.
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
        """Exclude this profile and the loaded workspaces: their cached logins are outdated."""
        mine = self._workspace.profile
        return Exclusions(
            {mine.id, *(workspace.profile.id for workspace in self._loaded_workspaces())},
            mine.installation_id,
        )


def facts_of(mailbox: Mailbox) -> RiskFacts:
    """Return the facts about risks from the details of a mailbox."""
    kind = mailbox.values.get(Field.SERVER_TYPE)
    takes_password = is_supported_type(kind)
    return RiskFacts(
        login=login_key(mailbox.values),
        no_tls=security_for(kind) is Security.PLAINTEXT,
        password_login_ended=takes_password and _has_ended_basic_auth(server_key(mailbox)),
    )


@lru_cache(1024)
def _has_ended_basic_auth(host: str) -> bool:
    """Return whether a provider ended password sign-in; cached, as many mailboxes share a host."""
    return oauth_provider(host) is OAuthProvider.MICROSOFT
