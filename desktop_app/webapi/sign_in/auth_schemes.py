"""Sign-in schemes: the headers that each adds to a request. No repr shows a secret."""

from __future__ import annotations

import base64
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar
from urllib.parse import unquote

from desktop_app.core.errors import (
    BrowserSessionExpired,
    SignInRefused,
    TicketRefused,
    TokenRefused,
)
from desktop_app.net.cancel_token import CancelToken
from desktop_app.webapi.codec.strict_json import has_lone_surrogates

_HEADER_TEXT = re.compile(r"[\x21-\x7e]+")
_HEADER_LINE = re.compile(r"[\x20-\x7e]+")
_MIN_SECRET_LENGTH = 8
"""Characters; a shorter cookie is a setting, and redacting it would hide all texts with it."""


class AuthScheme(ABC):
    """A way to sign in. One object may serve several threads."""

    refused_error: ClassVar[type[SignInRefused]] = SignInRefused
    """The error for a refusal of this scheme."""

    @property
    def account_generation(self) -> int:
        """A number that changes as soon as another person may be signed in."""
        return 0

    def prepare(self, cancel: CancelToken) -> None:
        """Get ready to sign in, which may call a sign-in server. Raises AppError."""
        del cancel

    @abstractmethod
    def headers(self) -> dict[str, str]:
        """Return the sign-in headers. Raises SignInRefused if no header can carry the secret."""

    @abstractmethod
    def secrets(self) -> tuple[str, ...]:
        """Return all texts that must be redacted: the secrets, as entered and as sent."""

    def renew(self, refused: Mapping[str, str], cancel: CancelToken) -> bool:
        """Renew the secret if possible, and return whether the headers differ from ``refused``.

        Raises AppError.
        """
        del refused, cancel
        return False


@dataclass(frozen=True, slots=True)
class BasicScheme(AuthScheme):
    """Basic authentication: user name and password, as UTF-8."""

    user_name: str
    password: str = field(repr=False)

    def headers(self) -> dict[str, str]:
        """Return the Authorization header. Raises SignInRefused.

        A colon in the user name, or half a surrogate pair, would make the server read another
        password than was entered, and count a failed attempt.
        """
        if ":" in self.user_name or has_lone_surrogates(self.user_name + self.password):
            raise SignInRefused(detail="user name or password hold what Basic cannot carry")
        return {"Authorization": f"Basic {self._encoded_credentials()}"}

    def secrets(self) -> tuple[str, ...]:
        """Return the password, and the header's encoded value."""
        return self.password, self._encoded_credentials()

    def _encoded_credentials(self) -> str:
        pair = f"{self.user_name}:{self.password}"
        return base64.b64encode(pair.encode("utf-8", "replace")).decode("ascii")


@dataclass(frozen=True, slots=True)
class TicketScheme(AuthScheme):
    """A pasted ticket, and the app token if one is needed."""

    refused_error: ClassVar[type[SignInRefused]] = TicketRefused
    ticket: str = field(repr=False)
    app_token: str = field(default="", repr=False)

    def headers(self) -> dict[str, str]:
        """Return Authorization, and SO-AppToken if given. Raises SignInRefused."""
        found = {"Authorization": f"SOTicket {_header_text(self.ticket, 'ticket')}"}
        if self.app_token:
            found["SO-AppToken"] = _header_text(self.app_token, "app token")
        return found

    def secrets(self) -> tuple[str, ...]:
        """Return ticket and app token, if not empty."""
        return tuple(each for each in (self.ticket.strip(), self.app_token.strip()) if each)


@dataclass(frozen=True, slots=True)
class BearerScheme(AuthScheme):
    """A pasted access token."""

    refused_error: ClassVar[type[SignInRefused]] = TokenRefused
    token: str = field(repr=False)

    def headers(self) -> dict[str, str]:
        """Return the Authorization header. Raises SignInRefused."""
        return {"Authorization": f"Bearer {_header_text(self.token, 'token')}"}

    def secrets(self) -> tuple[str, ...]:
        """Return the token."""
        return (self.token.strip(),)


@dataclass(frozen=True, slots=True)
class BrowserSessionScheme(AuthScheme):
    """The session of a signed-in browser: its cookies, or headers from its developer tools.

    Headers are one per line; all but Cookie and X-XSRF-TOKEN are ignored.
    """

    refused_error: ClassVar[type[SignInRefused]] = BrowserSessionExpired
    pasted: str = field(repr=False)

    def headers(self) -> dict[str, str]:
        """Return cookies, and the XSRF token from a header or a cookie. Raises SignInRefused."""
        found = {"Cookie": _header_line(self._cookies(), "cookies")}
        token = self._xsrf_token()
        if token:
            found["X-XSRF-TOKEN"] = _header_text(token, "XSRF token")
        return found

    def secrets(self) -> tuple[str, ...]:
        """Return the cookies, each value long enough to be a secret, and the XSRF token."""
        values = (
            value for value in self._cookie_values().values() if len(value) >= _MIN_SECRET_LENGTH
        )
        return tuple(filter(None, (self._cookies(), *values, self._xsrf_token())))

    def _cookies(self) -> str:
        return self._pasted_headers().get("cookie", "")

    def _xsrf_token(self) -> str:
        named = {name.upper(): value for name, value in self._cookie_values().items()}
        beside = self._pasted_headers().get("x-xsrf-token", "")
        return beside or unquote(named.get("XSRF-TOKEN", ""))

    def _cookie_values(self) -> dict[str, str]:
        """Return cookies by name, split by hand: real cookies may violate the standard."""
        pairs = (part.strip().partition("=") for part in self._cookies().split(";"))
        return {name: value.strip('"') for name, _, value in pairs}

    def _pasted_headers(self) -> dict[str, str]:
        lines = (line.strip().partition(":") for line in self.pasted.strip().splitlines())
        found = {name.lower(): value.strip() for name, colon, value in lines if colon}
        return found if "cookie" in found else {**found, "cookie": self.pasted.strip()}


def _header_line(secret: str, what: str) -> str:
    text = secret.strip()
    if not _HEADER_LINE.fullmatch(text):
        raise SignInRefused(detail=f"the {what} are empty or hold what no header can carry")
    return text


def _header_text(secret: str, what: str) -> str:
    text = secret.strip()
    if not _HEADER_TEXT.fullmatch(text):
        raise SignInRefused(detail=f"the {what} is empty or holds what no header can carry")
    return text
