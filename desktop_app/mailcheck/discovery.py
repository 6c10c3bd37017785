"""Finds the settings of a mail provider from an address, asking nobody more than has to be.

Only the domain is told: to the domain's own hosts, to Mozilla's database, to the name service.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from desktop_app.core.checking import CheckWish, Target
from desktop_app.core.errors import Cancelled, Trouble
from desktop_app.core.mailbox import ServerType
from desktop_app.core.proposals import Mail, Proposal, Source
from desktop_app.core.rules import USUAL_PORT
from desktop_app.core.verdicts import Standing
from desktop_app.mailcheck import autoconfig
from desktop_app.mailcheck.checker import Checker
from desktop_app.mailcheck.names import Names
from desktop_app.net.cancel import Cancel
from desktop_app.net.session import HttpSession, Request

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

    def proposals(self, mail: Mail, cancel: Cancel) -> Iterator[Proposal]:
        """As they are found, none twice. Raises Cancelled; other troubles are no proposals."""
        seen: set[tuple[ServerType, str, int]] = set()
        for one in self._all(mail, cancel):
            key = (one.server_type, one.server.casefold(), one.port)
            if key not in seen:
                seen.add(key)
                yield one

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
        request = Request(
            "GET", place.format(domain=domain), limit=autoconfig.LARGEST, deadline=SECONDS
        )
        try:
            answer = self._session.call(request, cancel)
        except Cancelled:
            raise
        except Trouble:
            return []
        return autoconfig.read(answer.body, mail, source) if answer.status == 200 else []


def guesses(mail: Mail, checker: Checker, cancel: Cancel) -> Iterator[Proposal]:
    """Usual names at which a mail server answers; no user name and no password is told to any.

    Raises Cancelled.
    """
    for name, kind in GUESSES:
        cancel.check()
        host = f"{name}.{mail.domain}" if name else mail.domain
        target = Target(kind, host, USUAL_PORT[kind], "")
        report = checker.check(CheckWish(target), cancel)
        cancel.check()
        if report.verdict.standing is Standing.ANSWERED:
            yield Proposal(Source.GUESS, kind, host, target.port)


def _parents(host: str, domain: str) -> list[str]:
    """The domains of a mail host that may stand in the database: mx1.mail.x.dk gives two."""
    parts = host.casefold().split(".")
    found = [".".join(parts[at:]) for at in range(1, len(parts) - 1)]
    return [parent for parent in reversed(found) if parent != domain][:2]
