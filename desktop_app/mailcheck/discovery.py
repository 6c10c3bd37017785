"""Finds the settings of a mail provider from an address, asking nobody more than has to be.

Only the domain is told: to the domain's own hosts, to Mozilla's database, to the name service.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from desktop_app.core.errors import Cancelled, Reach, Trouble, Unreachable
from desktop_app.core.mail_check.check_verdicts import Standing
from desktop_app.core.mail_check.mail_check import CheckWish, Target
from desktop_app.core.mail_check.mail_settings import Mail, Proposal, Source
from desktop_app.core.mailbox.mailbox import ServerType
from desktop_app.core.mailbox.mailbox_rules import USUAL_PORT
from desktop_app.mailcheck import autoconfig
from desktop_app.mailcheck.checker import Checker
from desktop_app.mailcheck.mail_dns import Names
from desktop_app.net.cancel_token import Cancel
from desktop_app.net.http_session import HttpSession, Request

DATABASE = "https://autoconfig.thunderbird.net/v1.1/"
"""Mozilla's database of providers (the ISPDB)."""
SECONDS = 10.0

GUESSES = (
    ("imap", ServerType.IMAPS),
    ("mail", ServerType.IMAPS),
    ("", ServerType.IMAPS),
    ("pop", ServerType.POPS),
    ("mail", ServerType.POPS),
)


@dataclass(frozen=True, slots=True)
class Places:
    """Where documents are asked for; a test puts its own in their place."""

    provider: str = "https://autoconfig.{domain}/mail/config-v1.1.xml"
    well_known: str = "https://{domain}/.well-known/autoconfig/mail/config-v1.1.xml"
    database: str = DATABASE + "{domain}"


class Discovery:
    """Asks one source after another. To be used from one thread."""

    def __init__(
        self, session: HttpSession, names: Names | None = None, places: Places | None = None
    ) -> None:
        self._session = session
        self._names = names or Names()
        self._places = places or Places()
        self._closed: Unreachable | None = None

    def proposals(self, mail: Mail, cancel: Cancel) -> Iterator[Proposal]:
        """As they are found, none twice; what a source does not answer is no proposal.

        Raises Cancelled, and in the end Unreachable if this computer's way out was closed: then
        nobody can say that there is nothing.
        """
        self._closed = None
        seen: set[tuple[ServerType, str, int]] = set()
        for one in self._all(mail, cancel):
            key = (one.server_type, one.server.casefold(), one.port)
            if key not in seen:
                seen.add(key)
                yield one
        if self._closed is not None:
            raise self._closed

    def _all(self, mail: Mail, cancel: Cancel) -> Iterator[Proposal]:
        places, domain = self._places, mail.domain
        yield from self._document(places.provider, domain, mail, Source.PROVIDER, cancel)
        yield from self._document(places.well_known, domain, mail, Source.WELL_KNOWN, cancel)
        for service in self._names.services(domain, cancel):
            yield Proposal(Source.SRV, service.server_type, service.host, service.port)
        yield from self._document(places.database, domain, mail, Source.DATABASE, cancel)
        for taker in self._names.mail_takers(domain, cancel)[:1]:
            for parent in _parents(taker, domain):
                found = self._document(places.database, parent, mail, Source.MX_DATABASE, cancel)
                yield from found
                if found:
                    return

    def _document(
        self, place: str, domain: str, mail: Mail, source: Source, cancel: Cancel
    ) -> list[Proposal]:
        if self._closed is not None:
            return []  # a proxy's sign-in that was refused is not tried again
        request = Request(
            "GET", place.format(domain=domain), limit=autoconfig.LARGEST, deadline=SECONDS
        )
        try:
            answer = self._session.call(request, cancel)
        except Cancelled:
            raise
        except Trouble as trouble:
            if isinstance(trouble, Unreachable) and _is_closed(trouble.reach, source):
                self._closed = trouble
            return []
        if answer.status == 407:
            self._closed = Unreachable(Reach.PROXY_SIGN_IN, "HTTP 407")
        return autoconfig.read(answer.body, mail, source) if answer.status == 200 else []


def _is_closed(reach: Reach, source: Source) -> bool:
    """Whether no other place can be asked either; that a domain has no such host is usual."""
    signs_in = reach in (Reach.PROXY_SIGN_IN, Reach.NETWORK_SIGN_IN)
    return signs_in or source in (Source.DATABASE, Source.MX_DATABASE)


def guesses(
    mail: Mail,
    checker: Checker,
    cancel: Cancel,
    ports: Mapping[ServerType, int] = USUAL_PORT,
) -> Iterator[Proposal]:
    """Usual names at which a mail server answers; no user name and no password is told to any.

    Raises Cancelled.
    """
    for name, kind in GUESSES:
        cancel.check()
        host = f"{name}.{mail.domain}" if name else mail.domain
        target = Target(kind, host, ports[kind], "")
        report = checker.check(CheckWish(target), cancel)
        cancel.check()
        if report.verdict.standing is Standing.ANSWERED:
            yield Proposal(Source.GUESS, kind, host, target.port)


def _parents(host: str, domain: str) -> list[str]:
    """The domains of a mail host that may stand in the database: mx1.mail.x.dk gives two."""
    parts = host.casefold().split(".")
    found = [".".join(parts[at:]) for at in range(1, len(parts) - 1)]
    return [parent for parent in reversed(found) if parent != domain][:2]
