"""Small questions of a check: which name, which secrets, which results."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable

from desktop_app.core.checking import (
    Answered,
    CheckWish,
    Closed,
    Fault,
    LoginRefused,
    NeedsOAuth,
    NotTried,
    OAuthProvider,
    ServerFault,
    Stopped,
    TimedOut,
    Verdict,
)
from desktop_app.core.scripts import ascii_form
from desktop_app.core.scrub import Scrubber


def machine_name(server: str) -> str:
    """The name that is looked up and that a certificate must be for."""
    bare = server.strip("[]")
    return bare if bare.isascii() else ascii_form(bare) or bare


def secured(tls: Callable[[], ssl.SSLContext], raw: socket.socket, host: str) -> socket.socket:
    """The connection under TLS; it is closed if there is none. Raises TlsTrouble."""
    try:
        return tls().wrap_socket(raw, server_hostname=host)
    except BaseException:
        raw.close()
        raise


def scrubber(wish: CheckWish) -> Scrubber:
    """Blanks the password in all forms in which it travels."""
    user, password = wish.target.user_name, wish.password
    quoted = password.replace("\\", "\\\\").replace('"', '\\"')
    return Scrubber((password, quoted, f"\0{user}\0{password}") if password else ())


def is_calm(verdict: Verdict) -> bool:
    """Whether the server still listens, and answers a farewell."""
    if isinstance(verdict, ServerFault):
        return verdict.fault is Fault.SAID
    return not isinstance(verdict, TimedOut | Closed | Stopped)


def without_tls(verdict: Verdict) -> Verdict:
    """What a failure of TLS means that was only to hide the password; tricks stay tricks."""
    trick = isinstance(verdict, ServerFault) and verdict.fault is not Fault.SAID
    return verdict if trick or isinstance(verdict, Stopped) else Answered(NotTried.IN_THE_CLEAR)


def judged(verdict: Verdict, provider: OAuthProvider | None) -> Verdict:
    """Where a provider has ended passwords, a refusal means that."""
    if provider is OAuthProvider.GOOGLE and isinstance(verdict, LoginRefused):
        return NeedsOAuth(provider, verdict.said)
    return verdict
