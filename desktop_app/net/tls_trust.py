"""TLS trust: the operating system's certificate store, plus a CA file if one is given.

Verification cannot be turned off, and REQUESTS_CA_BUNDLE is ignored. On Linux SSL_CERT_FILE counts
as the system's store.
"""

from __future__ import annotations

import os
import socket
import ssl
import stat
import time
from dataclasses import dataclass
from typing import Any

import truststore

from desktop_app.core.errors import TlsCause, TlsError
from desktop_app.net.call_limits import CONNECT_SECONDS, current_limits
from desktop_app.net.connect import limited_handshake


@dataclass(frozen=True, slots=True)
class Trust:
    """The trusted certificates: the system's store, and the PEM file ``ca_file`` if not empty."""

    ca_file: str = ""

    def context(self) -> ssl.SSLContext:
        """Return a TLS context for one session. Raises TlsError if the CA file cannot be used."""
        context = _WatchedContext(ssl.PROTOCOL_TLS_CLIENT)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        if self.ca_file:
            _add_ca_file(context, self.ca_file)
        return context


SYSTEM_TRUST = Trust()


def _add_ca_file(context: ssl.SSLContext, file: str) -> None:
    try:
        if not stat.S_ISREG(os.stat(file).st_mode):
            raise OSError("it is no plain file")  # reading a pipe would block for ever
        context.load_verify_locations(cafile=file)
    except (OSError, ValueError) as error:
        trouble = TlsError(TlsCause.CA_FILE, f"CA file: {type(error).__name__}")
    else:
        return
    raise trouble


class _WatchedContext(truststore.SSLContext):
    """A context whose handshakes obey the limits of the current call."""

    def wrap_socket(self, sock: socket.socket, *args: Any, **options: Any) -> ssl.SSLSocket:
        watch, started = current_limits(), time.perf_counter()
        secure: socket.socket = sock
        try:
            with limited_handshake(sock, watch, CONNECT_SECONDS):
                secure = shaken = super().wrap_socket(sock, *args, **options)
                # an ended connection is wrapped without a handshake: then this line fails
                watch.trace.certificate = shaken.getpeercert(binary_form=True)
        except BaseException:
            secure.close()
            sock.close()
            raise
        watch.trace.handshake_seconds = time.perf_counter() - started
        watch.trace.tls_version = shaken.version() or ""
        return shaken
