"""Suggested mail server settings for an address, each with the source it was found in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from ipaddress import ip_address

from desktop_app.core.mailbox.addresses import parse_address
from desktop_app.core.mailbox.characters import hidden_character
from desktop_app.core.mailbox.hosts import parse_host
from desktop_app.core.mailbox.mailbox import ServerType
from desktop_app.core.mailbox.mailbox_rules import DATABASE_MAX_LENGTH, is_valid_port
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


_PLACEHOLDER = re.compile(r"%[^%\s]+%")
"""What a provider writes for a part of the address, such as ``%EMAILADDRESS%``."""


@dataclass(frozen=True, slots=True)
class MailSettings:
    """Suggested settings for a mailbox. All texts are foreign."""

    source: SettingsSource
    server_type: ServerType
    server: str
    port: int
    user_name: str = ""


def valid_settings(
    source: SettingsSource, server_type: ServerType, server: str, port: int | str, user: str = ""
) -> MailSettings | None:
    """Return settings that were found if their host and port could be typed in, else None.

    A user name that still has a placeholder, or that nobody could type, is left empty.
    """
    host, number = server.strip().removesuffix("."), _port_number(port)
    if number is None or not _is_server(host):
        return None
    return MailSettings(source, server_type, host, number, user if _is_user_name(user) else "")


def _port_number(port: int | str) -> int | None:
    if isinstance(port, str):
        port = int(port) if re.fullmatch("[0-9]{1,5}", port) else 0
    return port if is_valid_port(port) else None


def _is_server(host: str) -> bool:
    """Whether a text is a host name or address; ``parts`` are those of a URL or ``host:port``."""
    parsed = parse_host(host)
    valid = bool(host) and parsed.issue is None and parsed.parts is None
    return valid and len(host) <= DATABASE_MAX_LENGTH and not _is_unspecified(host)


def _is_unspecified(host: str) -> bool:
    try:
        return ip_address(host.strip("[]")).is_unspecified
    except ValueError:
        return False


def _is_user_name(user: str) -> bool:
    fits = len(user) <= DATABASE_MAX_LENGTH and not hidden_character(user)
    return fits and _PLACEHOLDER.search(user) is None


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
