"""Sign-in schemes: the headers that each adds to a request. No repr shows a secret."""

from __future__ import annotations

import base64
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from desktop_app.core.errors import (
    BrowserSessionExpired,
    BrowserSessionUnreadable,
    SignInPart,
    SignInRefused,
    SignInUnsendable,
    TicketRefused,
    TokenRefused,
    UserNameUnusable,
)
from desktop_app.net.cancel_token import CancelToken
from desktop_app.webapi.codec.strict_json import has_lone_surrogates
from desktop_app.webapi.sign_in.pasted_session import PastedSession, read_pasted_session

_HEADER_TEXT = re.compile(r"[\x21-\x7e]+")
_HEADER_LINE = re.compile(r"[\x20-\x7e]+")
_NOT_IN_USER_NAME = re.compile(r"[:\x00-\x1f\x7f-\x9f]")
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
        """Return the sign-in headers. Raises SignInUnsendable, BrowserSessionUnreadable."""

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
        """Return the Authorization header. Raises UserNameUnusable, SignInUnsendable.

        A colon or a control character in the user name (RFC 7617, 2), or half a surrogate pair,
        would make the server read other credentials than were entered, and count a failed attempt.
        """
        if _NOT_IN_USER_NAME.search(self.user_name) or has_lone_surrogates(self.user_name):
            raise UserNameUnusable(detail="a colon, control or damaged character in the user name")
        if has_lone_surrogates(self.password):
            raise SignInUnsendable(SignInPart.PASSWORD)
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
        """Return Authorization, and SO-AppToken if given. Raises SignInUnsendable."""
        ticket = _header_text(_bare(self.ticket, "SOTicket"), SignInPart.TICKET)
        found = {"Authorization": f"SOTicket {ticket}"}
        if self.app_token:
            found["SO-AppToken"] = _header_text(self.app_token, SignInPart.APP_TOKEN)
        return found

    def secrets(self) -> tuple[str, ...]:
        """Return ticket and app token, if not empty."""
        return tuple(
            each for each in (_bare(self.ticket, "SOTicket"), self.app_token.strip()) if each
        )


@dataclass(frozen=True, slots=True)
class BearerScheme(AuthScheme):
    """A pasted access token."""

    refused_error: ClassVar[type[SignInRefused]] = TokenRefused
    token: str = field(repr=False)

    def headers(self) -> dict[str, str]:
        """Return the Authorization header. Raises SignInUnsendable."""
        token = _header_text(_bare(self.token, "Bearer"), SignInPart.ACCESS_TOKEN)
        return {"Authorization": f"Bearer {token}"}

    def secrets(self) -> tuple[str, ...]:
        """Return the token."""
        return (_bare(self.token, "Bearer"),)


@dataclass(frozen=True, slots=True)
class BrowserSessionScheme(AuthScheme):
    """The session of a signed-in browser, from whatever its developer tools copy.

    All but the cookies and the XSRF token is ignored.
    """

    refused_error: ClassVar[type[SignInRefused]] = BrowserSessionExpired
    pasted: str = field(repr=False)
    _session: PastedSession | None = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_session", read_pasted_session(self.pasted))

    def headers(self) -> dict[str, str]:
        """Return cookies, and the XSRF token if there is one.

        Raises BrowserSessionUnreadable, SignInUnsendable.
        """
        session = self._session
        if session is None:
            raise BrowserSessionUnreadable(detail="no name=value")
        if not _HEADER_LINE.fullmatch(session.cookies):
            raise SignInUnsendable(SignInPart.COOKIES)
        found = {"Cookie": session.cookies}
        if session.xsrf_token:
            found["X-XSRF-TOKEN"] = _header_text(session.xsrf_token, SignInPart.COOKIES)
        return found

    def secrets(self) -> tuple[str, ...]:
        """Return the cookies, each value long enough to be a secret, and the XSRF token."""
        session = self._session
        if session is None:
            return tuple(filter(None, (self.pasted.strip(),)))
        values = (each for each in session.values.values() if len(each) >= _MIN_SECRET_LENGTH)
        return tuple(filter(None, (session.cookies, *values, session.xsrf_token)))


def _bare(pasted: str, scheme: str) -> str:
    """Return a token without the quotes, header name and scheme that were copied with it."""
    text = pasted.strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        text = text[1:-1].strip()
    text = re.sub(r"^authorization\s*[:\s]\s*", "", text, count=1, flags=re.IGNORECASE)
    return re.sub(rf"^{scheme}(\s+|$)", "", text, count=1, flags=re.IGNORECASE)


def _header_text(secret: str, part: SignInPart) -> str:
    text = secret.strip()
    if not _HEADER_TEXT.fullmatch(text):
        raise SignInUnsendable(part)
    return text
