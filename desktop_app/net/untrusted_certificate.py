"""Reading the certificate of a server that was found not to be trusted. Nothing is ever sent to it.

This is the only place where a certificate is not judged: the connection is made anew for reading
alone, and closed as soon as the handshake is over.
"""

from __future__ import annotations

import socket
import ssl
from typing import TYPE_CHECKING

from desktop_app.core.errors import Cancelled, Unreachable
from desktop_app.net.call_limits import CallLimits
from desktop_app.net.connect import connect, limited_handshake

if TYPE_CHECKING:
    from desktop_app.net.dns_lookup import AddressInfo

FETCH_SECONDS = 5.0


def fetch_untrusted_certificate(
    addresses: list[AddressInfo], host: str, limits: CallLimits
) -> bool:
    """Put what the server shows, and the version of TLS it chose, into the watch's trace.

    False if it shows nothing. Raises Cancelled or DeadlineExceeded.
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
    context.set_ciphers("ALL:@SECLEVEL=0")  # old servers are to be named, not spoken to
    return context.wrap_socket(raw, server_hostname=host or None)
