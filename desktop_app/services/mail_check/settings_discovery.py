"""Looks for the settings of an address in the background, when somebody asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.core.mail_check.mail_settings import Mail, Proposal
from desktop_app.net.cancel_token import Cancel
from desktop_app.services.background import Courier, Done, Failed, Lane, Ticket

if TYPE_CHECKING:  # imported by the worker that first needs it
    from desktop_app.core.profiles.profile import Profile
    from desktop_app.mailcheck.checker import Checker
    from desktop_app.mailcheck.discovery import Discovery


class ProposalFinder(QObject):
    """One search at a time, for the profile whose proxy and CA file it goes by."""

    found = Signal(object)
    """A Proposal."""
    ended = Signal(object)
    """Done, or Failed with the trouble."""

    def __init__(self, courier: Courier, make: Callable[[], Desk]) -> None:
        super().__init__()
        self._courier = courier
        self._lane = Lane("discovery", 1, make, courier)
        self._ticket: Ticket | None = None
        self._number = 0

    def find(self, mail: Mail) -> None:
        """Ask for published settings; the domain is told, nothing else."""
        self._begin(lambda desk, stop: desk.discovery.proposals(mail, stop))

    def guess(self, mail: Mail) -> None:
        """Try usual names; no user name and no password is told to any server."""
        self._begin(lambda desk, stop: desk.guesses(mail, stop))

    def stop(self) -> None:
        """Tell nothing more."""
        self._number += 1
        if self._ticket is not None:
            self._ticket.forget()
            self._ticket = None

    def close(self) -> None:
        """Stop, and let go of everything."""
        self.stop()
        self._lane.close()

    def _begin(self, work: Callable[[Desk, Cancel], Iterator[Proposal]]) -> None:
        self.stop()
        hear, courier = _Hearing(self, self._number), self._courier

        def run(desk: Desk, stop: Cancel) -> None:
            for proposal in work(desk, stop):
                courier.post(partial(hear.take, proposal))

        self._ticket = self._lane.submit(run, self._end)

    def _end(self, outcome: Done[None] | Failed) -> None:
        self._ticket = None
        self.ended.emit(outcome)

    def hear(self, number: int, proposal: Proposal) -> None:
        """A proposal of this search, or of one that nobody waits for."""
        if number == self._number:
            self.found.emit(proposal)


class _Hearing:
    """Leads to the finder without keeping it: a worker must not hold the last of a Qt object."""

    def __init__(self, finder: ProposalFinder, number: int) -> None:
        from weakref import ref

        self._finder, self._number = ref(finder), number

    def take(self, proposal: Proposal) -> None:
        """On the GUI thread."""
        finder = self._finder()
        if finder is not None:
            finder.hear(self._number, proposal)


class Desk:
    """What a worker looks with."""

    def __init__(self, discovery: Discovery, checker: Checker, closing: Callable[[], None]) -> None:
        self.discovery = discovery
        self._checker = checker
        self._closing = closing

    def guesses(self, mail: Mail, stop: Cancel) -> Iterator[Proposal]:
        """In the worker."""
        from desktop_app.mailcheck.discovery import guesses

        return guesses(mail, self._checker, stop)

    def close(self) -> None:
        """Give the sockets back."""
        self._checker.close()
        self._closing()


def open_desk(profile: Profile, proxy_password: Callable[[], str]) -> Desk:
    """The profile's way out and trust; the proxy alone learns its password.

    Without one nothing is tried as its user. Raises SecretElsewhere, SecretStoreTrouble.
    """
    from desktop_app.mailcheck.checker import Checker
    from desktop_app.mailcheck.discovery import Discovery
    from desktop_app.net.http_session import HttpSession
    from desktop_app.net.proxies import way_out
    from desktop_app.net.tls_trust import Trust

    trust = Trust(profile.ca_file)
    password = proxy_password()
    proxy = profile.proxy if password else replace(profile.proxy, user_name="")
    session = HttpSession(trust, way_out(proxy, password))
    return Desk(Discovery(session), Checker(trust), session.close)
