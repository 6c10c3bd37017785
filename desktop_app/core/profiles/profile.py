"""A connection profile: everything needed to reach one installation, but its secrets.

The first four fields are what a profile of version 1 had; every other one has a default, so that
such a profile is what it was. ``address`` is empty for a tenant of SuperOffice Online, whose
address is asked from the state endpoint each time.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from desktop_app.core.profiles.urls import (
    InvalidUrl,
    UrlProblem,
    api_address,
    is_insecure,
    origin,
)

__all__ = [
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
    """What an installation is for. The value is its name in the profiles file."""

    PRODUCTION = "production"
    TEST = "test"
    DEVELOPMENT = "development"


class SignInKind(Enum):
    """How a person is known to the server. The value is its name in the profiles file."""

    BASIC = "basic"
    TICKET = "ticket"
    BEARER = "bearer"
    OAUTH = "oauth"
    BROWSER = "browser"


class OnlineEnvironment(Enum):
    """An environment of SuperOffice Online, by the first part of its host name."""

    PRODUCTION = "online"
    STAGING = "qaonline"
    DEVELOPMENT = "sod"
    CUSTOM = "own"
    """Addresses of one's own, as ``Tenant.login_address`` and ``state_address`` give them."""


@dataclass(frozen=True, slots=True)
class Tenant:
    """A customer of SuperOffice Online: ``id`` is ``Cust12345``.

    The addresses are empty unless ``online_environment`` is OWN: ``login_address`` stands for
    ``https://online.superoffice.com/login``, ``state_address`` for
    ``https://online.superoffice.com/api/state``, both without a slash at the end.
    """

    id: str
    online_environment: OnlineEnvironment = OnlineEnvironment.PRODUCTION
    login_address: str = ""
    state_address: str = ""

    @property
    def login_url(self) -> str:
        """Where people sign in, without a slash at its end."""
        return (
            self.login_address or f"https://{self.online_environment.value}.superoffice.com/login"
        )

    @property
    def state_url(self) -> str:
        """Where this tenant's state and API address are asked for."""
        base = (
            self.state_address
            or f"https://{self.online_environment.value}.superoffice.com/api/state"
        )
        return f"{base}/{self.id}"

    @property
    def environment_key(self) -> str:
        """What an OAuth registration is kept under: one for each environment."""
        return (
            origin(self.login_url)
            if self.online_environment is OnlineEnvironment.CUSTOM
            else self.online_environment.value
        )


@dataclass(frozen=True, slots=True)
class OAuthApp:
    """A registration of this program as an OAuth application; its optional secret is elsewhere."""

    client_id: str = ""
    redirect_host: str = "127.0.0.1"
    redirect_port: int = 45893
    redirect_path: str = "/callback"


class ProxyKind(Enum):
    """Which proxy is used. The value is its name in the profiles file."""

    SYSTEM = "system"
    NONE = "none"
    CUSTOM = "given"


@dataclass(frozen=True, slots=True)
class Proxy:
    """The way out; ``address`` (``http://host:port``) and ``user_name`` count for GIVEN."""

    kind: ProxyKind = ProxyKind.SYSTEM
    address: str = ""
    user_name: str = ""


@dataclass(frozen=True, slots=True)
class Profile:
    """One installation. ``id`` is a UUID that never changes, ``address`` ends in ``/api``.

    ``oauth`` is the registration for the tenant's environment; the file keeps one for each
    environment. ``language`` and ``culture`` are names such as ``nb-NO``, ``time_zone`` is
    SuperOffice's own code such as ``NO``; empty means the program's own. ``lock_after`` is in
    minutes, 0 for never; it counts where ``environment`` is production. ``is_machine_wide``
    profiles come from the machine-wide file and are never written to the user's. ``plain_http`` is
    the user's word that secrets may go to an address without TLS.
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

    @classmethod
    def new(cls, name: str, address: str, user_name: str) -> Profile:
        """An on-site profile with an id of its own. Raises InvalidUrl."""
        from uuid import uuid4  # lazy: start

        return cls(str(uuid4()), name.strip(), api_address(address), user_name)

    def copy(self, name: str) -> Profile:
        """The same under an id of its own, so with secrets of its own, not tested yet."""
        from uuid import uuid4  # lazy: start

        return replace(
            self, id=str(uuid4()), name=name, tested=False, read_only=True, is_machine_wide=False
        )

    @property
    def address_text(self) -> str:
        """Where it leads, in a word: the host of its address, or its tenant."""
        return self.tenant.id if self.tenant else self.address.partition("://")[2].partition("/")[0]

    @property
    def installation_id(self) -> str:
        """The SuperOffice it leads to: what two profiles with the same one list is the same."""
        if self.tenant is not None:
            return f"{self.origin} {self.tenant.id.casefold()}"
        return self.address.casefold()

    @property
    def origin(self) -> str:
        """Scheme, host and port that secrets are sent to first; for Online, the login host's."""
        return origin(self.tenant.login_url if self.tenant else self.address)

    @property
    def list_key(self) -> str:
        """The key of the stored list: another address or user sees another list."""
        return "\n".join((self.id, self.secret_origin, self.address, self.user_name))

    @property
    def secret_origin(self) -> str:
        """What the profile's secrets were entered for: nothing of it may change unseen.

        For an on-site address with the system's proxy and no CA file it is the plain origin, as in
        version 1.
        """
        parts = [self.origin]
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
"""Characters of a profile's name, or of its customer group."""


def sanitized_name(text: str) -> str:
    """A name as it can stand in a title: one line, and nothing hidden in it.

    A sign that turns the order of others round could make "test" of "production" to the eye.
    """
    if not text.isprintable():
        text = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(text.split())[:MAX_PROFILE_NAME_LENGTH]


def same_connection(one: Profile, other: Profile) -> bool:
    """Whether both reach the same server as the same user: what a connection test has proved."""

    def reach(profile: Profile) -> tuple[object, ...]:
        return (
            profile.secret_origin,
            profile.address,
            profile.user_name,
            profile.sign_in,
            profile.proxy,
        )

    return reach(one) == reach(other)
