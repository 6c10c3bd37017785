"""The WebAPI of SuperOffice Service, as far as mailboxes need it."""

from __future__ import annotations

import re
from dataclasses import replace
from types import TracebackType

from desktop_app import VERSION
from desktop_app.core.errors import (
    AnswerCut,
    Busy,
    MailboxGone,
    NotFound,
    NotTheApi,
    Reach,
    ServerFault,
    Trouble,
    Unreachable,
)
from desktop_app.core.listing import Listing
from desktop_app.core.mailbox import Draft, Mailbox, Replace
from desktop_app.core.profile import Profile
from desktop_app.core.server import Principal, ServerVersion
from desktop_app.net.cancel import Cancel
from desktop_app.net.session import MIB, Answer, HttpSession, Request
from desktop_app.webapi.entity import decode_entity, encode_save
from desktop_app.webapi.listing import decode_list
from desktop_app.webapi.refusals import refusal
from desktop_app.webapi.said import error_object, is_html, said
from desktop_app.webapi.scrub import Scrubber
from desktop_app.webapi.server import decode_principal, decode_version
from desktop_app.webapi.sign_in import Basic, SignIn

LARGEST_LIST = 160 * MIB
LIST_SECONDS, CALL_SECONDS = 180.0, 60.0
"""How long a list call, or any other, may take in all."""

LONGEST_RETRY = 10.0
"""Seconds that a read waits for a busy server; told to wait longer, it gives up and says so."""

_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")


