"""The exceptions from a proxy, as ``NO_PROXY`` lists them: which servers are reached directly."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from desktop_app.core.profiles.web_hosts import canonical_host, is_ip_address

_DEFAULT_PORTS = {"http": 80, "https": 443}
_WITH_PORT = re.compile(r"(?P<host>\[[^\]]*\]|[^:\[\]]*):(?P<port>[0-9]{1,5})")
LOCAL_NAMES = "<local>"
"""Stands for all names without a dot, as in the settings of Windows."""


def is_excepted(url: str, exceptions: str) -> bool:
    """Return whether a list of exceptions names the server of ``url``.

    Entries are separated by commas, semicolons or spaces. Each is ``*`` for all servers, a domain
    that includes its subdomains (``example.com``, ``.example.com``, ``*.example.com``), an IP
    address, a network (``10.0.0.0/8``), a pattern (``192.168.*``) or ``<local>``, and may end in a
    port (``[::1]:8080``). An entry of another form is ignored. No name is looked up.
    """
    parts = urlsplit(url)
    host = canonical_host(parts.hostname or "")
    port = parts.port or _DEFAULT_PORTS.get(parts.scheme, 0)
    entries = re.split(r"[,;\s]+", exceptions.strip())
    return any(_names(entry.strip("\"'"), host, port) for entry in entries)


def _names(entry: str, host: str, port: int) -> bool:
    """Return whether one entry stands for a host and port."""
    with_port = _WITH_PORT.fullmatch(entry)
    if with_port is not None:
        return int(with_port["port"]) == port and _names(with_port["host"], host, port)
    if entry in ("*", LOCAL_NAMES):
        return entry == "*" or ("." not in host and not is_ip_address(host))
    if "/" in entry:
        return is_ip_address(host) and _is_in_network(host, entry)
    name = canonical_host(entry.removeprefix("[").removesuffix("]").lstrip("."))
    if is_ip_address(host) or "*" in name:
        return fnmatchcase(host, name)
    return bool(name) and (host == name or host.endswith(f".{name}"))


def _is_in_network(host: str, network: str) -> bool:
    try:
        return ip_address(host) in ip_network(network, strict=False)
    except ValueError:
        return False
