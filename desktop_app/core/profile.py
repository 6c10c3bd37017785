"""A connection profile: everything needed to reach one installation, but its secrets."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum, auto
from ipaddress import ip_address
from urllib.parse import SplitResult, urlsplit, urlunsplit


class AddressProblem(Enum):
    """What is wrong with an address that a person wrote."""

    EMPTY = auto()
    SCHEME = auto()
    HOST = auto()
    HOLDS_LOGIN = auto()
    EXTRA = auto()


class AddressWrong(ValueError):
    """An address that cannot be used, and why. It never repeats the address."""

    def __init__(self, problem: AddressProblem) -> None:
        super().__init__(problem.name)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Profile:
    """One installation. ``id`` is a UUID that never changes, ``address`` ends in ``/api``."""

    id: str
    name: str
    address: str
    user_name: str

    @classmethod
    def new(cls, name: str, address: str, user_name: str) -> Profile:
        """A profile with an id of its own. Raises AddressWrong."""
        from uuid import uuid4  # 2 ms that no start needs

        return cls(str(uuid4()), name.strip(), api_address(address), user_name)

    def changed(self, name: str, address: str, user_name: str) -> Profile:
        """The same profile with other values. Raises AddressWrong."""
        return replace(self, name=name.strip(), address=api_address(address), user_name=user_name)

    @property
    def origin(self) -> str:
        """Scheme, host and port: what the profile's secret was entered for."""
        return origin(self.address)


def origin(address: str) -> str:
    """Scheme, host and port of an address, in lower case, the usual port written out."""
    parts = urlsplit(address)
    port = parts.port or {"http": 80, "https": 443}[parts.scheme]
    return f"{parts.scheme}://{(parts.hostname or '').lower()}:{port}"


def api_address(text: str) -> str:
    """What a person wrote, as the address of the WebAPI without a slash at its end.

    ``crm.example.com/SuperOffice`` becomes ``https://crm.example.com/SuperOffice/api``; with or
    without slash, ``/api`` or ``/api/v1``. Raises AddressWrong, also for an address that holds a
    user name or password: those are never stored.
    """
    parts = _split(text.strip())
    path = parts.path.rstrip("/")
    for ending in ("/v1", "/api"):
        if path.lower().endswith(ending):
            path = path[: -len(ending)].rstrip("/")
    return urlunsplit((parts.scheme.lower(), parts.netloc, f"{path}/api", "", ""))


def _split(text: str) -> SplitResult:
    if not text:
        raise AddressWrong(AddressProblem.EMPTY)
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        port = parts.port
    except ValueError:
        raise AddressWrong(AddressProblem.HOST) from None
    _check(parts, text)
    if port == 0:
        raise AddressWrong(AddressProblem.HOST)
    return parts


def _check(parts: SplitResult, text: str) -> None:
    if parts.scheme.lower() not in ("http", "https"):
        raise AddressWrong(AddressProblem.SCHEME)
    if "@" in parts.netloc:
        raise AddressWrong(AddressProblem.HOLDS_LOGIN)
    if parts.query or parts.fragment:
        raise AddressWrong(AddressProblem.EXTRA)
    if not parts.hostname or any(c.isspace() or not c.isprintable() or c == "\\" for c in text):
        raise AddressWrong(AddressProblem.HOST)


def sends_readable(address: str) -> bool:
    """Whether a password sent to this address could be read on the way: plain http, not local."""
    parts = urlsplit(address)
    return parts.scheme == "http" and not _is_local(parts.hostname or "")


def _is_local(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
