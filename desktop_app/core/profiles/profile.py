"""A connection profile: everything needed to reach one installation, except its secrets.

Profiles of version 1 had the first four fields only; every other field has a default, so such a
profile still means the same. ``address`` is empty for a tenant of SuperOffice Online, whose
address is requested from the state endpoint each time.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum

from desktop_app.core.profiles.urls import (
    InvalidUrl,
    UrlProblem,
    alternate_host,
    api_address,
    is_insecure,
    origin,
    origin_and_path,
)

__all__ = [
    "ApiHostConsent",
    "Environment",
    "InvalidUrl",
    "OAuthApp",
    "OnlineEnvironment",
    "Profile",
    "Proxy",
    "ProxyKind",
    "SignInKind",
    "Tenant",
    "UrlProblem",
    "api_address",
    "is_insecure",
    "origin",
    "same_connection",
    "sanitized_name",
]


class Environment(Enum):
    """The purpose of an installation. The value is written to the profiles file."""

    PRODUCTION = "production"
    TEST = "test"
    DEVELOPMENT = "development"


class SignInKind(Enum):
    """How the user signs in to the server. The value is written to the profiles file."""

    BASIC = "basic"
    TICKET = "ticket"
    BEARER = "bearer"
    OAUTH = "oauth"
    BROWSER = "browser"


class OnlineEnvironment(Enum):
    """An environment of SuperOffice Online. The value is the first part of its host name."""

    PRODUCTION = "online"
    STAGING = "qaonline"
    DEVELOPMENT = "sod"
    CUSTOM = "own"
    """Addresses entered by the user: ``Tenant.login_address`` and ``state_address``."""


@dataclass(frozen=True, slots=True)
class Tenant:
    """A customer of SuperOffice Online; ``id`` is a text such as ``Cust12345``.

    The addresses are empty unless ``online_environment`` is CUSTOM: ``login_address`` replaces
    ``https://online.superoffice.com/login``, ``state_address`` replaces
    ``https://online.superoffice.com/api/state``, both without a trailing slash.
    """

    id: str
    online_environment: OnlineEnvironment = OnlineEnvironment.PRODUCTION
    login_address: str = ""
    state_address: str = ""

    @property
    def login_url(self) -> str:
        """The URL where users sign in, without a trailing slash."""
        return (
            self.login_address or f"https://{self.online_environment.value}.superoffice.com/login"
        )

    @property
    def state_url(self) -> str:
        """The URL that returns this tenant's state and API address."""
        base = (
            self.state_address
            or f"https://{self.online_environment.value}.superoffice.com/api/state"
        )
        return f"{base}/{self.id}"

    @property
    def environment_key(self) -> str:
        """The key under which the OAuth registration of this environment is stored."""
        return (
            origin(self.login_url)
            if self.online_environment is OnlineEnvironment.CUSTOM
            else self.online_environment.value
        )


@dataclass(frozen=True, slots=True)
class OAuthApp:
    """A registration of this program as an OAuth app; ``SecretName.CLIENT_SECRET`` is separate."""

    client_id: str = ""
    redirect_host: str = "127.0.0.1"
    redirect_port: int = 45893
    redirect_path: str = "/callback"


class ProxyKind(Enum):
    """Where the proxy address comes from. The value is written to the profiles file."""

    SYSTEM = "system"
    NONE = "none"
    CUSTOM = "given"


@dataclass(frozen=True, slots=True)
class Proxy:
    """A profile's proxy; only CUSTOM uses ``address`` (``http://host:port``) and ``user_name``."""

    kind: ProxyKind = ProxyKind.SYSTEM
    address: str = ""
    user_name: str = ""


@dataclass(frozen=True, slots=True)
class ApiHostConsent:
    """The user's consent to send a tenant's sign-in to a host outside the tenant's own domain.

    ``host`` is the one host it is for, in the form of ``canonical_host``; ``given_for`` is the
    ``secret_origin`` of the profile at that time. For any other of the two it is void.
    """

    host: str
    given_for: str


