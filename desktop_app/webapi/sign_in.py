"""Ways to sign in: what each adds to a request's headers. No repr shows a secret."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass, field
from typing import Protocol

from desktop_app.core.errors import SignInRefused
from desktop_app.webapi.exact import has_half_characters

_HEADER_TEXT = re.compile(r"[\x21-\x7e]+")


class SignIn(Protocol):
    """A way to sign in."""

    def headers(self) -> dict[str, str]:
        """The headers that sign a request in. Raises SignInRefused if none can carry the secret."""

    def secrets(self) -> tuple[str, ...]:
        """All that must never be seen: the secrets, as typed and as sent."""


@dataclass(frozen=True, slots=True)
class Basic:
    """User name and password, as UTF-8."""

    user_name: str
    password: str = field(repr=False)

    def headers(self) -> dict[str, str]:
        """The Authorization header. Raises SignInRefused.

        A colon in the user name, or half a character, would make the server read another password
        than was typed, and count a failed attempt.
        """
        if ":" in self.user_name or has_half_characters(self.user_name + self.password):
            raise SignInRefused(detail="user name or password hold what Basic cannot carry")
        return {"Authorization": f"Basic {self._token()}"}

    def secrets(self) -> tuple[str, ...]:
        """The password, and the header's value."""
        return self.password, self._token()

    def _token(self) -> str:
        pair = f"{self.user_name}:{self.password}"
        return base64.b64encode(pair.encode("utf-8", "replace")).decode("ascii")


@dataclass(frozen=True, slots=True)
class SoTicket:
    """A pasted ticket, which is sent as it is, and the app token where one is needed."""

    ticket: str = field(repr=False)
    app_token: str = field(default="", repr=False)

    def headers(self) -> dict[str, str]:
        """Authorization, and SO-AppToken where given. Raises SignInRefused."""
        found = {"Authorization": f"SOTicket {_header_text(self.ticket, 'ticket')}"}
        if self.app_token:
            found["SO-AppToken"] = _header_text(self.app_token, "app token")
        return found

    def secrets(self) -> tuple[str, ...]:
        """Ticket and app token."""
        return tuple(each for each in (self.ticket.strip(), self.app_token.strip()) if each)


@dataclass(frozen=True, slots=True)
class Bearer:
    """A pasted access token."""

    token: str = field(repr=False)

    def headers(self) -> dict[str, str]:
        """The Authorization header. Raises SignInRefused."""
        return {"Authorization": f"Bearer {_header_text(self.token, 'token')}"}

    def secrets(self) -> tuple[str, ...]:
        """The token."""
        return (self.token.strip(),)


def _header_text(secret: str, what: str) -> str:
    text = secret.strip()
    if not _HEADER_TEXT.fullmatch(text):
        raise SignInRefused(detail=f"the {what} is empty or holds what no header can carry")
    return text
