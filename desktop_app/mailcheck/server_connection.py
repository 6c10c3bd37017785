"""The way to a mail server: its name, its addresses, and the one that took the connection."""

from __future__ import annotations

import ipaddress
import socket
import ssl
from collections.abc import Callable

from desktop_app.core.errors import Reach, Unreachable
from desktop_app.core.mailbox.unicode_names import ascii_form, is_name
from desktop_app.core.profiles.connection_test import Certificate
from desktop_app.mailcheck import limits
from desktop_app.net.call_limits import CONNECT_SECONDS, Watch
from desktop_app.net.certificates import describe
from desktop_app.net.connect import connect, peer_of
from desktop_app.net.dns_lookup import Address, look_up
from desktop_app.net.untrusted_certificate import peek


class Route:
    """Found, taken, and looked at without trust. Its methods raise Trouble, ``watch`` bounds them.

    ``addresses`` are those of the look-up, ``host`` is the name that a certificate must be for.
    """

    def __init__(self, server: str, port: int, watch: Watch) -> None:
        self._name = _machine_name(server)
        self.host = self._name.removesuffix(".")
        self._port, self._watch = port, watch
        self.addresses: list[Address] = []
        self._taken: list[Address] = []

    def find(self) -> None:
        """Ask for the addresses. Name services that block a name answer 0.0.0.0 or ``::``."""
        if not is_name(self.host) and not _is_number(self.host):
            raise Unreachable(Reach.NAME_NOT_FOUND, "not a host name")
        found = look_up(self._name, self._port, self._watch, CONNECT_SECONDS)
        self.addresses = [each for each in found if not _is_nowhere(each)]
        if not self.addresses:
            raise Unreachable(Reach.NAME_NOT_FOUND, f"{self._name}: no address")

    def take(self) -> socket.socket:
        """Connect to the first address that answers; many of them get less time each."""
        at_most = min(CONNECT_SECONDS, limits.CONNECT_SECONDS / len(self.addresses))
        raw = connect(self.addresses, self._watch, at_most)
        self._watch.trace.peer = peer_of(raw)
        host = self._watch.trace.peer.rpartition(":")[0].strip("[]")
        self._taken = [each for each in self.addresses if each[4][0] == host]
        return raw

    def secure(self, raw: socket.socket, tls: Callable[[], ssl.SSLContext]) -> socket.socket:
        """The connection under TLS; it is closed if there is none."""
        try:
            return tls().wrap_socket(raw, server_hostname=self.host)
        except BaseException:
            raw.close()
            raise

    def certificate(self) -> Certificate | None:
        """What the server shows to somebody who looks without trusting."""
        if not peek(self._taken or self.addresses, self.host, self._watch):
            return None
        return describe(self._watch.trace.certificate, self._watch.trace.protocol)


def _machine_name(server: str) -> str:
    bare = server.strip("[]")
    return bare if bare.isascii() else ascii_form(bare) or bare


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


def _is_nowhere(address: Address) -> bool:
    return ipaddress.ip_address(str(address[4][0]).partition("%")[0]).is_unspecified
