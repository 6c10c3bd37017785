"""Reads the certificate of a server that failed verification. Sends that server no data.

This is the only place that does not verify a certificate: it opens a new connection, and closes it
as soon as the handshake is over.
"""

from __future__ import annotations

import socket
import ssl
from typing import TYPE_CHECKING

from desktop_app.core.errors import Cancelled, Unreachable
from desktop_app.net.call_limits import CallLimits
from desktop_app.net.connect import limited_handshake
from desktop_app.net.happy_eyeballs import connect

if TYPE_CHECKING:
    from desktop_app.net.dns_lookup import AddressInfo

FETCH_SECONDS = 5.0


def fetch_untrusted_certificate(
    addresses: list[AddressInfo], host: str, limits: CallLimits
) -> bool:
    """Store the server's certificate and TLS version in ``limits.trace``.

    Returns False if no certificate can be read. Raises Cancelled or DeadlineExceeded.
    """
    try:
        raw = connect(addresses, limits, FETCH_SECONDS)
        with raw, limited_handshake(raw, limits, FETCH_SECONDS), _unverified(raw, host) as shaken:
            limits.trace.certificate = shaken.getpeercert(binary_form=True)
            limits.trace.tls_version = shaken.version() or ""
    except Cancelled:
        raise
    except (Unreachable, OSError, ValueError):
        limits.check()
        return False
    return limits.trace.certificate is not None


def _unverified(raw: socket.socket, host: str) -> ssl.SSLSocket:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.set_ciphers("ALL:@SECLEVEL=0")  # also accept old servers: no data is sent
    return context.wrap_socket(raw, server_hostname=host or None)
