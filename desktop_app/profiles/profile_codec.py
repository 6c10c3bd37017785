"""One profile as an object of the profiles file, and one OAuth registration.

Reading is strict: what is there must have the right type and make sense. What is missing has its
default, so that an administrator's file may be short. Nothing here repeats what it was given.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum
from typing import TypeVar

from desktop_app.core.profiles.profile import (
    Cloud,
    Environment,
    OAuthApp,
    Profile,
    Proxy,
    ProxyKind,
    SignInKind,
    Tenant,
    api_address,
    plain_name,
)
from desktop_app.core.profiles.urls import base_address, proxy_address

Document = dict[str, object]
Choice = TypeVar("Choice", bound=Enum)

MOST_MINUTES = 24 * 60
"""The longest time after which production locks itself."""
LOOPBACK = ("127.0.0.1", "::1", "localhost")
"""Where an OAuth answer may be sent back to."""

_UUID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_TENANT = re.compile(r"[A-Za-z0-9_-]{1,64}")


class NotProfiles(ValueError):
    """These bytes are no profiles file. The text says why and never repeats what they hold."""


def read_profile(entry: Document) -> Profile:
    """The profile of an entry, its OAuth registration not filled in. Raises ValueError."""
    tenant = _part(entry, "tenant", read_tenant)
    return Profile(
        id=_id(entry),
        name=plain_name(required(entry, "name")),
        address="" if tenant else api_address(required(entry, "address")),
        user_name=required(entry, "user_name"),
        tenant=tenant,
        sign_in=_choice(entry, "sign_in", SignInKind.BASIC),
        environment=_choice(entry, "environment", Environment.PRODUCTION),
        group=plain_name(text(entry, "group")),
        note=text(entry, "note"),
        proxy=_part(entry, "proxy", _read_proxy) or Proxy(),
        ca_file=text(entry, "ca_file"),
        language=text(entry, "language"),
        culture=text(entry, "culture"),
        time_zone=text(entry, "time_zone"),
        read_only=flag(entry, "read_only"),
        tested=flag(entry, "tested"),
        lock_after=number(entry, "lock_after", 0, MOST_MINUTES),
        plain_http=flag(entry, "plain_http"),
    )


def profile_entry(profile: Profile) -> Document:
    """A profile as an entry: all its fields but ``oauth`` and ``deployed``, and no secret."""
    tenant, proxy = profile.tenant, profile.proxy
    return {
        "id": profile.id,
        "name": profile.name,
        "address": profile.address,
        "user_name": profile.user_name,
        "tenant": None if tenant is None else _tenant_entry(tenant),
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
    }


def read_tenant(entry: Document) -> Tenant:
    """A tenant of SuperOffice Online. Raises ValueError."""
    found = required(entry, "id")
    if not _TENANT.fullmatch(found):
        raise NotProfiles("tenant")
    cloud = _choice(entry, "cloud", Cloud.PRODUCTION)
    if cloud is not Cloud.OWN:
        return Tenant(found, cloud)
    login, state = (base_address(required(entry, k)) for k in ("login_address", "state_address"))
    return Tenant(found, cloud, login, state)


def read_oauth(entry: Document) -> OAuthApp:
    """An OAuth registration. Raises ValueError."""
    usual = OAuthApp()
    host = text(entry, "redirect_host") or usual.redirect_host
    path = text(entry, "redirect_path") or usual.redirect_path
    if host not in LOOPBACK or not path.startswith("/"):
        raise NotProfiles("redirect")
    port = number(entry, "redirect_port", 0, 65535, usual.redirect_port)
    return OAuthApp(text(entry, "client_id"), host, port, path)


def oauth_entry(app: OAuthApp) -> Document:
    """An OAuth registration as an entry."""
    return {
        "client_id": app.client_id,
        "redirect_host": app.redirect_host,
        "redirect_port": app.redirect_port,
        "redirect_path": app.redirect_path,
    }


def required(entry: Document, key: str) -> str:
    """A text that must be there, and can be shown and sent. Raises NotProfiles."""
    value = entry.get(key)
    if not isinstance(value, str) or (not value.isascii() and _has_half_characters(value)):
        raise NotProfiles(key)
    return value


def _has_half_characters(text: str) -> bool:
    """Whether it holds half a surrogate pair, which could be neither shown nor sent."""
    return any("\ud800" <= character <= "\udfff" for character in text)


def text(entry: Document, key: str) -> str:
    """A text, empty if it is missing. Raises NotProfiles."""
    return required(entry, key) if key in entry else ""


def flag(entry: Document, key: str, default: bool = False) -> bool:
    """Yes or no. Raises NotProfiles."""
    value = entry.get(key, default)
    if not isinstance(value, bool):
        raise NotProfiles(key)
    return value


def number(entry: Document, key: str, least: int, most: int, default: int = 0) -> int:
    """A whole number in a range. Raises NotProfiles."""
    value = entry.get(key, default)
    if type(value) is not int or not least <= value <= most:
        raise NotProfiles(key)
    return value


def _id(entry: Document) -> str:
    found = required(entry, "id")
    if not _UUID.fullmatch(found):
        raise NotProfiles("id")
    return found


def _choice(entry: Document, key: str, default: Choice) -> Choice:
    try:
        return type(default)(entry.get(key, default.value))
    except ValueError:
        raise NotProfiles(key) from None


Part = TypeVar("Part")


def _part(entry: Document, key: str, read: Callable[[Document], Part]) -> Part | None:
    value = entry.get(key)
    if value is None:
        return None
    if not isinstance(value, dict):
        raise NotProfiles(key)
    return read(value)


def _tenant_entry(tenant: Tenant) -> Document:
    return {
        "id": tenant.id,
        "cloud": tenant.cloud.value,
        "login_address": tenant.login_address,
        "state_address": tenant.state_address,
    }


def _read_proxy(entry: Document) -> Proxy:
    kind = _choice(entry, "kind", ProxyKind.SYSTEM)
    if kind is not ProxyKind.GIVEN:
        return Proxy(kind)
    return Proxy(kind, proxy_address(required(entry, "address")), text(entry, "user_name"))
