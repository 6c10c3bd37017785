"""The mail server of a mailbox: a name or an address, and what people paste in its place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from ipaddress import ip_address

from desktop_app.core.mailbox import ServerType
from desktop_app.core.scripts import ascii_form, mixes_scripts, other_form

_URL = re.compile(r"(?P<scheme>[a-z0-9+.-]+)://(?:[^/@]*@)?(?P<rest>[^/?#]*)[^\s]*", re.IGNORECASE)
_WITH_PORT = re.compile(r"(?P<host>\[[^\]]*\]|[^:\s/]+):(?P<port>\d{1,5})(?P<path>/.*)?")
_LABEL = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?", re.IGNORECASE)
_TYPES = {
    "imap": ServerType.IMAP,
    "imaps": ServerType.IMAPS,
    "pop": ServerType.POP,
    "pop3": ServerType.POP,
    "pops": ServerType.POPS,
    "pop3s": ServerType.POPS,
}
LONGEST_NAME = 253
LONGEST_LABEL = 63
"""Characters of a host name in its ASCII form (RFC 1035)."""


class HostFault(Enum):
    """Why a text is no mail server."""

    SPACE = auto()
    NAME = auto()
    NUMBER = auto()


@dataclass(frozen=True, slots=True)
class Split:
    """What a pasted URL or ``host:port`` holds. ``path`` is what follows, such as a folder."""

    host: str
    port: int | None = None
    server_type: ServerType | None = None
    path: str = ""


@dataclass(frozen=True, slots=True)
class Host:
    """What a text says. ``split`` is offered where more than a host was pasted."""

    fault: HostFault | None = None
    split: Split | None = None
    other_form: str = ""
    looks_alike: bool = False


def read_host(text: str) -> Host:
    """Read a host name, an IPv4 or IPv6 address, or what was pasted in its place."""
    if not text:
        return Host()
    split = _split(text.strip())
    if split is not None:
        return Host(split=split)
    if any(c.isspace() or ord(c) < 32 for c in text):
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
    name = ascii_form(bare.rstrip(".")) if not bare.isascii() else bare.rstrip(".")
    if not _is_name(name):
        return Host(fault=HostFault.NAME)
    return Host(other_form=other_form(bare), looks_alike=mixes_scripts(bare))


def _looks_like_ipv4(text: str) -> bool:
    return all(part.isdecimal() for part in text.split("."))


def _is_ip(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _is_name(name: str) -> bool:
    labels = name.split(".")
    fits = 0 < len(name) <= LONGEST_NAME and all(len(label) <= LONGEST_LABEL for label in labels)
    return fits and all(_LABEL.fullmatch(label) for label in labels)
