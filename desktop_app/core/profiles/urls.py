"""Web addresses as people write them, as this program keeps them, and what secrets belong to."""

from __future__ import annotations

from enum import Enum, auto
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit

INVALID_HOST_CHARACTERS = frozenset("%<>\"'{}|^`$&*;,=+!~()")


class UrlProblem(Enum):
    """What is wrong with an address that a person wrote."""

    EMPTY = auto()
    SCHEME = auto()
    HOST = auto()
    HAS_CREDENTIALS = auto()
    UNEXPECTED_PART = auto()


class InvalidUrl(ValueError):
    """An address that cannot be used, and why. It never repeats the address."""

    def __init__(self, problem: UrlProblem) -> None:
        super().__init__(problem.name)
        self.problem = problem


def origin(address: str) -> str:
    """Scheme, host and port of an address, in lower case, the usual port written out."""
    parts = urlsplit(address)
    port = parts.port or {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{(parts.hostname or '').lower()}:{port}"


def api_address(text: str) -> str:
    """What a person wrote, as the address of the WebAPI without a slash at its end.

    ``crm.example.com/SuperOffice`` becomes ``https://crm.example.com/SuperOffice/api``; with or
    without slash, ``/api`` or ``/api/v1``. Raises InvalidUrl, also for an address that holds a
    user name or password: those are never stored.
    """
    parts = _split(text.strip())
    path = parts.path.rstrip("/")
    for ending in ("/v1", "/api"):
        if path.lower().endswith(ending):
            path = path[: -len(ending)].rstrip("/")
    return urlunsplit((parts.scheme.lower(), parts.netloc, f"{path}/api", "", ""))


class UrlCredentials(NamedTuple):
    """A pasted address without the login that it held. ``password`` goes to the keyring at most."""

    address: str
    user_name: str
    password: str

    def __repr__(self) -> str:
        """Without the password."""
        return f"Parted({self.address!r})"


def split_credentials(text: str) -> UrlCredentials | None:
    """What ``https://user:password@host/path`` holds, or None where there is no login in it."""
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
    """A proxy as ``http://host:port``; the port is 8080 unless written. Raises InvalidUrl."""
    parts = _split(text.strip() if "://" in text else f"http://{text.strip()}" if text else "")
    if parts.path.strip("/"):
        raise InvalidUrl(UrlProblem.UNEXPECTED_PART)
    port = "" if parts.port else ":8080"
    return f"{parts.scheme.lower()}://{parts.netloc.lower()}{port}"


def base_address(text: str) -> str:
    """An address without a slash at its end, such as that of a sign-in server.

    Raises InvalidUrl.
    """
    parts = _split(text.strip())
    return urlunsplit((parts.scheme.lower(), parts.netloc, parts.path.rstrip("/"), "", ""))


def _split(text: str) -> SplitResult:
    if not text:
        raise InvalidUrl(UrlProblem.EMPTY)
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        port = parts.port
    except ValueError:
        raise InvalidUrl(UrlProblem.HOST) from None
    _validate(parts, text)
    if port == 0:
        raise InvalidUrl(UrlProblem.HOST)
    return parts


def _validate(parts: SplitResult, text: str) -> None:
    if parts.scheme.lower() not in ("http", "https"):
        raise InvalidUrl(UrlProblem.SCHEME)
    if "@" in parts.netloc:
        raise InvalidUrl(UrlProblem.HAS_CREDENTIALS)
    if parts.query or parts.fragment:
        raise InvalidUrl(UrlProblem.UNEXPECTED_PART)
    if _has_invalid_host(parts) or any(
        c.isspace() or not c.isprintable() or c == "\\" for c in text
    ):
        raise InvalidUrl(UrlProblem.HOST)


def _has_invalid_host(parts: SplitResult) -> bool:
    """Whether there is no host, or one that no computer can have; brackets hold IPv6 and a zone."""
    host = parts.hostname or ""
    return not host or ("[" not in parts.netloc and not INVALID_HOST_CHARACTERS.isdisjoint(host))


def is_insecure(address: str) -> bool:
    """Whether a password sent to this address could be read on the way: plain http, not local."""
    parts = urlsplit(address)
    return parts.scheme == "http" and not _is_local(parts.hostname or "")


def _is_local(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
