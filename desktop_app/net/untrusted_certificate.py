"""Reading the certificate of a server that was found not to be trusted. Nothing is ever sent to it.

This is the only place where a certificate is not judged: the connection is made anew for reading
alone, and closed as soon as the handshake is over.
"""

from __future__ import annotations

import socket
import ssl
from typing import TYPE_CHECKING

from desktop_app.core.errors import Cancelled, Unreachable
from desktop_app.net.call_limits import Watch
from desktop_app.net.connect import connect, handshake

if TYPE_CHECKING:
    from desktop_app.net.dns_lookup import Address

PEEK_SECONDS = 5.0


def peek(addresses: list[Address], host: str, watch: Watch) -> bool:
    """Put what the server shows, and the version of TLS it chose, into the watch's trace.

    False if it shows nothing. Raises Cancelled or DeadlinePassed.
    """
    try:
        raw = connect(addresses, watch, PEEK_SECONDS)
        with raw, handshake(raw, watch, PEEK_SECONDS), _open_eyed(raw, host) as shaken:
            watch.trace.certificate = shaken.getpeercert(binary_form=True)
            watch.trace.protocol = shaken.version() or ""
    except Cancelled:
        raise
    except (Unreachable, OSError, ValueError):
        watch.check()
        return False
    return watch.trace.certificate is not None


def _open_eyed(raw: socket.socket, host: str) -> ssl.SSLSocket:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.set_ciphers("ALL:@SECLEVEL=0")  # old servers are to be named, not spoken to
    return context.wrap_socket(raw, server_hostname=host or None)
