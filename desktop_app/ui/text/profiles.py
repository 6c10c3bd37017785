"""Texts for profiles, their secrets and their locks. All are translated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from enum import Enum, auto
from math import ceil
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from desktop_app.core.mailbox.unicode_names import is_confusable
from desktop_app.core.profiles.profile import (
    Environment,
    OnlineEnvironment,
    Profile,
    ProxyKind,
    SignInKind,
    UrlProblem,
)
from desktop_app.core.profiles.urls import alternate_host
from desktop_app.core.secrets.secret import SecretName, SecretStorage, StorageKind
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.policy import forbidden_text

if TYPE_CHECKING:
    from desktop_app.services.profiles.profile_import import Imported
    from desktop_app.services.session.write_lock import WriteLock, WriteLockReason


def environment_name(environment: Environment) -> str:
    """Return the name of an environment, in one word."""
    return {
        Environment.PRODUCTION: translate("profiles", "production"),
        Environment.TEST: translate("profiles", "test"),
        Environment.DEVELOPMENT: translate("profiles", "development"),
    }[environment]


def profile_title(profile: Profile) -> str:
    """Return a profile's name and environment, for every place where a save can start."""
    return f"{profile.name} ({environment_name(profile.environment)})"


def workspace_title(profile: Profile, *, is_demo: bool) -> str:
    """Return the title of a profile; for the demo, without an environment."""
    return profile.name if is_demo else profile_title(profile)


def profile_list_texts(profiles: Sequence[Profile]) -> list[str]:
    """Return a text per profile: title and group, and the host if two texts are the same."""
    plain = [_list_text(profile) for profile in profiles]
    often = Counter(plain)
    return [
        f"{line} — {profile.address_text}" if often[line] > 1 else line
        for line, profile in zip(plain, profiles, strict=True)
    ]


def _list_text(profile: Profile) -> str:
    return " — ".join(filter(None, (profile_title(profile), profile.group)))


def sign_in_kind_text(kind: SignInKind) -> str:
    """Return the name of a sign-in method."""
    return {
        SignInKind.BASIC: translate("profiles", "User name and password"),
        SignInKind.TICKET: translate("profiles", "Ticket (SOTicket)"),
        SignInKind.BEARER: translate("profiles", "Access token (Bearer)"),
        SignInKind.OAUTH: translate("profiles", "In the browser (OAuth)"),
        SignInKind.BROWSER: translate("profiles", "Browser session"),
    }[kind]


def online_environment_text(environment: OnlineEnvironment) -> str:
    """Return the name of an environment of SuperOffice Online."""
    return {
        OnlineEnvironment.PRODUCTION: translate("profiles", "Production (online)"),
        OnlineEnvironment.STAGING: translate("profiles", "Stage (qaonline)"),
        OnlineEnvironment.DEVELOPMENT: translate("profiles", "Development (sod)"),
        OnlineEnvironment.CUSTOM: translate("profiles", "Own addresses"),
    }[environment]


def proxy_kind_text(kind: ProxyKind) -> str:
    """Return which proxy a profile uses."""
    return {
        ProxyKind.SYSTEM: translate("profiles", "System proxy"),
        ProxyKind.NONE: translate("profiles", "No proxy"),
        ProxyKind.CUSTOM: translate("profiles", "This proxy"),
    }[kind]


def secret_label(name: SecretName) -> str:
    """Return the label of a secret; KeyError for PENDING_PASSWORD, which has none."""
    return {
        SecretName.SIGN_IN_PASSWORD: translate("profiles", "Password"),
        SecretName.TICKET: translate("profiles", "Ticket"),
        SecretName.APP_TOKEN: translate("profiles", "Application token"),
        SecretName.BEARER_TOKEN: translate("profiles", "Access token"),
        SecretName.BROWSER_SESSION: translate("profiles", "Browser cookies"),
        SecretName.REFRESH_TOKEN: translate("profiles", "Refresh token"),
        SecretName.CLIENT_SECRET: translate("profiles", "Client secret"),
        SecretName.PROXY_PASSWORD: translate("profiles", "Proxy password"),
        SecretName.MAILBOX_PASSWORD: translate("profiles", "Mailbox password"),
    }[name]


def missing_secret_text(name: SecretName) -> str:
    """Return a sentence that asks for a secret which was not entered."""
    return {
        SecretName.SIGN_IN_PASSWORD: translate("profiles", "Enter the password."),
        SecretName.TICKET: translate("profiles", "Enter the ticket."),
        SecretName.BEARER_TOKEN: translate("profiles", "Enter the access token."),
        SecretName.BROWSER_SESSION: translate(
            "profiles", "Paste the request from your browser, or its cookies."
        ),
    }.get(name) or translate("profiles", "Required: {secret}.").format(secret=secret_label(name))


def moved_secret_text(name: SecretName, before: str, now: str) -> str:
    """Return why a secret must be entered again: what it was entered for is another server now."""
    text = (
        translate(
            "profiles", "The server changed from {before} to {now}. Enter the password again."
        )
        if name is SecretName.SIGN_IN_PASSWORD
        else translate(
            "profiles", "The server changed from {before} to {now}. Enter this again: {secret}."
        )
    )
    return text.format(
        before=in_both_forms(before), now=in_both_forms(now), secret=secret_label(name)
    )


def storage_text(storage: SecretStorage) -> str:
    """Return the name of a password storage, as its users know it."""
    if storage.kind is StorageKind.KEYRING:
        return storage.name or translate("profiles", "the system keyring")
    if storage.kind is StorageKind.VAULT:
        return translate("profiles", "the password vault")
    return translate("profiles", "this session only")


