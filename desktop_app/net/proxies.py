"""Chooses the proxy of a call: the system's, a given one, or none."""

from __future__ import annotations

import base64
import re
import urllib.request
from collections.abc import Callable, Mapping
from urllib.parse import quote, unquote, urlsplit

from desktop_app.core.errors import NetworkFailure, Unreachable
from desktop_app.core.profiles.profile import Proxy, ProxyKind
from desktop_app.core.profiles.urls import is_this_computer

ProxyResolver = Callable[[str], str]
"""Maps the URL of a call to its proxy's address, or to an empty text for a direct connection."""


def proxy_resolver(proxy: Proxy, password: str = "") -> ProxyResolver:
    """Return the resolver for a profile's proxy; ``password`` is used for a given proxy only."""
    if proxy.kind is ProxyKind.NONE:
        return lambda _url: ""
    if proxy.kind is ProxyKind.SYSTEM:
        return system_proxy
    address = _with_credentials(proxy.address, proxy.user_name, password)
    return lambda _url: address


def fixed_proxy(proxies: Mapping[str, str]) -> ProxyResolver:
    """Return a resolver for a map from URL scheme to proxy address."""
    return lambda url: proxies.get(urlsplit(url).scheme, "")


def system_proxy(url: str) -> str:
    """Return the proxy that the operating system or the environment sets for ``url``, or "".

    Automatic configuration scripts (PAC) are not run.
    """
    parts = urlsplit(url)
    if urllib.request.proxy_bypass(parts.hostname or ""):
        return ""
    known = urllib.request.getproxies()
    found = known.get(parts.scheme) or known.get("all") or ""
    return found if urlsplit(found).scheme in ("http", "https") or "://" not in found else ""


def proxy_for(url: str, resolver: ProxyResolver) -> str:
    """Return the proxy's address for ``url``, or "". Raises Unreachable for a malformed address.

    The system's proxy may come from an environment variable, which can hold any text. This computer
    is never reached through a proxy, whoever named it: over plain http a proxy reads everything,
    and nobody is asked for consent to http to this computer.
    """
    try:
        if is_this_computer(urlsplit(url).hostname or ""):
            return ""
        found = resolver(url)
        parts = urlsplit(_with_scheme(found))
        usable = not found or (bool(parts.hostname) and parts.port != 0 and found.isprintable())
    except ValueError:
        usable = False
    if not usable or " " in found:
        raise Unreachable(NetworkFailure.PROXY, "not the address of a proxy")
    return found


def strip_credentials(proxy: str) -> str:
    """Return scheme, host and port of a proxy, fit to be shown, even for a malformed address."""
    scheme, _, rest = _with_scheme(proxy).partition("://")
    host = re.split("[/?#]", rest.rpartition("@")[2])[0]
    return f"{scheme if scheme in ('http', 'https') else 'http'}://{host}" if proxy else ""


def _with_scheme(proxy: str) -> str:
    return proxy if "://" in proxy else f"http://{proxy}"


def proxy_auth_header(proxy: str) -> dict[str, str]:
    """Return Proxy-Authorization for the credentials in an address, as UTF-8; else no header."""
    parts = urlsplit(_with_scheme(proxy))
    login, at, _ = parts.netloc.rpartition("@")
    if not at:
        return {}
    user, _, password = login.partition(":")
    pair = f"{unquote(user)}:{unquote(password)}".encode()
    return {"Proxy-Authorization": f"Basic {base64.b64encode(pair).decode('ascii')}"}


def _with_credentials(address: str, user_name: str, password: str) -> str:
    if not user_name:
        return address
    parts = urlsplit(_with_scheme(address))
    login = f"{quote(user_name, safe='')}:{quote(password, safe='')}"
    return f"{parts.scheme}://{login}@{parts.netloc.rpartition('@')[2]}"