@dataclass(frozen=True, slots=True)
class Profile:
    """The connection to one installation. ``id`` is a UUID that never changes.

    ``address`` ends in ``/api``. ``oauth`` is the registration for the tenant's environment; the
    file stores one per environment. ``language`` and ``culture`` are names such as ``nb-NO``,
    ``time_zone`` is a SuperOffice code such as ``NO``; empty means the program's default.
    ``lock_after`` is in minutes (0: never) and only applies to production. ``is_machine_wide``
    profiles come from the machine-wide file and are never written to the user's file.
    ``plain_http`` is the user's consent to send secrets to ``insecure_addresses``. Only a person
    at this computer gives an ``api_host_consent``: no import and no administrator's file does.
    """

    id: str
    name: str
    address: str
    user_name: str
    tenant: Tenant | None = None
    sign_in: SignInKind = SignInKind.BASIC
    oauth: OAuthApp = OAuthApp()
    environment: Environment = Environment.PRODUCTION
    group: str = ""
    note: str = ""
    proxy: Proxy = Proxy()
    ca_file: str = ""
    language: str = ""
    culture: str = ""
    time_zone: str = ""
    read_only: bool = False
    tested: bool = False
    lock_after: int = 0
    is_machine_wide: bool = False
    plain_http: bool = False
    api_host_consent: ApiHostConsent | None = None

    @classmethod
    def new(cls, name: str, address: str, user_name: str) -> Profile:
        """Return an on-site profile with a new id. Raises InvalidUrl."""
        from uuid import uuid4  # lazy: start

        return cls(str(uuid4()), name.strip(), api_address(address), user_name)

    def copy(self, name: str) -> Profile:
        """Return a read-only, untested copy with a new id, and therefore without secrets."""
        from uuid import uuid4  # lazy: start

        return replace(
            self,
            id=str(uuid4()),
            name=name,
            tested=False,
            read_only=True,
            is_machine_wide=False,
            api_host_consent=None,
        )

    @property
    def accepted_api_host(self) -> str:
        """The host outside the tenant's domain that may get the sign-in; empty for none."""
        consent = self.api_host_consent
        return consent.host if consent and consent.given_for == self.secret_origin else ""

    def accepting_api_host(self, host: str) -> Profile:
        """Return the profile with the user's consent for this host and the present address."""
        return replace(self, api_host_consent=ApiHostConsent(host, self.secret_origin))

    def without_void_consent(self) -> Profile:
        """Return the profile without a consent that was given for another address."""
        is_void = self.api_host_consent is not None and not self.accepted_api_host
        return replace(self, api_host_consent=None) if is_void else self

    @property
    def address_text(self) -> str:
        """The host and port of the address, an international name in both forms; or the tenant."""
        if self.tenant:
            return self.tenant.id
        text = self.address.partition("://")[2].partition("/")[0]
        other = alternate_host(self.address)
        return f"{text} ({other})" if other else text

    @property
    def insecure_addresses(self) -> tuple[str, ...]:
        """The addresses of the profile at which something could be read on the way; usually none.

        A tenant counts with both its addresses, however the user signs in: the login gets tokens
        and client secret, and whoever can change the state decides where the API is.
        """
        tenant = self.tenant
        known = (tenant.login_url, tenant.state_url) if tenant else (self.address,)
        return tuple(address for address in known if is_insecure(address))

    @property
    def installation_id(self) -> str:
        """A key for the installation: profiles with the same key list the same mailboxes."""
        if self.tenant is not None:
            return f"{self.origin} {self.tenant.id.casefold()}"
        return self.address.casefold()

    @property
    def origin(self) -> str:
        """The scheme, host and port that receive the secrets first; for Online, the login host."""
        return origin(self.tenant.login_url if self.tenant else self.address)

    @property
    def list_key(self) -> str:
        """The key of the stored mailbox list; it depends on the address and the user."""
        return "\n".join((self.id, self.former_secret_origin, self.address, self.user_name))

    @property
    def secret_origin(self) -> str:
        """The address, tenant, proxy and CA file that the profile's secrets were entered for.

        If any of these changes, the stored secrets must not be sent without asking. An address
        counts with its path: on shared hosting, each path may belong to another customer.
        """
        return self._secret_origin(origin_and_path)

    @property
    def former_secret_origin(self) -> str:
        """``secret_origin`` as version 0.1.0 wrote it: without the path of the address."""
        return self._secret_origin(origin)

    def _secret_origin(self, server: Callable[[str], str]) -> str:
        parts = [server(self.tenant.login_url if self.tenant else self.address)]
        if self.tenant is not None:
            parts.append(f"tenant {self.tenant.id.lower()} {self.tenant.state_url}")
        if self.proxy.kind is ProxyKind.CUSTOM:
            parts.append(f"proxy {self.proxy.address}")
        if self.proxy.kind is ProxyKind.NONE:
            parts.append("no proxy")
        if self.ca_file:
            parts.append(f"ca {self.ca_file}")
        return " | ".join(parts)


MAX_PROFILE_NAME_LENGTH = 100
"""Maximum characters of a profile's name, or of its customer group."""


def sanitized_name(text: str) -> str:
    """Return a profile name on one line without invisible characters, fit for a window title.

    A bidirectional control character could make "production" look like "test".
    """
    if not text.isprintable():
        text = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(text.split())[:MAX_PROFILE_NAME_LENGTH]


def same_connection(one: Profile, other: Profile) -> bool:
    """Return whether a connection test of one profile also holds for the other.

    Both must reach the same server in the same way as the same user.
    """

    def reach(profile: Profile) -> tuple[object, ...]:
        return (
            profile.secret_origin,
            profile.address,
            profile.user_name,
            profile.sign_in,
            profile.proxy,
        )

    return reach(one) == reach(other)
