"""Searches for the mail settings of an address in the background, when the user asks."""

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
    """Runs one search at a time, with the proxy and CA file of a profile. GUI thread."""

    found = Signal(object)
    """A MailSettings."""
    ended = Signal(object)
    """Success, or Failure with an AppError."""

    def __init__(
        self, dispatcher: MainThreadDispatcher, open_context: Callable[[], DiscoveryContext]
    ) -> None:
        super().__init__()
        self._dispatcher = dispatcher
        self._queue = WorkQueue("discovery", 1, open_context, dispatcher)
        self._job: Job | None = None
        self._search_number = 0

    def find(self, address: AddressParts) -> None:
        """Search published settings; only the domain is sent, no user name or password."""
        self._start(lambda context, stop: context.discovery.find(address, stop))

    def guess(self, address: AddressParts) -> None:
        """Try usual server names; no user name or password is sent to any server."""
        self._start(lambda context, stop: context.guesses(address, stop))

    def stop(self) -> None:
        """Stop the search; ``ended`` is not emitted."""
        self._search_number += 1
        if self._job is not None:
            self._job.discard()
            self._job = None

    def close(self) -> None:
        """Stop the search and the worker."""
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
        """Emit settings, unless the search was stopped or replaced."""
        if search_number == self._search_number:
            self.found.emit(settings)


class DiscoveryContext:
    """The resources of the worker that searches."""

    def __init__(
        self, discovery: Discovery, checker: MailboxChecker, on_close: Callable[[], None]
    ) -> None:
        self.discovery = discovery
        self._checker = checker
        self._on_close = on_close

    def guesses(self, address: AddressParts, stop: CancelToken) -> Iterator[MailSettings]:
        """Yield settings that a mail server confirms, in the worker."""
        from desktop_app.mailcheck.discovery import guess_settings  # lazy: start

        return guess_settings(address, self._checker, stop)

    def close(self) -> None:
        """Close the sockets."""
        self._checker.close()
        self._on_close()


def open_discovery_context(profile: Profile, proxy_password: Callable[[], str]) -> DiscoveryContext:
    """Open the worker's resources with the profile's proxy and CA file.

    Only the proxy gets the proxy password; without a password the proxy's user name is not sent.
    Raises SecretOriginMismatch and SecretStoreError.
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