def storage_note(storage: SecretStorage) -> str:
    """Return a sentence on where a secret entered now will be stored."""
    if storage.kind is StorageKind.SESSION:
        return translate("profiles", "Kept for this session only. You enter it again next time.")
    if storage.kind is StorageKind.KEYRING and not storage.name:
        return translate(
            "profiles",
            "Kept in the system keyring if there is one, otherwise for this session only.",
        )
    return translate("profiles", "Kept in {storage} and nowhere else.").format(
        storage=storage_text(storage)
    )


def write_lock_text(reason: WriteLockReason) -> str:
    """Return why a profile cannot be written to, and what to do."""
    return {
        "POLICY": forbidden_text("write"),
        "UNTESTED": translate("profiles", "Read-only until the connection has worked once."),
        "READ_ONLY": translate("profiles", "Read-only. Unlock it to change mailboxes."),
        "TIMED": translate("profiles", "Read-only. Unlock it temporarily to change mailboxes."),
    }[reason.name]


def lock_state_text(lock: WriteLock) -> str:
    """Return whether a profile is read-only, or how long it is unlocked; empty if always open."""
    if not lock.may_write:
        return translate("profiles", "read-only")
    if lock.unlocked_until is None:
        return ""
    minutes = ceil(lock.unlocked_until.seconds_left / 60)
    return translate("profiles", "unlocked {minutes} min").format(minutes=minutes)


def import_text(imported: Imported) -> str:
    """Return the result of an import, and the profiles whose secrets must be entered again."""
    message = translate("profiles", "Imported: {added} new, {changed} changed.").format(
        added=imported.added, changed=imported.changed
    )
    return "\n".join((message, *_refused_lines(imported), *_repointed_lines(imported)))


def _refused_lines(imported: Imported) -> list[str]:
    if not imported.refused:
        return []
    told = translate(
        "profiles",
        "Skipped, because their CA file is on another computer (copy the file to this one and "
        "create the profile by hand):",
    )
    return [told, *(in_both_forms(f"{p.name}: {p.ca_file}") for p in imported.refused)]


def _repointed_lines(imported: Imported) -> list[str]:
    if not imported.repointed:
        return []
    told = translate(
        "profiles", "These now point to a different server and will ask for their password again:"
    )
    moved = [
        in_both_forms(f"{m.profile.name}: {m.old_origin} → {m.profile.secret_origin}")
        for m in imported.repointed
    ]
    return [told, *moved]


class AddressKind(Enum):
    """What an address in a profile belongs to."""

    SUPEROFFICE = auto()
    PROXY = auto()
    SIGN_IN = auto()
    STATE = auto()


def missing_address_text(kind: AddressKind) -> str:
    """Return a sentence that asks for an address which is empty."""
    return {
        AddressKind.SUPEROFFICE: translate(
            "profiles", "Enter the address of SuperOffice as you would in a browser."
        ),
        AddressKind.PROXY: translate(
            "profiles", "Enter the address of the proxy, for example http://proxy.example.com:8080."
        ),
        AddressKind.SIGN_IN: translate(
            "profiles",
            "Enter the sign-in address of the environment, for example https://login.example.com.",
        ),
        AddressKind.STATE: translate(
            "profiles", "Enter the address that reports the state of a tenant."
        ),
    }[kind]


def address_problem_text(problem: UrlProblem, kind: AddressKind = AddressKind.SUPEROFFICE) -> str:
    """Return a sentence for a problem of an address of this kind."""
    return {
        UrlProblem.EMPTY: missing_address_text(kind),
        UrlProblem.SCHEME: translate("profiles", "Start the address with https:// (or http://)."),
        UrlProblem.HOST: translate("profiles", "This is not a server address."),
        UrlProblem.HAS_CREDENTIALS: translate(
            "profiles",
            "The address contains a user name or password. Enter those in their own fields.",
        ),
        UrlProblem.UNEXPECTED_PART: translate(
            "profiles", "Remove everything from “?” or “#” onwards."
        ),
        UrlProblem.BACKSLASH: translate(
            "profiles", "Use / instead of the backslash, which can point to a different server."
        ),
        UrlProblem.NUMBER: translate(
            "profiles",
            "This is not an IP address. An IP address has four numbers up to 255, "
            "for example 192.0.2.1.",
        ),
        UrlProblem.NAME: translate(
            "profiles", "This is not a server name. Check its special letters."
        ),
        UrlProblem.DOUBLED_SCHEME: translate(
            "profiles", "Enter https:// (or http://) once, at the beginning."
        ),
    }[problem]


def host_form_text(address: str) -> str:
    """Return the other form of an address's international host name, with a warning if needed.

    Empty for a host of plain letters. The warning is for letters of several alphabets, and for
    names that consist of letters like those of another alphabet.
    """
    other = alternate_host(address)
    if not other:
        return ""
    host = urlsplit(address).hostname or ""
    if not is_confusable(host):
        return translate("profiles", "Also written {name}.").format(name=other)
    ascii_form, name = sorted((host, other), key=str.isascii, reverse=True)
    return translate(
        "profiles",
        "Careful: some letters of {name} look like other letters. In plain letters: {plain}.",
    ).format(name=name, plain=ascii_form)


def in_both_forms(text: str) -> str:
    """Return a text with the other form behind each address with an international host name."""
    return " ".join(_in_both_forms(word) if "://" in word else word for word in text.split(" "))


def _in_both_forms(address: str) -> str:
    other = alternate_host(address)
    return f"{address} ({other})" if other else address
