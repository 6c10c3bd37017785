"""Settings of a mail provider as found from an address: proposals, each with its source."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from desktop_app.core.mailbox.addresses import parse_address
from desktop_app.core.mailbox.mailbox import ServerType
from desktop_app.core.mailbox.unicode_names import to_punycode


class SettingsSource(Enum):
    """Who says so, the most trustworthy first."""

    PROVIDER = auto()
    """The provider's own autoconfig host."""
    WELL_KNOWN = auto()
    """A well-known address on the domain itself."""
    SRV = auto()
    """SRV records of the domain (RFC 6186)."""
    DATABASE = auto()
    """Mozilla's database of providers."""
    MX_DATABASE = auto()
    """The same, for the domain that takes the address's mail."""
    GUESS = auto()
    """A usual name and port at which a mail server answers."""


@dataclass(frozen=True, slots=True)
class MailSettings:
    """Settings that may fit. All texts are foreign."""

    source: SettingsSource
    server_type: ServerType
    server: str
    port: int
    user_name: str = ""


@dataclass(frozen=True, slots=True)
class AddressParts:
    """An address, taken apart for the questions: only ``domain`` ever leaves this computer."""

    local_part: str
    domain: str

    @property
    def address(self) -> str:
        """The whole."""
        return f"{self.local_part}@{self.domain}"


def split_address(text: str) -> AddressParts | None:
    """The bare address in a mailbox's address field; None if there is none."""
    read = parse_address(text)
    if read.issue is not None:
        return None
    user, _, domain = read.address.rpartition("@")
    plain = domain if domain.isascii() else to_punycode(domain)
    if not plain or plain.startswith("[") or "." not in plain:
        return None
    return AddressParts(user, plain.rstrip(".").casefold())
