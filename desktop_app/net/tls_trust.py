"""TLS trust: the operating system's certificate store, plus a CA file if one is given.

Verification cannot be turned off, and REQUESTS_CA_BUNDLE is ignored. On Linux SSL_CERT_FILE counts
as the system's store.
"""

from __future__ import annotations

import socket
import ssl
import time
from dataclasses import dataclass
from typing import Any

import truststore

from desktop_app.core.errors import CaFileError, CaFileProblem
from desktop_app.net.call_limits import CONNECT_SECONDS, current_limits
from desktop_app.net.connect import limited_handshake
from desktop_app.net.tls.ca_file import read_ca_file


@dataclass(frozen=True, slots=True)
class Trust:
    """The trusted certificates: the system's store, and ``ca_file`` if not empty."""

    ca_file: str = ""

    def context(self) -> ssl.SSLContext:
        """Return a TLS context for one session. Raises CaFileError."""
        context = _WatchedContext(ssl.PROTOCOL_TLS_CLIENT)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.hostname_checks_common_name = False  # RFC 9525, 6.3
        if self.ca_file:
            _add_ca_file(context, self.ca_file)
        return context


SYSTEM_TRUST = Trust()


def _add_ca_file(context: ssl.SSLContext, file: str) -> None:
    """Trust the file's certificates; a damaged one does not keep the others out."""
    loaded = [_add_certificate(context, der) for der in read_ca_file(file)]
    if not any(loaded):
        raise CaFileError(CaFileProblem.NO_CERTIFICATE)


def _add_certificate(context: ssl.SSLContext, der: bytes) -> bool:
    try:
        context.load_verify_locations(cadata=der)
    except (ssl.SSLError, ValueError):
        return False
    return True


class _WatchedContext(truststore.SSLContext):
    """A context whose handshakes obey the limits of the current call."""

    def __init__(self, protocol: int) -> None:
        super().__init__(protocol)
        self._ctx.sslsocket_class = _noting_cipher(self._ctx.sslsocket_class)

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


def _noting_cipher(base: type[ssl.SSLSocket]) -> type[ssl.SSLSocket]:
    """Return a socket class whose handshake errors know how far the handshake had come."""

    class NotingSocket(base):  # type: ignore[misc,valid-type]  # truststore makes one per context
        def do_handshake(self, block: bool = False) -> None:
            try:
                super().do_handshake(block)
            except ssl.SSLError as error:
                error.cipher_was_chosen = self.cipher() is not None  # type: ignore[attr-defined]
                raise

    return NotingSocket
