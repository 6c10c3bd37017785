"""TLS begun in the middle of a conversation, as imaplib and poplib ask a context for it."""

from __future__ import annotations

import ssl
from dataclasses import dataclass

from desktop_app.mailcheck.line_transport import LineTransport


@dataclass(frozen=True, slots=True)
class StartTlsContext:
    """Stands where the libraries expect an SSLContext."""

    transport: LineTransport
    context: ssl.SSLContext
    host: str

    def wrap_socket(self, _sock: object, server_hostname: str = "") -> LineTransport:
        """The same wire, under TLS from now on. Raises TlsError or Injected."""
        del server_hostname
        self.transport.start_tls(self.context, self.host)
        return self.transport