class Client:
    """Talks to one installation as one user, from one thread. Every call raises Trouble.

    Reads are tried again, at most twice, after ``pauses`` seconds, where the server was busy or the
    connection broke. A save is sent once. A list may take ``list_seconds`` in all, any other
    call ``seconds``.
    ``address`` is the profile's, ending in ``/api``.
    """

    def __init__(
        self,
        session: HttpSession,
        address: str,
        sign_in: SignIn,
        language: str = "en",
        pauses: tuple[float, ...] = (0.5, 2.0),
        seconds: float = CALL_SECONDS,
        list_seconds: float = LIST_SECONDS,
    ) -> None:
        self._session = session
        self._address = address.rstrip("/")
        self._sign_in = sign_in
        self._language = language if _LANGUAGE.fullmatch(language) else "en"
        self._pauses = pauses
        self._seconds, self._list_seconds = seconds, list_seconds

    def __enter__(self) -> Client:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._session.close()

    def mailboxes(self, cancel: Cancel | None = None) -> Listing:
        """All mailboxes, as the list call tells of them."""
        request = replace(
            self._agent("GetMailboxes"), limit=LARGEST_LIST, deadline=self._list_seconds
        )
        answer = self._read(request, "", cancel)
        return decode_list(answer.body)

    def mailbox(self, mailbox_id: int, cancel: Cancel | None = None) -> Mailbox:
        """One mailbox. Raises MailboxGone if there is none with this id."""
        request = self._agent(f"GetMailboxEntity?mailboxEntityId={mailbox_id:d}")
        try:
            found = _entity(self._read(request, "MailInFilterId", cancel))
        except NotFound:
            found = None
        if found is None:
            raise MailboxGone(f"no mailbox with id {mailbox_id}")
        if found.id != mailbox_id:
            raise NotTheApi(f"asked for mailbox {mailbox_id}, got {found.id}")
        return found

    def default_mailbox(self, cancel: Cancel | None = None) -> Mailbox:
        """The values and rights that a new mailbox starts from; nothing is stored."""
        request = self._agent("CreateDefaultMailboxEntity")
        found = _entity(self._read(request, "MailInFilterId", cancel))
        if found is None or found.id != 0:
            raise NotTheApi("the answer is no default mailbox")
        return found

    def save(self, draft: Draft, cancel: Cancel | None = None) -> Mailbox:
        """Create or change a mailbox by exactly one POST; the server's answer comes back.

        Any error tells by ``may_have_run`` whether the server may have saved all the same.
        """
        request = self._agent("SaveMailboxEntity", encode_save(draft), changes=True)
        password = draft.password.text if isinstance(draft.password, Replace) else ""
        answer = self._ask(request, "MailInFilterId", cancel, password)
        try:
            return _saved(draft, _entity(answer))
        except Trouble as error:
            error.may_have_run = True
            raise

    def who(self, cancel: Cancel | None = None) -> Principal:
        """Who is signed in."""
        answer = self._read(self._get("/v1/User/currentPrincipal"), "AssociateId", cancel)
        return decode_principal(answer.body)

    def version(self, cancel: Cancel | None = None) -> ServerVersion:
        """The server's version. It may answer this without a sign-in."""
        return decode_version(self._read(self._get(""), "v1", cancel).body)

    def _agent(self, method: str, body: bytes | None = None, *, changes: bool = False) -> Request:
        url = f"{self._address}/v1/Agents/CustomerService/{method}"
        return self._request("POST", url, body, changes=changes)

    def _get(self, path: str) -> Request:
        return self._request("GET", self._address + path, None, changes=False)

    def _request(self, method: str, url: str, body: bytes | None, *, changes: bool) -> Request:
        headers = {
            "Accept": "application/json",
            "Accept-Language": self._language,
            "SO-Language": self._language,
            "User-Agent": f"MailboxAdmin/{VERSION}",
            **self._sign_in.headers(),
        }
        if body is not None:
            headers["Content-Type"] = "application/json; charset=utf-8"
        return Request(method, url, headers, body, changes, deadline=self._seconds)

    def _read(self, request: Request, own_name: str, cancel: Cancel | None) -> Answer:
        """Ask, and ask again where that may help."""
        for pause in self._pauses:
            try:
                return self._ask(request, own_name, cancel)
            except Trouble as error:
                seconds = _worth_waiting(error, pause)
                if seconds is None:
                    raise
            (cancel or Cancel()).wait(seconds)
        return self._ask(request, own_name, cancel)

    def _ask(
        self, request: Request, own_name: str, cancel: Cancel | None, password: str = ""
    ) -> Answer:
        """Ask once. A carrier is told from an error object by ``own_name``."""
        answer = self._session.call(request, cancel)
        scrub = Scrubber((*self._sign_in.secrets(), password))
        words = None
        if answer.status in (200, 201, 204):
            words = said(answer) if is_html(answer) else error_object(answer, own_name)
            if words is None:
                return answer
        raise refusal(answer, scrub, changes=request.changes, words=words)


def open_client(profile: Profile, secret: str, language: str = "en") -> Client:
    """A client for a profile, with connections of its own. ``secret`` is the password."""
    return Client(HttpSession(), profile.address, Basic(profile.user_name, secret), language)


def _entity(answer: Answer) -> Mailbox | None:
    """The mailbox, or None: a server that has none says null, or nothing at all."""
    return decode_entity(answer.body) if answer.body.strip() else None


def _saved(draft: Draft, found: Mailbox | None) -> Mailbox:
    """The saved mailbox, if it can be the one that was sent."""
    if found is None:
        raise NotTheApi("the answer to the save is empty")
    if found.id == 0 or (not draft.creates and found.id != draft.original.id):
        raise NotTheApi(f"saved mailbox {draft.original.id}, got {found.id}")
    return found


def _worth_waiting(error: Trouble, pause: float) -> float | None:
    """After how many seconds a read may be tried again, or None if that would not help."""
    if isinstance(error, Busy):
        wait = pause if error.wait is None else error.wait
        return wait if wait <= LONGEST_RETRY else None
    broken = isinstance(error, Unreachable) and error.reach is Reach.RESET
    gateway = isinstance(error, ServerFault) and error.status in (502, 504)
    return pause if broken or gateway or isinstance(error, AnswerCut) else None
