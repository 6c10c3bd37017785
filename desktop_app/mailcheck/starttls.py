"""TLS begun in the middle of a conversation, as imaplib and poplib ask a context for it."""

from __future__ import annotations

import ssl
from dataclasses import dataclass

from desktop_app.mailcheck.line_transport import Wire


@dataclass(frozen=True, slots=True)
class Upgrade:
    """Stands where the libraries expect an SSLContext."""

    wire: Wire
    context: ssl.SSLContext
    host: str

    def wrap_socket(self, _sock: object, server_hostname: str = "") -> Wire:
        """The same wire, under TLS from now on. Raises TlsTrouble or Injected."""
        del server_hostname
        self.wire.upgrade(self.context, self.host)
        return self.wire
