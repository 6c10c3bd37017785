"""Finds a provider's mail settings from an address, asking no more servers than necessary.

Only the domain is sent: to the domain's own hosts, to Mozilla's database, and to DNS.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from desktop_app.core.errors import AppError, Cancelled, NetworkFailure, Unreachable
from desktop_app.core.mail_check.check_verdicts import VerdictLevel
from desktop_app.core.mail_check.mail_check import CheckRequest, Target
from desktop_app.core.mail_check.mail_settings import (
    AddressParts,
    MailSettings,
    SettingsSource,
    valid_settings,
)
from desktop_app.core.mailbox.mailbox import ServerType
from desktop_app.core.mailbox.mailbox_rules import DEFAULT_PORTS
from desktop_app.mailcheck import autoconfig
from desktop_app.mailcheck.checker import MailboxChecker
from desktop_app.mailcheck.mail_dns import DnsResolver
from desktop_app.net.cancel_token import CancelToken
from desktop_app.net.http_call import HttpRequest
from desktop_app.net.http_session import HttpSession

ISPDB_URL = "https://autoconfig.thunderbird.net/v1.1/"
"""Mozilla's database of providers (the ISPDB)."""
REQUEST_SECONDS = 10.0

HOST_GUESSES = (
    ("imap", ServerType.IMAPS),
    ("mail", ServerType.IMAPS),
    ("", ServerType.IMAPS),
    ("pop", ServerType.POPS),
    ("mail", ServerType.POPS),
)


@dataclass(frozen=True, slots=True)
class DiscoverySources:
    """URL templates of the published settings; tests replace them."""

    provider: str = "https://autoconfig.{domain}/mail/config-v1.1.xml"
    well_known: str = "https://{domain}/.well-known/autoconfig/mail/config-v1.1.xml"
    database: str = ISPDB_URL + "{domain}"


class Discovery:
    """Asks the sources of mail settings, one after another, from one thread."""

    def __init__(
        self,
        session: HttpSession,
        resolver: DnsResolver | None = None,
        sources: DiscoverySources | None = None,
    ) -> None:
        self._session = session
        self._resolver = resolver or DnsResolver()
        self._sources = sources or DiscoverySources()
        self._blocked: Unreachable | None = None

    def find(self, address: AddressParts, cancel: CancelToken) -> Iterator[MailSettings]:
        """Yield settings as they are found, without duplicates; a source that fails yields none.

        Raises Cancelled, and at the end Unreachable if the proxy or the network blocked the
        sources: then an empty result proves nothing.
        """
        self._blocked = None
        seen: set[tuple[ServerType, str, int]] = set()
        for one in self._find_all(address, cancel):
            key = (one.server_type, one.server.casefold(), one.port)
            if key not in seen:
                seen.add(key)
                yield one
        if self._blocked is not None:
            raise self._blocked

    def _find_all(self, address: AddressParts, cancel: CancelToken) -> Iterator[MailSettings]:
        places, domain = self._sources, address.domain
        yield from self._fetch_document(
            places.provider, domain, address, SettingsSource.PROVIDER, cancel
        )
        yield from self._fetch_document(
            places.well_known, domain, address, SettingsSource.WELL_KNOWN, cancel
        )
        for service in self._resolver.services(domain, cancel):
            found = valid_settings(
                SettingsSource.SRV, service.server_type, service.host, service.port
            )
            if found is not None:
                yield found
        yield from self._fetch_document(
            places.database, domain, address, SettingsSource.DATABASE, cancel
        )
        for taker in self._resolver.mx_hosts(domain, cancel)[:1]:
            for parent in _parent_domains(taker, domain):
                document = self._fetch_document(
                    places.database, parent, address, SettingsSource.MX_DATABASE, cancel
                )
                yield from document
                if document:
                    return

    def _fetch_document(
        self,
        url_template: str,
        domain: str,
        address: AddressParts,
        source: SettingsSource,
        cancel: CancelToken,
    ) -> list[MailSettings]:
        if self._blocked is not None:
            return []  # a refused proxy sign-in is not tried again
        request = HttpRequest(
            "GET",
            url_template.format(domain=domain),
            max_bytes=autoconfig.MAX_DOCUMENT_BYTES,
            deadline=REQUEST_SECONDS,
        )
        try:
            answer = self._session.call(request, cancel)
        except Cancelled:
            raise
        except AppError as error:
            if isinstance(error, Unreachable) and _is_blocked(error.failure, source):
                self._blocked = error
            return []
        if answer.status == 407:
            self._blocked = Unreachable(NetworkFailure.PROXY_SIGN_IN, "HTTP 407")
        return (
            autoconfig.parse_autoconfig(answer.body, address, source)
            if answer.status == 200
            else []
        )


def _is_blocked(reach: NetworkFailure, source: SettingsSource) -> bool:
    """Whether no other source can be reached either; a domain without such a host is usual."""
    hopeless = (
        NetworkFailure.PROXY_SIGN_IN,
        NetworkFailure.PROXY_ADDRESS,
        NetworkFailure.NETWORK_SIGN_IN,
    )
    return reach in hopeless or source in (SettingsSource.DATABASE, SettingsSource.MX_DATABASE)


def guess_settings(
    address: AddressParts,
    checker: MailboxChecker,
    cancel: CancelToken,
    ports: Mapping[ServerType, int] = DEFAULT_PORTS,
) -> Iterator[MailSettings]:
    """Yield settings for usual host names at which a mail server answers.

    Sends no user name and no password. Raises Cancelled.
    """
    for name, kind in HOST_GUESSES:
        cancel.check()
        host = f"{name}.{address.domain}" if name else address.domain
        target = Target(kind, host, ports[kind], "")
        report = checker.check(CheckRequest(target), cancel)
        cancel.check()
        if report.verdict.level is VerdictLevel.ANSWERED:
            yield MailSettings(SettingsSource.GUESS, kind, host, target.port)


def _parent_domains(host: str, domain: str) -> list[str]:
    """Return up to two parent domains, shortest first, to try in the database.

    For mx1.mail.x.dk these are x.dk and mail.x.dk, except ``domain`` itself.
    """
    parts = host.casefold().split(".")
    found = [".".join(parts[at:]) for at in range(1, len(parts) - 1)]
    return [parent for parent in reversed(found) if parent != domain][:2]
