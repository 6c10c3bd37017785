"""Connects to a mail server: look-up, TCP, TLS, and the certificate of a failed handshake."""

from __future__ import annotations

import ipaddress
import socket
import ssl
from collections.abc import Callable

from desktop_app.core.errors import NetworkFailure, Unreachable
from desktop_app.core.mailbox.unicode_names import is_host_name, to_punycode
from desktop_app.core.profiles.server_info import Certificate
from desktop_app.net.call_limits import CONNECT_SECONDS, CallLimits
from desktop_app.net.certificates import describe_certificate
from desktop_app.net.connect import peer_name
from desktop_app.net.dns_lookup import AddressInfo, resolve
from desktop_app.net.happy_eyeballs import connect
from desktop_app.net.untrusted_certificate import fetch_untrusted_certificate


class ServerConnection:
    """The connection to one mail server, within ``call_limits``. Methods raise AppError.

    ``addresses`` are the result of the look-up, ``host`` is the name that a certificate must match.
    """

    def __init__(self, server: str, port: int, call_limits: CallLimits) -> None:
        self._name = _ascii_name(server)
        self.host = self._name.removesuffix(".")
        self._port, self._limits = port, call_limits
        self.addresses: list[AddressInfo] = []
        self._connected_addresses: list[AddressInfo] = []

    def resolve(self) -> None:
        """Look up ``addresses``. Name services that block a name answer 0.0.0.0 or ``::``."""
        if not is_host_name(self.host) and not _is_ip_address(self.host):
            raise Unreachable(NetworkFailure.NAME_NOT_FOUND, "not a host name")
        found = resolve(self._name, self._port, self._limits, CONNECT_SECONDS)
        self.addresses = [each for each in found if not _is_unspecified(each)]
        if not self.addresses:
            raise Unreachable(NetworkFailure.NAME_NOT_FOUND, f"{self._name}: no address")

    def connect(self) -> socket.socket:
        """Connect to the first address that answers."""
        raw = connect(self.addresses, self._limits, CONNECT_SECONDS)
        self._limits.trace.peer = peer_name(raw)
        host = self._limits.trace.peer.rpartition(":")[0].strip("[]")
        self._connected_addresses = [each for each in self.addresses if each[4][0] == host]
        return raw

    def start_tls(
        self, raw: socket.socket, tls_context: Callable[[], ssl.SSLContext]
    ) -> socket.socket:
        """Return the connection under TLS; closes ``raw`` if the handshake fails."""
        try:
            return tls_context().wrap_socket(raw, server_hostname=self.host)
        except BaseException:
            raw.close()
            raise

    def fetch_certificate(self) -> Certificate | None:
        """Return the certificate that the server presents, unverified; None if it presents none."""
        if not fetch_untrusted_certificate(
            self._connected_addresses or self.addresses, self.host, self._limits
        ):
            return None
        return describe_certificate(self._limits.trace.certificate, self._limits.trace.tls_version)


def _ascii_name(server: str) -> str:
    bare = server.strip("[]")
    return bare if bare.isascii() else to_punycode(bare) or bare


def _is_ip_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return False
    return True


def _is_unspecified(address: AddressInfo) -> bool:
    return ipaddress.ip_address(str(address[4][0]).partition("%")[0]).is_unspecified
