"""Clients of a profile: its secrets are read once, and all clients share its sign-in."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from desktop_app.core.errors import SecretMissing, SecretOriginMismatch
from desktop_app.core.profiles.profile import Profile, ProxyKind, SignInKind
from desktop_app.core.secrets.secret import Credentials, SecretName
from desktop_app.core.sign_in_prompts import SignInPrompts
from desktop_app.net.cancel_token import CancelToken

if TYPE_CHECKING:
    from desktop_app.core.profiles.connection_test import StageOutcome
    from desktop_app.services.client_protocol import MailboxClient
    from desktop_app.services.secrets.profile_secrets import Secrets

OpenBrowser = Callable[[str], bool]
"""Opens a URL in the system's browser, from any thread; returns whether that worked."""


def no_browser(_url: str) -> bool:
    """Return False: the program has no browser to open."""
    return False


class ApiAccess(Protocol):
    """The state that all clients of one profile share; webapi/ implements it. Any thread."""

    def client(self) -> MailboxClient:
        """Return a new client for the calling thread."""
        ...

    def sign_in_with_browser(
        self, open_browser: OpenBrowser, cancel: CancelToken, prompts: SignInPrompts
    ) -> str:
        """Wait until a person has signed in, and return as whom. Raises AppError."""
        ...

    def probe(self, cancel: CancelToken) -> Iterator[StageOutcome]:
        """Test the connection stage by stage; a StageFailed is the last. Raises Cancelled."""
        ...


AccessFactory = Callable[[Profile, Credentials, Callable[[str], None]], ApiAccess]
"""Makes an ApiAccess; the last argument is called with each new refresh token."""


class ClientProvider:
    """Opens clients for one profile. Any thread; the first one to call reads the secrets."""

    def __init__(
        self,
        profile: Profile,
        secrets: Secrets,
        make_access: AccessFactory,
        open_browser: OpenBrowser = no_browser,
    ) -> None:
        self._profile = profile
        self._open_browser = open_browser
        self._secrets = secrets
        self._make_access = make_access
        self._access: ApiAccess | None = None
        self._lock = threading.Lock()

    def __call__(self) -> MailboxClient:
        """Return a new client for the calling thread. Raises SecretMissing, SecretStoreError."""
        return self._get_access().client()

    def sign_in(self, prompts: SignInPrompts, cancel: CancelToken) -> str:
        """Wait until a person has signed in, and return as whom; all clients use the result.

        Secrets entered for another server are neither sent nor required: the sign-in replaces them.
        Raises AppError.
        """
        return self._get_access(ignore_foreign_secrets=True).sign_in_with_browser(
            self._open_browser, cancel, prompts
        )

    def use_profile(self, profile: Profile) -> None:
        """Open the next clients for this version of the profile, with secrets read again."""
        with self._lock:
            self._profile, self._access = profile, None

    def clear_credentials(self) -> None:
        """Read the secrets again for the next client."""
        with self._lock:
            self._access = None

    def _get_access(self, *, ignore_foreign_secrets: bool = False) -> ApiAccess:
        with self._lock:
            if self._access is None:
                secrets = (
                    _MatchingSecrets(self._secrets) if ignore_foreign_secrets else self._secrets
                )
                credentials = load_credentials(self._profile, secrets)
                self._access = self._make_access(
                    self._profile, credentials, self._save_refresh_token
                )
            return self._access

    def _save_refresh_token(self, refresh_token: str) -> None:
        """Store a token; if that fails, the token still works for this session."""
        self._secrets.set(self._profile, refresh_token, SecretName.REFRESH_TOKEN)


class SecretReader(Protocol):
    """The reading part of a store of profile secrets."""

    def get(self, profile: Profile, name: SecretName | None = None) -> str | None:
        """Return a secret (default: the main one), or None.

        Raises SecretOriginMismatch, SecretStoreError.
        """
        ...


@dataclass(frozen=True, slots=True)
class _MatchingSecrets:
    """Secrets, without those that were entered for another server."""

    secrets: SecretReader

    def get(self, profile: Profile, name: SecretName | None = None) -> str | None:
        """Return a secret, or None if there is none or it was entered for another server."""
        try:
            return self.secrets.get(profile, name)
        except SecretOriginMismatch:
            return None


def proxy_password(profile: Profile, secrets: SecretReader) -> str:
    """Return the proxy's password or "". Raises SecretOriginMismatch, SecretStoreError."""
    if profile.proxy.kind is not ProxyKind.CUSTOM or not profile.proxy.user_name:
        return ""
    return secrets.get(profile, SecretName.PROXY_PASSWORD) or ""


def load_credentials(profile: Profile, secrets: SecretReader) -> Credentials:
    """Return all secrets that the profile's connection needs.

    Raises SecretStoreError, and SecretMissing unless a browser sign-in can supply the secret.
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
