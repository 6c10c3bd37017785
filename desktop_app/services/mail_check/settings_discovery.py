"""Looks for the settings of an address in the background, when somebody asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.core.mail_check.mail_settings import AddressParts, MailSettings
from desktop_app.net.cancel_token import CancelToken
from desktop_app.services.background import Failure, Job, MainThreadDispatcher, Success, WorkQueue

if TYPE_CHECKING:  # imported by the worker that first needs it
    from desktop_app.core.profiles.profile import Profile
    from desktop_app.mailcheck.checker import MailboxChecker
    from desktop_app.mailcheck.discovery import Discovery


class SettingsSearch(QObject):
    """One search at a time, for the profile whose proxy and CA file it goes by."""

    found = Signal(object)
    """A Proposal."""
    ended = Signal(object)
    """Done, or Failed with the trouble."""

    def __init__(
        self, dispatcher: MainThreadDispatcher, open_context: Callable[[], DiscoveryContext]
    ) -> None:
        super().__init__()
        self._dispatcher = dispatcher
        self._queue = WorkQueue("discovery", 1, open_context, dispatcher)
        self._job: Job | None = None
        self._search_number = 0

    def find(self, address: AddressParts) -> None:
        """Ask for published settings; the domain is told, nothing else."""
        self._start(lambda context, stop: context.discovery.find(address, stop))

    def guess(self, address: AddressParts) -> None:
        """Try usual names; no user name and no password is told to any server."""
        self._start(lambda context, stop: context.guesses(address, stop))

    def stop(self) -> None:
        """Tell nothing more."""
        self._search_number += 1
        if self._job is not None:
            self._job.discard()
            self._job = None

    def close(self) -> None:
        """Stop, and let go of everything."""
        self.stop()
        self._queue.close()

    def _start(
        self, find_settings: Callable[[DiscoveryContext, CancelToken], Iterator[MailSettings]]
    ) -> None:
        self.stop()
        on_found = partial(self._dispatcher.weak(self._on_found), self._search_number)

        def run(context: DiscoveryContext, stop: CancelToken) -> None:
            for settings in find_settings(context, stop):
                on_found(settings)

        self._job = self._queue.submit(run, self._on_ended)

    def _on_ended(self, outcome: Success[None] | Failure) -> None:
        self._job = None
        self.ended.emit(outcome)

    def _on_found(self, search_number: int, settings: MailSettings) -> None:
        """Emit settings, unless they come from a search that nobody waits for any more."""
        if search_number == self._search_number:
            self.found.emit(settings)


class DiscoveryContext:
    """What a worker looks with."""

    def __init__(
        self, discovery: Discovery, checker: MailboxChecker, on_close: Callable[[], None]
    ) -> None:
        self.discovery = discovery
        self._checker = checker
        self._on_close = on_close

    def guesses(self, address: AddressParts, stop: CancelToken) -> Iterator[MailSettings]:
        """In the worker."""
        from desktop_app.mailcheck.discovery import guess_settings  # lazy: start

        return guess_settings(address, self._checker, stop)

    def close(self) -> None:
        """Give the sockets back."""
        self._checker.close()
        self._on_close()


def open_discovery_context(profile: Profile, proxy_password: Callable[[], str]) -> DiscoveryContext:
    """The profile's way out and trust; the proxy alone learns its password.

    Without one nothing is tried as its user. Raises SecretOriginMismatch, SecretStoreError.
    """
    from desktop_app.mailcheck.checker import MailboxChecker  # lazy: start
    from desktop_app.mailcheck.discovery import Discovery  # lazy: start
    from desktop_app.net.http_session import HttpSession  # lazy: start
    from desktop_app.net.proxies import proxy_resolver  # lazy: start
    from desktop_app.net.tls_trust import Trust  # lazy: start

    trust = Trust(profile.ca_file)
    password = proxy_password()
    proxy = profile.proxy if password else replace(profile.proxy, user_name="")
    session = HttpSession(trust, proxy_resolver(proxy, password))
    return DiscoveryContext(Discovery(session), MailboxChecker(trust), session.close)
