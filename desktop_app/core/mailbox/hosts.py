"""The mail server of a mailbox: a name or an address, and what people paste in its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from ipaddress import ip_address

from desktop_app.core.mailbox.mailbox import ServerType
from desktop_app.core.mailbox.unicode_names import (
    ascii_form,
    has_machine_form,
    hidden_character,
    is_name,
    looks_like_another,
    other_form,
)

# possessive, so that a megabyte that is none is read once and not a million times
_URL = re.compile(r"(?P<scheme>[a-z0-9+.-]++)://(?:[^/@\s]*+@)?+(?P<rest>[^/?#\s]*+)\S*+", re.I)
_WITH_PORT = re.compile(r"(?P<host>\[[^\]\s]*+\]|[^:\s/]++):(?P<port>[0-9]{1,5})(?P<path>/.*+)?+")
_TYPES = {
    "imap": ServerType.IMAP,
    "imaps": ServerType.IMAPS,
    "pop": ServerType.POP,
    "pop3": ServerType.POP,
    "pops": ServerType.POPS,
    "pop3s": ServerType.POPS,
}


class HostFault(Enum):
    """Why a text is no mail server."""

    SPACE = auto()
    NAME = auto()
    NUMBER = auto()
    HIDDEN = auto()


@dataclass(frozen=True, slots=True)
class Split:
    """What a pasted URL or ``host:port`` holds. ``path`` is what follows, such as a folder."""

    host: str
    port: int | None = None
    server_type: ServerType | None = None
    path: str = ""


@dataclass(frozen=True, slots=True)
class Host:
    """What a text says. ``split`` is offered where more than a host was pasted.

    ``other_form`` is that of an international name; ``broken_form`` one that stands for nothing.
    """

    fault: HostFault | None = None
    split: Split | None = None
    other_form: str = ""
    looks_alike: bool = False
    broken_form: bool = False


def read_host(text: str) -> Host:
    """Read a host name, an IPv4 or IPv6 address, or what was pasted in its place."""
    if not text:
        return Host()
    if hidden_character(text):
        return Host(fault=HostFault.HIDDEN)
    split = _split(text.strip())
    if split is not None:
        return Host(split=split)
    if any(map(str.isspace, text)):
        return Host(fault=HostFault.SPACE)
    return _read_plain(text)


def _split(text: str) -> Split | None:
    url = _URL.fullmatch(text)
    if url is not None:
        inner = _with_port(url["rest"]) or Split(url["rest"])
        return Split(inner.host, inner.port, _TYPES.get(url["scheme"].lower()))
    return _with_port(text)


def _with_port(text: str) -> Split | None:
    match = _WITH_PORT.fullmatch(text)
    if match is None or not 1 <= int(match["port"]) <= 65535:
        return None
    return Split(match["host"].strip("[]"), int(match["port"]), path=match["path"] or "")


def _read_plain(text: str) -> Host:
    bare = text[1:-1] if text.startswith("[") and text.endswith("]") else text
    if ":" in bare or _looks_like_ipv4(bare):
        return Host() if _is_ip(bare) else Host(fault=HostFault.NUMBER)
    plain = bare.removesuffix(".")
    if not is_name(plain if plain.isascii() else ascii_form(plain)):
        return Host(fault=HostFault.NAME)
    other = other_form(plain)
    broken = not other and has_machine_form(plain)
    return Host(other_form=other, looks_alike=looks_like_another(plain), broken_form=broken)


def _looks_like_ipv4(text: str) -> bool:
    return all(part.isdecimal() and part.isascii() for part in text.split("."))


def _is_ip(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
