"""What a server tells of itself, of the way to it, and of the person who is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Principal:
    """Who is signed in. ``anonymous`` means that the server took us for nobody."""

    full_name: str
    user_name: str
    anonymous: bool
    function_rights: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ServerVersion:
    """The server's own words about its version; empty where it said nothing."""

    version: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class ConnectionInfo:
    """A connection was made to ``peer`` (an address and port), or to the proxy that is named."""

    peer: str
    proxy: str = ""


@dataclass(frozen=True, slots=True)
class Certificate:
    """The server's certificate. Names are foreign text; ``expires`` is in UTC.

    ``trust_store`` is what the environment puts in place of the system's own certificates, or
    empty.
    """

    subject: str
    issuer: str
    expires: datetime | None
    protocol: str = ""
    trust_store: str = ""


@dataclass(frozen=True, slots=True)
class TenantInfo:
    """The tenant's state, and where its API is."""

    state: str
    api: str


@dataclass(frozen=True, slots=True)
class MailboxCount:
    """How many mailboxes the list call gave."""

    count: int
