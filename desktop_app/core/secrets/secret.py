"""The names of secrets, the places that can store them, and the secrets of one connection."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, auto
from typing import NamedTuple

from desktop_app.core.profiles.profile import Profile, SignInKind


class SecretName(Enum):
    """The kinds of secrets of a profile. The value is the keyring entry's name, never changed."""

    SIGN_IN_PASSWORD = "sign-in password"  # noqa: S105 - a name, not a password
    TICKET = "ticket"
    APP_TOKEN = "app token"  # noqa: S105 - a name, not a token
    BEARER_TOKEN = "bearer token"  # noqa: S105 - a name, not a token
    BROWSER_SESSION = "browser session"
    REFRESH_TOKEN = "refresh token"  # noqa: S105 - a name, not a token
    CLIENT_SECRET = "client secret"  # noqa: S105 - a name, not a secret
    PROXY_PASSWORD = "proxy password"  # noqa: S105 - a name, not a password
    MAILBOX_PASSWORD = "mailbox password"  # noqa: S105 - a name, not a password
    """The password of a mailbox, saved because the user chose to."""
    PENDING_PASSWORD = "pending mailbox password"  # noqa: S105 - a name, not a password
    """The new password of a pending change to a mailbox."""


MAILBOX_SECRETS = frozenset({SecretName.MAILBOX_PASSWORD, SecretName.PENDING_PASSWORD})
"""Secrets that a profile has once per mailbox."""
PROFILE_SECRETS = tuple(name for name in SecretName if name not in MAILBOX_SECRETS)
"""Secrets that a profile has only once."""


class StorageKind(Enum):
    """The kinds of password storage. The value is written to the settings file."""

    KEYRING = "keyring"
    VAULT = "vault"
    SESSION = "session"


class SecretStorage(NamedTuple):
    """The password storage in use. ``name`` is the keyring's own ("GNOME Keyring"), or empty."""

    kind: StorageKind
    name: str = ""


class VaultState(Enum):
    """Whether the vault file exists and is unlocked."""

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
"""The one secret that each kind of sign-in needs in every case."""

TYPED_SECRETS: dict[SignInKind, tuple[SecretName, ...]] = {
    SignInKind.BASIC: (SecretName.SIGN_IN_PASSWORD,),
    SignInKind.TICKET: (SecretName.TICKET, SecretName.APP_TOKEN),
    SignInKind.BEARER: (SecretName.BEARER_TOKEN,),
    SignInKind.OAUTH: (SecretName.CLIENT_SECRET,),
    SignInKind.BROWSER: (SecretName.BROWSER_SESSION,),
}
"""The secrets that the user enters for a sign-in; the first is required, except for OAuth."""


def main_secret(profile: Profile) -> SecretName:
    """Return the secret that this profile's sign-in needs in every case."""
    return MAIN_SECRETS[profile.sign_in]


def required_secret(profile: Profile) -> SecretName | None:
    """Return the secret that the user must enter; None for OAuth, which signs in by browser."""
    names = TYPED_SECRETS[profile.sign_in]
    return names[0] if names and profile.sign_in is not SignInKind.OAUTH else None


@dataclass(frozen=True, slots=True)
class Credentials:
    """The secrets of one connection; ``secret`` is the password, ticket, token or cookies.

    Fields that the kind of sign-in does not use are empty: ``app_token`` goes with a ticket,
    ``refresh_token`` and ``client_secret`` with OAuth, ``proxy_password`` with a custom proxy.
    """

    secret: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    refresh_token: str = field(default="", repr=False)
    client_secret: str = field(default="", repr=False)
    proxy_password: str = field(default="", repr=False)
