"""One profile, or one OAuth registration, as an object of the profiles file.

Reading is strict: a value that is present must be valid. A missing one gets its default, so that an
administrator's file may be short. No error text repeats a value.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum
from typing import TypeVar

from desktop_app.core.profiles.profile import (
    ApiHostConsent,
    Environment,
    OAuthApp,
    OnlineEnvironment,
    Profile,
    Proxy,
    ProxyKind,
    SignInKind,
    Tenant,
    api_address,
    sanitized_name,
)
from desktop_app.core.profiles.urls import InvalidUrl, UrlProblem, base_address, proxy_address

Document = dict[str, object]
Choice = TypeVar("Choice", bound=Enum)

MAX_LOCK_MINUTES = 24 * 60
"""Longest unlock time of a production profile, in minutes."""
LOOPBACK_HOSTS = ("127.0.0.1", "::1", "localhost")
"""Hosts that an OAuth redirect may point to."""

_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_TENANT = re.compile(r"[A-Za-z0-9_-]{1,64}")


class InvalidProfilesFile(ValueError):
    """The bytes are not a valid profiles file. The text says why, without file contents."""


def decode_profile(entry: Document) -> Profile:
    """Return the profile of an entry, without its OAuth registration. Raises ValueError."""
    tenant = _optional_object(entry, "tenant", decode_tenant)
    return Profile(
        id=_profile_id(entry),
        name=sanitized_name(required_text(entry, "name")),
        address="" if tenant else _address(required_text(entry, "address"), api_address),
        user_name=required_text(entry, "user_name"),
        tenant=tenant,
        sign_in=_enum_value(entry, "sign_in", SignInKind.BASIC),
        environment=_enum_value(entry, "environment", Environment.PRODUCTION),
        group=sanitized_name(optional_text(entry, "group")),
        note=optional_text(entry, "note"),
        proxy=_optional_object(entry, "proxy", _decode_proxy) or Proxy(),
        ca_file=optional_text(entry, "ca_file"),
        language=optional_text(entry, "language"),
        culture=optional_text(entry, "culture"),
        time_zone=optional_text(entry, "time_zone"),
        read_only=boolean(entry, "read_only"),
        tested=boolean(entry, "tested"),
        lock_after=integer(entry, "lock_after", 0, MAX_LOCK_MINUTES),
        plain_http=boolean(entry, "plain_http"),
        api_host_consent=decode_api_host_consent(entry),
    )


def encode_profile(profile: Profile) -> Document:
    """Return a profile as an entry: all fields but ``oauth`` and ``is_machine_wide``; no secret."""
    tenant, proxy = profile.tenant, profile.proxy
    return {
        "id": profile.id,
        "name": profile.name,
        "address": profile.address,
        "user_name": profile.user_name,
        "tenant": None if tenant is None else _encode_tenant(tenant),
        "sign_in": profile.sign_in.value,
        "environment": profile.environment.value,
        "group": profile.group,
        "note": profile.note,
        "proxy": {
            "kind": proxy.kind.value,
            "address": proxy.address,
            "user_name": proxy.user_name,
        },
        "ca_file": profile.ca_file,
        "language": profile.language,
        "culture": profile.culture,
        "time_zone": profile.time_zone,
        "read_only": profile.read_only,
        "tested": profile.tested,
        "lock_after": profile.lock_after,
        "plain_http": profile.plain_http,
        **encode_api_host_consent(profile),
    }


API_HOST_CONSENT = "api_host_consent"
"""The key of a consent; an entry without one does not have the key, as in version 0.1.0."""


def decode_tenant(entry: Document) -> Tenant:
    """Return the tenant of SuperOffice Online in an entry. Raises ValueError."""
    found = required_text(entry, "id")
    if not _TENANT.fullmatch(found):
        raise InvalidProfilesFile("tenant")
    cloud = _enum_value(entry, "cloud", OnlineEnvironment.PRODUCTION)
    if cloud is not OnlineEnvironment.CUSTOM:
        return Tenant(found, cloud)
    login, state = (
        _address(required_text(entry, k), base_address) for k in ("login_address", "state_address")
    )
    return Tenant(found, cloud, login, state)


def decode_api_host_consent(entry: Document) -> ApiHostConsent | None:
    """Return the consent in the entry of a profile, if any. Raises InvalidProfilesFile."""
    return _optional_object(
        entry,
        API_HOST_CONSENT,
        lambda found: ApiHostConsent(
            required_text(found, "host"), required_text(found, "given_for")
        ),
    )


def encode_api_host_consent(profile: Profile) -> Document:
    """Return what an entry says of a profile's consent: nothing, unless it is a valid one."""
    consent = profile.api_host_consent
    if consent is None or not profile.accepted_api_host:
        return {}
    return {API_HOST_CONSENT: {"host": consent.host, "given_for": consent.given_for}}


