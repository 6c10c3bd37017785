"""Parses the mail server of a mailbox: a host name, an IP address, or a pasted URL."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from ipaddress import ip_address

from desktop_app.core.mailbox.characters import hidden_character
from desktop_app.core.mailbox.mailbox import ServerType
from desktop_app.core.mailbox.unicode_names import (
    alternate_form,
    is_confusable,
    is_host_name,
    is_punycode,
    to_punycode,
)

# possessive quantifiers: a megabyte that is no URL is read once, not a million times
_URL = re.compile(r"(?P<scheme>[a-z0-9+.-]++)://(?:[^/@\s]*+@)?+(?P<rest>[^/?#\s]*+)\S*+", re.I)
_WITH_PORT = re.compile(r"(?P<host>\[[^\]\s]*+\]|[^:\s/]++):(?P<port>[0-9]{1,5})(?P<path>/.*+)?+")
_TYPES_BY_SCHEME = {
    "imap": ServerType.IMAP,
    "imaps": ServerType.IMAPS,
    "pop": ServerType.POP,
    "pop3": ServerType.POP,
    "pops": ServerType.POPS,
    "pop3s": ServerType.POPS,
}


class HostIssue(Enum):
    """Why a text is not a valid mail server."""

    SPACE = auto()
    NAME = auto()
    NUMBER = auto()
    HIDDEN = auto()


@dataclass(frozen=True, slots=True)
class HostParts:
    """The parts of a pasted URL or ``host:port``. ``path`` is the rest, such as a folder.

    ``port`` and ``server_type`` are None if the pasted text does not contain them.
    """

    host: str
    port: int | None = None
    server_type: ServerType | None = None
    path: str = ""


@dataclass(frozen=True, slots=True)
class Host:
    """A parsed mail server. ``issue`` is None if valid, ``parts`` is None if only a host was given.

    ``alternate_form`` is the punycode or Unicode form of an international name, else empty;
    ``has_invalid_punycode`` warns of an ``xn--`` label that cannot be decoded.
    """

    issue: HostIssue | None = None
    parts: HostParts | None = None
    alternate_form: str = ""
    is_confusable: bool = False
    has_invalid_punycode: bool = False


def parse_host(text: str) -> Host:
    """Parse a host name, an IPv4 or IPv6 address, a pasted URL or ``host:port``."""
    if not text:
        return Host()
    if hidden_character(text):
        return Host(issue=HostIssue.HIDDEN)
    split = _split_pasted(text.strip())
    if split is not None:
        return Host(parts=split)
    if any(map(str.isspace, text)):
        return Host(issue=HostIssue.SPACE)
    return _parse_plain_host(text)


def _split_pasted(text: str) -> HostParts | None:
    url = _URL.fullmatch(text)
    if url is not None:
        inner = _split_port(url["rest"]) or HostParts(url["rest"])
        return HostParts(inner.host, inner.port, _TYPES_BY_SCHEME.get(url["scheme"].lower()))
    return _split_port(text)


def _split_port(text: str) -> HostParts | None:
    match = _WITH_PORT.fullmatch(text)
    if match is None or not 1 <= int(match["port"]) <= 65535:
        return None
    return HostParts(match["host"].strip("[]"), int(match["port"]), path=match["path"] or "")


def _parse_plain_host(text: str) -> Host:
    bare = text[1:-1] if text.startswith("[") and text.endswith("]") else text
    if ":" in bare or _looks_like_ipv4(bare):
        return Host() if _is_ip(bare) else Host(issue=HostIssue.NUMBER)
    plain = bare.removesuffix(".")
    if not is_host_name(plain if plain.isascii() else to_punycode(plain)):
        return Host(issue=HostIssue.NAME)
    other = alternate_form(plain)
    broken = not other and is_punycode(plain)
    return Host(
        alternate_form=other, is_confusable=is_confusable(plain), has_invalid_punycode=broken
    )


def _looks_like_ipv4(text: str) -> bool:
    return all(part.isdecimal() and part.isascii() for part in text.split("."))


def _is_ip(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
