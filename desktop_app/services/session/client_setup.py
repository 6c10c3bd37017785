"""How a profile gets its clients: its secrets are fetched once, and its sign-in is shared."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from desktop_app.core.errors import SecretElsewhere, SecretMissing
from desktop_app.core.profiles.credentials import Credentials
from desktop_app.core.profiles.profile import Profile, ProxyKind, SignInKind
from desktop_app.core.secrets.secret import SecretName
from desktop_app.net.cancel_token import Cancel

if TYPE_CHECKING:
    from desktop_app.core.profiles.connection_test import Outcome
    from desktop_app.services.client_protocol import MailboxClient
    from desktop_app.services.profiles.profile_repository import Secrets

OpenBrowser = Callable[[str], bool]
"""Opens an address in the system's browser, from any thread; says whether that worked."""


def no_browser(_url: str) -> bool:
    """For a program without one."""
    return False


class Access(Protocol):
    """What all clients of one profile share; webapi/ has the real one."""

    def client(self) -> MailboxClient:
        """A client for the calling thread."""
        ...

    def sign_in_with_browser(self, open_browser: OpenBrowser, cancel: Cancel, done: str) -> None:
        """Have a person sign in; raises Trouble. ``done`` is what the browser shows in the end."""
        ...

    def probe(self, cancel: Cancel) -> Iterator[Outcome]:
        """Try everything stage by stage; the last outcome may be a Missed. Raises Cancelled."""
        ...


OpenAccess = Callable[[Profile, Credentials, Callable[[str], None]], Access]
"""Makes an Access; what is given last keeps a new refresh token."""


class Connect:
    """Opens clients for one profile; its secrets are fetched once, by whichever thread is first."""

    def __init__(
        self,
        profile: Profile,
        secrets: Secrets,
        open_access: OpenAccess,
        open_browser: OpenBrowser = no_browser,
    ) -> None:
        self._profile = profile
        self._open_browser = open_browser
        self._secrets = secrets
        self._open_access = open_access
        self._access: Access | None = None
        self._lock = threading.Lock()

    def __call__(self) -> MailboxClient:
        """A client of its own for the calling thread. Raises SecretMissing, SecretStoreTrouble."""
        return self._opened().client()

    def sign_in(self, done: str, cancel: Cancel) -> None:
        """Have a person sign in; clients made before and after go on with it. Raises Trouble.

        What was kept for another server is not sent, and not missed: this brings what is needed.
        """
        self._opened(afresh=True).sign_in_with_browser(self._open_browser, cancel, done)

    def forget(self) -> None:
        """Fetch the secrets again for the next client."""
        with self._lock:
            self._access = None

    def _opened(self, *, afresh: bool = False) -> Access:
        with self._lock:
            if self._access is None:
                secrets = _Fitting(self._secrets) if afresh else self._secrets
                credentials = credentials_of(self._profile, secrets)
                self._access = self._open_access(self._profile, credentials, self._keep)
            return self._access

    def _keep(self, refresh_token: str) -> None:
        """A token that cannot be kept is good for this session all the same."""
        self._secrets.put(self._profile, refresh_token, SecretName.REFRESH_TOKEN)


class Giver(Protocol):
    """What gives a secret."""

    def get(self, profile: Profile, name: SecretName | None = None) -> str | None:
        """A secret, the main one unless told. Raises SecretElsewhere, SecretStoreTrouble."""
        ...


@dataclass(frozen=True, slots=True)
class _Fitting:
    """Secrets without those that were entered for another server."""

    kept: Giver

    def get(self, profile: Profile, name: SecretName | None = None) -> str | None:
        """A secret, or None where it is kept for elsewhere."""
        try:
            return self.kept.get(profile, name)
        except SecretElsewhere:
            return None


def proxy_password(profile: Profile, secrets: Giver) -> str:
    """What the profile's proxy wants, or nothing. Raises SecretElsewhere, SecretStoreTrouble."""
    if profile.proxy.kind is not ProxyKind.GIVEN or not profile.proxy.user_name:
        return ""
    return secrets.get(profile, SecretName.PROXY_PASSWORD) or ""


def credentials_of(profile: Profile, secrets: Giver) -> Credentials:
    """All secrets that the profile's connection needs.

    Raises SecretMissing, unless a browser sign-in can bring what is missing; SecretStoreTrouble.
    """

    def kept(name: SecretName | None = None) -> str:
        return secrets.get(profile, name) or ""

    main, kind = kept(), profile.sign_in
    if not main and kind is not SignInKind.OAUTH:
        raise SecretMissing(profile.name)
    password = proxy_password(profile, secrets)
    if kind is SignInKind.OAUTH:
        client = kept(SecretName.CLIENT_SECRET)
        return Credentials(refresh_token=main, client_secret=client, proxy_password=password)
    app = kept(SecretName.APP_TOKEN) if kind is SignInKind.TICKET else ""
    return Credentials(main, app, proxy_password=password)
