"""Facts about a server, the connection to the server, and the signed-in user."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Principal:
    """The signed-in user. ``anonymous`` means that the server did not accept the sign-in."""

    full_name: str
    user_name: str
    anonymous: bool
    function_rights: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ServerVersion:
    """The version and label that the server reports, as foreign text; empty if not reported."""

    version: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class ConnectionInfo:
    """A connection to ``peer`` (address and port), or to ``proxy`` if one is used."""

    peer: str
    proxy: str = ""


@dataclass(frozen=True, slots=True)
class Certificate:
    """The server's certificate. Names are foreign text; ``expires`` is in UTC, None if unknown.

    ``protocol`` is the TLS version. ``trust_store`` is what the environment uses in place of the
    system's own certificates, or empty.
    """

    subject: str
    issuer: str
    expires: datetime | None
    protocol: str = ""
    trust_store: str = ""


@dataclass(frozen=True, slots=True)
class TenantInfo:
    """The tenant's state in SuperOffice's own words, and the address of its API."""

    state: str
    api: str


@dataclass(frozen=True, slots=True)
class MailboxCount:
    """The number of mailboxes that the list call returned."""

    count: int
