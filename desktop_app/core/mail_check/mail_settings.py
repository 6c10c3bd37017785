"""Suggested mail server settings for an address, each with the source it was found in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto

from desktop_app.core.mailbox.addresses import parse_address
from desktop_app.core.mailbox.mailbox import ServerType
from desktop_app.core.mailbox.unicode_names import to_punycode


class SettingsSource(Enum):
    """The source of suggested settings, the most trustworthy first."""

    PROVIDER = auto()
    """The provider's own autoconfig host."""
    WELL_KNOWN = auto()
    """A well-known address on the domain itself."""
    SRV = auto()
    """SRV records of the domain (RFC 6186)."""
    DATABASE = auto()
    """Mozilla's database of providers."""
    MX_DATABASE = auto()
    """Mozilla's database of providers, searched for the domain of the address's MX host."""
    GUESS = auto()
    """A common host name and port at which a mail server answers."""


@dataclass(frozen=True, slots=True)
class MailSettings:
    """Suggested settings for a mailbox. All texts are foreign."""

    source: SettingsSource
    server_type: ServerType
    server: str
    port: int
    user_name: str = ""


@dataclass(frozen=True, slots=True)
class AddressParts:
    """An address split for the search for settings: only ``domain`` is sent to other servers."""

    local_part: str
    domain: str

    @property
    def address(self) -> str:
        """The complete address."""
        return f"{self.local_part}@{self.domain}"


def split_address(text: str) -> AddressParts | None:
    """Split the text of an address field, with a punycode domain; None if not a usable address."""
    read = parse_address(text)
    if read.issue is not None:
        return None
    user, _, domain = read.address.rpartition("@")
    plain = domain if domain.isascii() else to_punycode(domain)
    if not plain or plain.startswith("[") or "." not in plain:
        return None
    return AddressParts(user, plain.rstrip(".").casefold())
