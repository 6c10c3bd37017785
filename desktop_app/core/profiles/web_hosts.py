"""Hosts of web addresses in the one form in which they can be compared."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address

from desktop_app.core.mailbox.unicode_names import MAX_HOST_NAME_LENGTH, to_punycode


def canonical_host(host: str) -> str:
    """Return a host, without brackets, as it is compared: punycode in lower case, or IP address.

    An IPv4 address written as IPv6 (``::ffff:192.0.2.1``) is returned as IPv4. Empty for what no
    host name can be: one that is too long, or has no punycode form.
    """
    name = host.lower().rstrip(".")
    try:
        found = ip_address(name)
        mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
        return str(mapped or found)
    except ValueError:
        known = name if name.isascii() else to_punycode(name)
        return known if len(known) <= MAX_HOST_NAME_LENGTH else ""


def is_ip_address(host: str) -> bool:
    """Return whether a host, without brackets, is an IP address."""
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
