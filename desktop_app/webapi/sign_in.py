"""Ways to sign in: what each adds to a request's headers. No repr shows a secret."""

from __future__ import annotations

import base64
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.cookies import CookieError, SimpleCookie
from typing import ClassVar
from urllib.parse import unquote

from desktop_app.core.errors import (
    BrowserSessionOver,
    SignInRefused,
    TicketRefused,
    TokenRefused,
)
from desktop_app.net.cancel import Cancel
from desktop_app.webapi.exact import has_half_characters

_HEADER_TEXT = re.compile(r"[\x21-\x7e]+")
_HEADER_LINE = re.compile(r"[\x20-\x7e]+")


class SignIn(ABC):
    """A way to sign in. One object may serve several threads."""

    refusal: ClassVar[type[SignInRefused]] = SignInRefused
    """What a refusal of this way is."""

    @property
    def account(self) -> int:
        """Another number as soon as it may be another person who is signed in."""
        return 0

    def prepare(self, cancel: Cancel) -> None:
        """Get ready, which may take a call to a sign-in server. Raises Trouble."""
        del cancel

    @abstractmethod
    def headers(self) -> dict[str, str]:
        """The headers that sign a request in. Raises SignInRefused if none can carry the secret."""

    @abstractmethod
    def secrets(self) -> tuple[str, ...]:
        """All that must never be seen: the secrets, as typed and as sent."""

    def renew(self, refused: Mapping[str, str], cancel: Cancel) -> bool:
        """Whether there are other headers now than those that were refused. Raises Trouble."""
        del refused, cancel
        return False


@dataclass(frozen=True, slots=True)
class Basic(SignIn):
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
class SoTicket(SignIn):
    """A pasted ticket, which is sent as it is, and the app token where one is needed."""

    refusal: ClassVar[type[SignInRefused]] = TicketRefused
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
class Bearer(SignIn):
    """A pasted access token."""

    refusal: ClassVar[type[SignInRefused]] = TokenRefused
    token: str = field(repr=False)

    def headers(self) -> dict[str, str]:
        """The Authorization header. Raises SignInRefused."""
        return {"Authorization": f"Bearer {_header_text(self.token, 'token')}"}

    def secrets(self) -> tuple[str, ...]:
        """The token."""
        return (self.token.strip(),)


@dataclass(frozen=True, slots=True)
class BrowserSession(SignIn):
    """The cookies of a browser that is signed in, as its developer tools show them."""

    refusal: ClassVar[type[SignInRefused]] = BrowserSessionOver
    cookies: str = field(repr=False)

    def headers(self) -> dict[str, str]:
        """The cookies, and the XSRF token that is among them. Raises SignInRefused."""
        found = {"Cookie": _header_line(self.cookies, "cookies")}
        token = self._token()
        if token:
            found["X-XSRF-TOKEN"] = _header_text(token, "XSRF token")
        return found

    def secrets(self) -> tuple[str, ...]:
        """The line, every value in it, and the token."""
        values = (each.value for each in self._jar().values())
        return tuple(filter(None, (self.cookies.strip(), *values, self._token())))

    def _token(self) -> str:
        named = {name.upper(): each.value for name, each in self._jar().items()}
        return unquote(named.get("XSRF-TOKEN", ""))

    def _jar(self) -> SimpleCookie:
        try:
            return SimpleCookie(self.cookies.strip())
        except CookieError:
            return SimpleCookie()


def _header_line(secret: str, what: str) -> str:
    text = secret.strip().removeprefix("Cookie:").strip()
    if not _HEADER_LINE.fullmatch(text):
        raise SignInRefused(detail=f"the {what} are empty or hold what no header can carry")
    return text


def _header_text(secret: str, what: str) -> str:
    text = secret.strip()
    if not _HEADER_TEXT.fullmatch(text):
        raise SignInRefused(detail=f"the {what} is empty or holds what no header can carry")
    return text
