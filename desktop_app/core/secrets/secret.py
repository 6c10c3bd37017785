"""Secrets by name, the places where they can live, and those that one connection needs together."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import NamedTuple

from desktop_app.core.profiles.profile import Profile, SignInKind


class SecretName(Enum):
    """The secrets of a profile. The value is its name in the keyring and never changes."""

    SIGN_IN_PASSWORD = "sign-in password"  # noqa: S105 - a name, not a password
    TICKET = "ticket"
    APP_TOKEN = "app token"  # noqa: S105 - a name, not a token
    BEARER_TOKEN = "bearer token"  # noqa: S105 - a name, not a token
    BROWSER_SESSION = "browser session"
    REFRESH_TOKEN = "refresh token"  # noqa: S105 - a name, not a token
    CLIENT_SECRET = "client secret"  # noqa: S105 - a name, not a secret
    PROXY_PASSWORD = "proxy password"  # noqa: S105 - a name, not a password
    MAILBOX_PASSWORD = "mailbox password"  # noqa: S105 - a name, not a password
    """Of a mailbox, kept because the user chose so."""
    PENDING_PASSWORD = "pending mailbox password"  # noqa: S105 - a name, not a password
    """Of a change to a mailbox that is still to be saved."""


MAILBOX_SECRETS = frozenset({SecretName.MAILBOX_PASSWORD, SecretName.PENDING_PASSWORD})
"""Secrets of which a profile has one for each mailbox."""
PROFILE_SECRETS = tuple(name for name in SecretName if name not in MAILBOX_SECRETS)
"""Secrets of which a profile has one."""


class StorageKind(Enum):
    """The kinds of places for secrets. The value is its name in the settings file."""

    KEYRING = "keyring"
    VAULT = "vault"
    SESSION = "session"


class SecretStorage(NamedTuple):
    """Where secrets live. ``name`` is the keyring's own ("GNOME Keyring"), or empty."""

    kind: StorageKind
    name: str = ""


class VaultState(Enum):
    """How the vault file stands."""

    ABSENT = auto()
    LOCKED = auto()
    UNLOCKED = auto()


MAIN_SECRETS: dict[SignInKind, SecretName] = {
    SignInKind.BASIC: SecretName.SIGN_IN_PASSWORD,
    SignInKind.TICKET: SecretName.TICKET,
    SignInKind.BEARER: SecretName.BEARER_TOKEN,
    SignInKind.OAUTH: SecretName.REFRESH_TOKEN,
    SignInKind.BROWSER: SecretName.BROWSER_SESSION,
}
"""What a sign-in cannot do without."""

TYPED_SECRETS: dict[SignInKind, tuple[SecretName, ...]] = {
    SignInKind.BASIC: (SecretName.SIGN_IN_PASSWORD,),
    SignInKind.TICKET: (SecretName.TICKET, SecretName.APP_TOKEN),
    SignInKind.BEARER: (SecretName.BEARER_TOKEN,),
    SignInKind.OAUTH: (SecretName.CLIENT_SECRET,),
    SignInKind.BROWSER: (SecretName.BROWSER_SESSION,),
}
"""What a person types for a sign-in; the first is demanded, unless it is OAuth's."""


def main_secret(profile: Profile) -> SecretName:
    """The secret that this profile's sign-in cannot do without."""
    return MAIN_SECRETS[profile.sign_in]


def required_secret(profile: Profile) -> SecretName | None:
    """The typed secret that must be there, or None: OAuth brings its own."""
    names = TYPED_SECRETS[profile.sign_in]
    return names[0] if names and profile.sign_in is not SignInKind.OAUTH else None


@dataclass(frozen=True, slots=True)
class Credentials:
    """``secret`` is what the way of signing in asks for: password, ticket, token or cookies.

    The others are empty where they are not used: ``app_token`` goes with a ticket,
    ``refresh_token`` and ``client_secret`` belong to OAuth, ``proxy_password`` to a given proxy.
    """

    secret: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    refresh_token: str = field(default="", repr=False)
    client_secret: str = field(default="", repr=False)
    proxy_password: str = field(default="", repr=False)
