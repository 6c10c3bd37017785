"""Chooses the proxy of a call: the system's, a given one, or none."""

from __future__ import annotations

import base64
import re
import sys
import urllib.request
from collections.abc import Callable, Mapping
from urllib.parse import quote, unquote, urlsplit

from desktop_app.core.errors import NetworkFailure, Unreachable
from desktop_app.core.profiles.profile import Proxy, ProxyKind
from desktop_app.core.profiles.proxy_exceptions import is_excepted
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

    The proxy may be of a kind that is not spoken, which `proxy_for` refuses. Automatic
    configuration scripts (PAC) are not run.
    """
    environment = urllib.request.getproxies_environment()
    if is_excepted(url, environment.pop("no", "")):
        return ""
    parts = urlsplit(url)
    known = environment or _platform_proxies(parts.hostname or "")
    found = known.get(parts.scheme) or known.get("all") or _socks_proxy(known.get("socks", ""))
    return found.strip(" \t\"'")


def _platform_proxies(host: str) -> dict[str, str]:
    """Return the proxies in the settings of Windows or macOS, none for an exception there."""
    if sys.platform == "win32":
        is_direct = urllib.request.proxy_bypass_registry(host)
        return {} if is_direct else urllib.request.getproxies_registry()
    if sys.platform == "darwin":
        is_direct = urllib.request.proxy_bypass_macosx_sysconf(host)
        return {} if is_direct else urllib.request.getproxies_macosx_sysconf()
    return {}


def _socks_proxy(address: str) -> str:
    """Return the address of a proxy set for SOCKS with that scheme, whichever it was given."""
    return address and f"socks://{address.partition('://')[2] or address}"


def proxy_for(url: str, resolver: ProxyResolver) -> str:
    """Return the proxy's address for ``url``, or "". Raises Unreachable for an unusable proxy.

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
        raise Unreachable(NetworkFailure.PROXY_ADDRESS, "not the address of a proxy")
    if parts.scheme not in _SPOKEN_SCHEMES:
        host = strip_credentials(found).partition("://")[2]
        kind = parts.scheme if _SOCKS_SCHEME.fullmatch(parts.scheme) else "unknown"
        raise Unreachable(NetworkFailure.PROXY_ADDRESS, f"{kind} proxy at {host}")
    return found


_SPOKEN_SCHEMES = ("http", "https")
_SOCKS_SCHEME = re.compile("socks[45]?[ah]?")


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
