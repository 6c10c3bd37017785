"""Ways to sign in: what each adds to a request's headers. No repr shows a secret."""

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
"""Characters; a shorter cookie is a setting, and no text could be shown without it."""


class AuthScheme(ABC):
    """A way to sign in. One object may serve several threads."""

    refused_error: ClassVar[type[SignInRefused]] = SignInRefused
    """What a refusal of this way is."""

    @property
    def account_generation(self) -> int:
        """Another number as soon as it may be another person who is signed in."""
        return 0

    def prepare(self, cancel: CancelToken) -> None:
        """Get ready, which may take a call to a sign-in server. Raises AppError."""
        del cancel

    @abstractmethod
    def headers(self) -> dict[str, str]:
        """The headers that sign a request in. Raises SignInRefused if none can carry the secret."""

    @abstractmethod
    def secrets(self) -> tuple[str, ...]:
        """All that must never be seen: the secrets, as typed and as sent."""

    def renew(self, refused: Mapping[str, str], cancel: CancelToken) -> bool:
        """Whether there are other headers now than those that were refused. Raises AppError."""
        del refused, cancel
        return False


@dataclass(frozen=True, slots=True)
class BasicScheme(AuthScheme):
    """User name and password, as UTF-8."""

    user_name: str
    password: str = field(repr=False)

    def headers(self) -> dict[str, str]:
        """The Authorization header. Raises SignInRefused.

        A colon in the user name, or half a character, would make the server read another password
        than was typed, and count a failed attempt.
        """
        if ":" in self.user_name or has_lone_surrogates(self.user_name + self.password):
            raise SignInRefused(detail="user name or password hold what Basic cannot carry")
        return {"Authorization": f"Basic {self._encoded_credentials()}"}

    def secrets(self) -> tuple[str, ...]:
        """The password, and the header's value."""
        return self.password, self._encoded_credentials()

    def _encoded_credentials(self) -> str:
        pair = f"{self.user_name}:{self.password}"
        return base64.b64encode(pair.encode("utf-8", "replace")).decode("ascii")


@dataclass(frozen=True, slots=True)
class TicketScheme(AuthScheme):
    """A pasted ticket, which is sent as it is, and the app token where one is needed."""

    refused_error: ClassVar[type[SignInRefused]] = TicketRefused
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
class BearerScheme(AuthScheme):
    """A pasted access token."""

    refused_error: ClassVar[type[SignInRefused]] = TokenRefused
    token: str = field(repr=False)

    def headers(self) -> dict[str, str]:
        """The Authorization header. Raises SignInRefused."""
        return {"Authorization": f"Bearer {_header_text(self.token, 'token')}"}

    def secrets(self) -> tuple[str, ...]:
        """The token."""
        return (self.token.strip(),)


@dataclass(frozen=True, slots=True)
class BrowserSessionScheme(AuthScheme):
    """A browser that is signed in: its cookies, or the headers that its developer tools copy.

    Headers are one a line; but for Cookie and X-XSRF-TOKEN they are passed over.
    """

    refused_error: ClassVar[type[SignInRefused]] = BrowserSessionExpired
    pasted: str = field(repr=False)

    def headers(self) -> dict[str, str]:
        """The cookies, and the XSRF token that is beside or among them. Raises SignInRefused."""
        found = {"Cookie": _header_line(self._cookies(), "cookies")}
        token = self._xsrf_token()
        if token:
            found["X-XSRF-TOKEN"] = _header_text(token, "XSRF token")
        return found

    def secrets(self) -> tuple[str, ...]:
        """The cookies, all values in them that are no mere setting, and the token."""
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
        """By name. Real cookies are not always as the standard wants them, so nothing is parsed."""
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
