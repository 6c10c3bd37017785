"""Profiles, their secrets and their locks in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop_app.core.profiles.profile import Cloud, Environment, Profile, ProxyKind, SignInKind
from desktop_app.core.secrets.secret import Place, PlaceKind, SecretName
from desktop_app.ui.text.policy import forbidden_words

if TYPE_CHECKING:
    from desktop_app.services.profiles.profile_import import Imported
    from desktop_app.services.session.write_lock import Locked


def tr(text: str) -> str:
    """Translate a text of this room."""
    return QCoreApplication.translate("profiles", text)


def environment_word(environment: Environment) -> str:
    """What an installation is for, in one word."""
    return {
        Environment.PRODUCTION: tr("production"),
        Environment.TEST: tr("test"),
        Environment.DEVELOPMENT: tr("development"),
    }[environment]


def profile_title(profile: Profile) -> str:
    """A profile wherever a write can start: its name and what it is for."""
    return f"{profile.name} ({environment_word(profile.environment)})"


def title_of(profile: Profile, *, is_demo: bool) -> str:
    """The title of a profile that may be the demo, which is for nothing but practice."""
    return profile.name if is_demo else profile_title(profile)


def profile_lines(profiles: Sequence[Profile]) -> list[str]:
    """Profiles in a list: each with its customer group, and where two have one name, its place."""
    plain = [_line(profile) for profile in profiles]
    often = Counter(plain)
    return [
        f"{line} — {profile.place}" if often[line] > 1 else line
        for line, profile in zip(plain, profiles, strict=True)
    ]


def _line(profile: Profile) -> str:
    return " — ".join(filter(None, (profile_title(profile), profile.group)))


def sign_in_words(kind: SignInKind) -> str:
    """A way of signing in."""
    return {
        SignInKind.BASIC: tr("User name and password"),
        SignInKind.TICKET: tr("Ticket (SOTicket)"),
        SignInKind.BEARER: tr("Access token (Bearer)"),
        SignInKind.OAUTH: tr("In the browser (OAuth)"),
        SignInKind.BROWSER: tr("Session of a browser"),
    }[kind]


def cloud_words(cloud: Cloud) -> str:
    """An environment of SuperOffice Online."""
    return {
        Cloud.PRODUCTION: tr("Production (online)"),
        Cloud.STAGE: tr("Stage (qaonline)"),
        Cloud.DEVELOPMENT: tr("Development (sod)"),
        Cloud.OWN: tr("Own addresses"),
    }[cloud]


def proxy_words(kind: ProxyKind) -> str:
    """Which proxy is used."""
    return {
        ProxyKind.SYSTEM: tr("That of this computer"),
        ProxyKind.NONE: tr("None"),
        ProxyKind.GIVEN: tr("This one"),
    }[kind]


def secret_words(name: SecretName) -> str:
    """A secret's label."""
    return {
        SecretName.SIGN_IN_PASSWORD: tr("Password"),
        SecretName.TICKET: tr("Ticket"),
        SecretName.APP_TOKEN: tr("Application token"),
        SecretName.BEARER_TOKEN: tr("Access token"),
        SecretName.BROWSER_SESSION: tr("Cookies of the browser"),
        SecretName.REFRESH_TOKEN: tr("Refresh token"),
        SecretName.CLIENT_SECRET: tr("Client secret"),
        SecretName.PROXY_PASSWORD: tr("Proxy password"),
        SecretName.MAILBOX_PASSWORD: tr("Password of the mailbox"),
    }[name]


def place_words(place: Place) -> str:
    """Where secrets live, by the name that its users know."""
    if place.kind is PlaceKind.KEYRING:
        return place.name or tr("the keyring of this computer")
    if place.kind is PlaceKind.VAULT:
        return tr("the encrypted file")
    return tr("this session only")


def lives_words(place: Place) -> str:
    """Where a secret that is typed now will live, in a sentence."""
    if place.kind is PlaceKind.SESSION:
        return tr("Kept for this session only, and typed again next time.")
    if place.kind is PlaceKind.KEYRING and not place.name:
        return tr("Kept in the keyring of this computer if it has one, else for this session only.")
    return tr("Kept in %s, nowhere else.") % place_words(place)


def lock_words(locked: Locked) -> str:
    """Why nothing may be written, and what to do."""
    return {
        "POLICY": forbidden_words("write"),
        "UNTESTED": tr("Read-only until its connection has worked once."),
        "READ_ONLY": tr("Read-only. Unlock it to change mailboxes."),
        "TIMED": tr("Read-only. Unlock it for a time to change mailboxes."),
    }[locked.name]


def imported_words(imported: Imported) -> str:
    """What an import did; who leads elsewhere now has to be given its secret again."""
    said = tr("Taken over: %d new, %d changed.") % (imported.added, imported.changed)
    if not imported.elsewhere:
        return said
    told = tr("These lead elsewhere now, and ask for their secret again:")
    moved = (f"{m.profile.name}: {m.before} → {m.profile.binding}" for m in imported.elsewhere)
    return "\n".join((f"{said} {told}", *moved))
