"""Parses web addresses that users enter, normalises them, and returns their origin."""

from __future__ import annotations

import re
from enum import Enum, auto
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit

INVALID_HOST_CHARACTERS = frozenset("%<>\"'{}|^`$&*;,=+!~()")


class UrlProblem(Enum):
    """Why an address that a user entered is rejected."""

    EMPTY = auto()
    SCHEME = auto()
    HOST = auto()
    HAS_CREDENTIALS = auto()
    UNEXPECTED_PART = auto()
    BACKSLASH = auto()
    """Browsers take a backslash for a slash, other programs do not: the host would be ambiguous."""
    NUMBER = auto()
    """The host is a number, but not an IP address."""
    NAME = auto()
    """The host is no international domain name, though it has letters beyond ASCII."""
    DOUBLED_SCHEME = auto()


class InvalidUrl(ValueError):
    """An entered address cannot be used, for the reason ``problem``; the text never repeats it."""

    def __init__(self, problem: UrlProblem) -> None:
        super().__init__(problem.name)
        self.problem = problem


def origin(address: str) -> str:
    """Return scheme, host and port of an address, in lower case, with the default port added."""
    parts = urlsplit(address)
    port = parts.port or {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{(parts.hostname or '').lower()}:{port}"


def origin_and_path(address: str) -> str:
    """Return an address with its origin as ``origin`` writes it; the path stays as it is."""
    return origin(address) + urlsplit(address).path.rstrip("/")


def api_address(text: str) -> str:
    """Return the WebAPI address, without a trailing slash, for an address that a user entered.

    ``crm.example.com/SuperOffice`` becomes ``https://crm.example.com/SuperOffice/api``; the input
    may end in a slash, ``/api`` or ``/api/v1``. Raises InvalidUrl, also if the address contains a
    user name or password, because addresses are stored.
    """
    parts = _split(text.strip())
    path = parts.path.rstrip("/")
    for ending in ("/v1", "/api"):
        if path.lower().endswith(ending):
            path = path[: -len(ending)].rstrip("/")
    return urlunsplit((parts.scheme.lower(), parts.netloc, f"{path}/api", "", ""))


class UrlCredentials(NamedTuple):
    """A pasted address, separated from its login. Only the keyring may store ``password``."""

    address: str
    user_name: str
    password: str

    def __repr__(self) -> str:
        """Return a text without the password."""
        return f"UrlCredentials({self.address!r})"


def split_credentials(text: str) -> UrlCredentials | None:
    """Split ``https://user:password@host/path`` into address and login; None if it has no login.

    None also for an address with a backslash: a browser would go to the host before the backslash.
    """
    if "\\" in text:
        return None
    try:
        parts = urlsplit(text.strip() if "://" in text else f"https://{text.strip()}")
    except ValueError:
        return None
    login, at, host = parts.netloc.rpartition("@")
    if not at or not host:
        return None
    user, _, password = login.partition(":")
    address = urlunsplit((parts.scheme, host, parts.path, parts.query, parts.fragment))
    return UrlCredentials(address, unquote(user), unquote(password))


def proxy_address(text: str) -> str:
    """Return a proxy as ``http://host:port``; the default port is 8080. Raises InvalidUrl."""
    parts = _split(text.strip() if "://" in text else f"http://{text.strip()}" if text else "")
    if parts.path.strip("/"):
        raise InvalidUrl(UrlProblem.UNEXPECTED_PART)
    port = "" if parts.port else ":8080"
    return f"{parts.scheme.lower()}://{parts.netloc.lower()}{port}"


def base_address(text: str) -> str:
    """Return an address, such as a sign-in server's, without its trailing slash.

    Raises InvalidUrl.
    """
    parts = _split(text.strip())
    return urlunsplit((parts.scheme.lower(), parts.netloc, parts.path.rstrip("/"), "", ""))


def _split(text: str) -> SplitResult:
    if not text:
        raise InvalidUrl(UrlProblem.EMPTY)
    if "\\" in text:
        raise InvalidUrl(UrlProblem.BACKSLASH)
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        port = parts.port
    except ValueError:
        raise InvalidUrl(UrlProblem.HOST) from None
    _validate(parts, text)
    if port == 0:
        raise InvalidUrl(UrlProblem.HOST)
    return parts._replace(netloc=_normalised_netloc(parts))


def _validate(parts: SplitResult, text: str) -> None:
    if parts.scheme.lower() not in ("http", "https"):
        raise InvalidUrl(UrlProblem.SCHEME)
    if "@" in parts.netloc:
        raise InvalidUrl(UrlProblem.HAS_CREDENTIALS)
    if parts.query or parts.fragment:
        raise InvalidUrl(UrlProblem.UNEXPECTED_PART)
    if _has_doubled_scheme(parts):
        raise InvalidUrl(UrlProblem.DOUBLED_SCHEME)
    if _has_invalid_host(parts) or any(c.isspace() or not c.isprintable() for c in text):
        raise InvalidUrl(UrlProblem.HOST)


def _has_doubled_scheme(parts: SplitResult) -> bool:
    """Return whether the host is a second scheme, as in ``https://https://host``."""
    scheme, colon, rest = parts.netloc.lower().partition(":")
    return scheme in ("http", "https") and not rest and (bool(colon) or parts.path[:2] == "//")


def _has_invalid_host(parts: SplitResult) -> bool:
    """Return whether the host is missing or invalid; brackets hold an IPv6 address and zone."""
    host = parts.hostname or ""
    return not host or ("[" not in parts.netloc and not INVALID_HOST_CHARACTERS.isdisjoint(host))


def _normalised_netloc(parts: SplitResult) -> str:
    """Return host and port; an IP address in its usual form, any other host as it was entered."""
    host, is_ipv6 = parts.hostname or "", "[" in parts.netloc
    try:
        number = str(IPv6Address(host)) if is_ipv6 else _ipv4_address(_ascii_host(host))
    except InvalidUrl:
        raise
    except ValueError:
        raise InvalidUrl(UrlProblem.NUMBER) from None
    if not number:
        return parts.netloc
    port = "" if parts.port is None else f":{parts.port}"
    return f"[{number}]{port}" if is_ipv6 else f"{number}{port}"


def _ipv4_address(host: str) -> str:
    """Return the IPv4 address that a host of numbers stands for in browsers; empty for a name.

    ``2130706433``, ``0x7f.1`` and ``0177.0.0.1`` are ``127.0.0.1`` (WHATWG URL, section 3.5). Other
    programs read some of them differently. Raises ValueError for numbers that are no address.
    """
    labels = host.removesuffix(".").split(".")
    if not _NUMBER.fullmatch(labels[-1]):
        return ""
    *bytes_before, rest = (_number(label) for label in labels)
    rest_bytes = 4 - len(bytes_before)
    if rest_bytes < 1 or max(bytes_before, default=0) > 255 or rest >= 256**rest_bytes:  # one byte
        raise ValueError("not an IP address")
    return str(IPv4Address(bytes(bytes_before) + rest.to_bytes(rest_bytes, "big")))


_NUMBER = re.compile("0x[0-9a-f]*|[0-9]+")


def _number(label: str) -> int:
    """Return the value of a decimal, octal or hexadecimal number. Raises ValueError."""
    if not _NUMBER.fullmatch(label):
        raise ValueError("not a number")
    if label.startswith("0x"):
        return int(label[2:], 16)
    return int(label, 8 if label.startswith("0") else 10)


def _ascii_host(host: str) -> str:
    """Return a host in its ASCII form. Raises InvalidUrl."""
    if host.isascii():
        return host
    from desktop_app.core.mailbox.unicode_names import to_punycode  # lazy: start

    found = to_punycode(host.removesuffix("."))
    if not found:
        raise InvalidUrl(UrlProblem.NAME)
    return found


def alternate_host(address: str) -> str:
    """Return the punycode or Unicode form of an address's international host, else empty.

    Empty also for a text that is no address.
    """
    try:
        host = urlsplit(address).hostname or ""
    except ValueError:
        return ""
    if host.isascii() and "xn--" not in host:
        return ""
    from desktop_app.core.mailbox.unicode_names import alternate_form  # lazy: start

    return alternate_form(host)


def is_insecure(address: str) -> bool:
    """Return whether a password sent to this address could be read on the way.

    This is the case for http to any host but this computer. Of a whole profile ask
    ``Profile.insecure_addresses``.
    """
    parts = urlsplit(address)
    return parts.scheme == "http" and not is_this_computer(parts.hostname or "")


def is_this_computer(host: str) -> bool:
    """Return whether a host, without brackets, is certainly this computer.

    The consent to plain http and the way past proxies both ask this: what is sent without consent
    never leaves the computer. A number in an unusual form, such as ``127.1``, counts as another
    computer, because not everyone reads it alike; addresses are normalised before they are kept.
    """
    try:
        found = ip_address(host)
    except ValueError:
        return host.lower() == "localhost"
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return (mapped or found).is_loopback
