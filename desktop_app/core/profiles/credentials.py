"""The secrets that a profile's connection needs, together. No repr shows them."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Credentials:
    """``secret`` is what the way of signing in asks for: password, ticket, token or cookies.

    The others are empty where they are not used: ``app_token`` goes with a ticket,
    ``refresh_token`` and ``client_secret`` belong to OAuth, ``proxy_password`` to a given proxy.
    """

    secret: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    refresh_token: str = field(default="", repr=False)
    client_secret: str = field(default="", repr=False)
    proxy_password: str = field(default="", repr=False)