def decode_oauth_app(entry: Document) -> OAuthApp:
    """Return the OAuth registration in an entry. Raises ValueError."""
    usual = OAuthApp()
    host = optional_text(entry, "redirect_host") or usual.redirect_host
    path = optional_text(entry, "redirect_path") or usual.redirect_path
    if host not in LOOPBACK_HOSTS or not path.startswith("/"):
        raise InvalidProfilesFile("redirect")
    port = integer(entry, "redirect_port", 0, 65535, usual.redirect_port)
    return OAuthApp(optional_text(entry, "client_id"), host, port, path)


def encode_oauth_app(app: OAuthApp) -> Document:
    """Return an OAuth registration as an entry."""
    return {
        "client_id": app.client_id,
        "redirect_host": app.redirect_host,
        "redirect_port": app.redirect_port,
        "redirect_path": app.redirect_path,
    }


def required_text(entry: Document, key: str) -> str:
    """Return a text that must be present and encodable as UTF-8. Raises InvalidProfilesFile."""
    value = entry.get(key)
    if not isinstance(value, str) or (not value.isascii() and _has_lone_surrogates(value)):
        raise InvalidProfilesFile(key)
    return value


def _has_lone_surrogates(text: str) -> bool:
    """Return whether a text holds half a surrogate pair, which can be neither shown nor sent."""
    return any("\ud800" <= character <= "\udfff" for character in text)


def optional_text(entry: Document, key: str) -> str:
    """Return a text, empty if it is missing. Raises InvalidProfilesFile."""
    return required_text(entry, key) if key in entry else ""


def boolean(entry: Document, key: str, default: bool = False) -> bool:
    """Return a boolean, or the default if it is missing. Raises InvalidProfilesFile."""
    value = entry.get(key, default)
    if not isinstance(value, bool):
        raise InvalidProfilesFile(key)
    return value


def integer(entry: Document, key: str, minimum: int, maximum: int, default: int = 0) -> int:
    """Return a whole number in a range (inclusive), or the default. Raises InvalidProfilesFile."""
    value = entry.get(key, default)
    if type(value) is not int or not minimum <= value <= maximum:
        raise InvalidProfilesFile(key)
    return value


def _profile_id(entry: Document) -> str:
    found = required_text(entry, "id")
    if not _UUID.fullmatch(found):
        raise InvalidProfilesFile("id")
    return found


def _enum_value(entry: Document, key: str, default: Choice) -> Choice:
    try:
        return type(default)(entry.get(key, default.value))
    except ValueError:
        raise InvalidProfilesFile(key) from None


Part = TypeVar("Part")


def _optional_object(entry: Document, key: str, decode: Callable[[Document], Part]) -> Part | None:
    value = entry.get(key)
    if value is None:
        return None
    if not isinstance(value, dict):
        raise InvalidProfilesFile(key)
    return decode(value)


def _encode_tenant(tenant: Tenant) -> Document:
    return {
        "id": tenant.id,
        "cloud": tenant.online_environment.value,
        "login_address": tenant.login_address,
        "state_address": tenant.state_address,
    }


def _decode_proxy(entry: Document) -> Proxy:
    kind = _enum_value(entry, "kind", ProxyKind.SYSTEM)
    if kind is not ProxyKind.CUSTOM:
        return Proxy(kind)
    address = _address(required_text(entry, "address"), proxy_address)
    return Proxy(kind, address, optional_text(entry, "user_name"))


_ACCEPTED_BEFORE = (UrlProblem.NUMBER, UrlProblem.NAME, UrlProblem.DOUBLED_SCHEME)
"""What version 0.1.0 accepted in an address; no server can be reached at such a one."""


def _address(text: str, parse: Callable[[str], str]) -> str:
    """Return a parsed address, or as it stands if an older version accepted it. Raises InvalidUrl.

    Otherwise one such address would make the whole file count as damaged.
    """
    try:
        return parse(text)
    except InvalidUrl as wrong:
        if wrong.problem not in _ACCEPTED_BEFORE:
            raise
        return text
