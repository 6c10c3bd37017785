"""One call of the API: its headers, its retries, and what a refused sign-in may be cured by."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from desktop_app import VERSION
from desktop_app.core.errors import (
    AnswerCut,
    Blocked,
    Busy,
    GatewayFault,
    NoRight,
    Reach,
    ServerSaid,
    SignInRefused,
    Trouble,
    Unreachable,
    WrongSubdomain,
)
from desktop_app.core.redaction import Scrubber
from desktop_app.core.retry import Waiting
from desktop_app.net.cancel_token import Cancel
from desktop_app.net.http_session import SMALL, Answer, HttpSession, Request
from desktop_app.webapi.codec.api_errors import refusal
from desktop_app.webapi.codec.error_bodies import error_object, is_html, said
from desktop_app.webapi.sign_in.auth_schemes import SignIn
from desktop_app.webapi.sign_in.endpoint import Place

CALL_SECONDS = 60.0
"""How long a call may take in all."""

LONGEST_RETRY = 10.0
"""Seconds that a read waits for a busy server; told to wait longer, it gives up and says so."""

PAUSES = (0.5, 2.0)
"""Seconds before a read is tried a second and a third time."""

_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")
_ZONE = re.compile(r"[A-Za-z0-9+_/-]{1,60}(, ?includeTZOffset)?")


@dataclass(frozen=True, slots=True)
class Manner:
    """How the server is to talk: names such as ``nb-NO``, and SuperOffice's code of a time zone.

    ``culture`` and ``time_zone`` may be empty; what is no such name is not sent.
    """

    language: str = "en"
    culture: str = ""
    time_zone: str = ""

    def headers(self) -> dict[str, str]:
        """The headers that say so."""
        language = self.language if _LANGUAGE.fullmatch(self.language) else "en"
        found = {"Accept-Language": language, "SO-Language": language}
        if _LANGUAGE.fullmatch(self.culture):
            found["SO-Culture"] = self.culture
        if _ZONE.fullmatch(self.time_zone):
            found["SO-TimeZone"] = self.time_zone
        return found


@dataclass(frozen=True, slots=True)
class Call:
    """What is asked for. ``path`` follows the API's address.

    A carrier is told from an error object by ``own_name``, a property that all of its kind have.
    ``password`` must not be seen in what comes back, ``limit`` caps the answer in bytes, and
    ``seconds`` the time. ``changes`` says that executing it twice would do harm. At each attempt
    ``follow`` is asked for what is to be called with the parts of the answer while they arrive.
    """

    method: str
    path: str
    own_name: str = ""
    body: bytes | None = field(default=None, repr=False)
    changes: bool = False
    password: str = field(default="", repr=False)
    limit: int = SMALL
    seconds: float = CALL_SECONDS
    follow: Callable[[], Callable[[bytes], None]] | None = field(default=None, repr=False)


class Caller:
    """Calls one installation as one user, from one thread. Every method raises Trouble.

    ``on_wait`` is called before a read pauses to be tried again.
    """

    def __init__(
        self,
        session: HttpSession,
        place: Place,
        sign_in: SignIn,
        manner: Manner,
        pauses: tuple[float, ...] = PAUSES,
    ) -> None:
        self.session = session
        self.on_wait: Callable[[Waiting], None] = lambda _waiting: None
        self._place = place
        self._sign_in = sign_in
        self._manner = manner
        self._pauses = pauses
        self._account = sign_in.account

    def read(self, call: Call, cancel: Cancel) -> Answer:
        """Ask, and ask again where that may help."""
        for attempt, pause in enumerate(self._pauses, 2):
            try:
                return self.send(call, cancel)
            except Trouble as error:
                seconds = _worth_waiting(error, pause)
                if seconds is None:
                    raise
                self.on_wait(Waiting(seconds, attempt, error, cancel.cancel))
            cancel.wait(seconds)
        return self.send(call, cancel)

    def send(self, call: Call, cancel: Cancel) -> Answer:
        """Ask with at most one attempt that may have been executed.

        What was refused before it was executed is sent once more, if that could be cured: a token
        that had expired, a tenant that has moved.
        """
        cured: set[type[Trouble]] = set()
        while True:
            self._sign_in.prepare(cancel)
            self._forget_others()
            address, signed = self._place.address(cancel), self._sign_in.headers()
            scrub = Scrubber((*self._sign_in.secrets(), call.password))
            try:
                return self._once(call, self._request(call, address, signed), scrub, cancel)
            except (SignInRefused, NoRight, Blocked) as error:
                if SignInRefused in cured or not self._renewed(error, call, signed, cancel):
                    raise _named(error, self._sign_in) from None
                cured.add(SignInRefused)
            except WrongSubdomain:
                if WrongSubdomain in cured or not self._place.moved(address, cancel):
                    raise
                cured.add(WrongSubdomain)

    def _forget_others(self) -> None:
        """A server's cookie for somebody else must not outlive the new sign-in."""
        if self._account != self._sign_in.account:
            self._account = self._sign_in.account
            self.session.forget()

    def _renewed(
        self, error: ServerSaid, call: Call, signed: Mapping[str, str], cancel: Cancel
    ) -> bool:
        return _may_be_expiry(error, call) and self._sign_in.renew(signed, cancel)

    def _once(self, call: Call, request: Request, scrub: Scrubber, cancel: Cancel) -> Answer:
        answer = self._reach(request, cancel)
        words = None
        if answer.status in (200, 201, 204):
            words = said(answer) if is_html(answer) else error_object(answer, call.own_name)
            if words is None:
                return answer
        raise refusal(answer, scrub, changes=call.changes, words=words)

    def _reach(self, request: Request, cancel: Cancel) -> Answer:
        try:
            return self.session.call(request, cancel)
        except Unreachable as error:
            if error.reach not in (Reach.PROXY, Reach.PROXY_SIGN_IN):
                self._place.doubt()
            raise

    def _request(self, call: Call, address: str, signed: Mapping[str, str]) -> Request:
        headers = {
            "Accept": "application/json",
            "User-Agent": f"MailboxAdmin/{VERSION}",
            **self._manner.headers(),
            **signed,
        }
        if call.body is not None:
            headers["Content-Type"] = "application/json; charset=utf-8"
        return Request(
            call.method,
            address + call.path,
            headers,
            call.body,
            call.changes,
            call.limit,
            call.seconds,
            follow=call.follow() if call.follow else None,
        )


def _named(error: ServerSaid, sign_in: SignIn) -> ServerSaid:
    """A plain refusal as that of the way of signing in, so that it can be said what to renew."""
    if type(error) is not SignInRefused or sign_in.refusal is SignInRefused:
        return error
    return sign_in.refusal(
        error.message, error_type=error.error_type, status=error.status, detail=error.detail
    )


def _may_be_expiry(error: ServerSaid, call: Call) -> bool:
    """Whether a fresh token may help, and sending again does no harm.

    401 comes before execution. 403 may stand for an expired token too, but a save might have been
    executed in part; and a session that is told of with another status proves nothing for a save.
    """
    if call.changes:
        return error.status == 401
    return isinstance(error, SignInRefused) or error.status == 403


def _worth_waiting(error: Trouble, pause: float) -> float | None:
    """After how many seconds a read may be tried again, or None if that would not help."""
    if isinstance(error, Busy):
        wait = pause if error.wait is None else error.wait
        return wait if wait <= LONGEST_RETRY else None
    broken = isinstance(error, Unreachable) and error.reach is Reach.RESET
    return pause if broken or isinstance(error, GatewayFault | AnswerCut) else None
