"""The WebAPI of SuperOffice Service, as far as mailboxes need it."""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType

from desktop_app.core.errors import AddressUnknown, MailboxGone, NotFound, NotTheApi, Trouble
from desktop_app.core.mailbox.mailbox import Draft, Mailbox, Replace
from desktop_app.core.mailbox_list.listing import Came, Listing
from desktop_app.core.profiles.server_info import Principal, ServerVersion
from desktop_app.core.retry import Waiting
from desktop_app.net.cancel_token import Cancel
from desktop_app.net.http_session import MIB, HttpSession
from desktop_app.webapi.api_transport import (
    CALL_SECONDS,
    LONGEST_RETRY,
    PAUSES,
    Call,
    Caller,
    Manner,
)
from desktop_app.webapi.codec.mailbox_codec import decode_entity, encode_save
from desktop_app.webapi.codec.server_info_codec import decode_principal, decode_version
from desktop_app.webapi.codec.streaming_list import ArrivingList
from desktop_app.webapi.sign_in.auth_schemes import SignIn
from desktop_app.webapi.sign_in.endpoint import Place

__all__ = ["LARGEST_LIST", "LONGEST_RETRY", "Client"]

LARGEST_LIST = 160 * MIB
LIST_SECONDS = 180.0
"""How long a list call may take in all."""

AGENT = "/v1/Agents/CustomerService/"


class Client:
    """Talks to one installation as one user, from one thread. Every call raises Trouble.

    Reads are tried again, at most twice, after ``pauses`` seconds, where the server was busy or the
    connection broke. A save is sent once. A list may take ``list_seconds`` in all, any other call
    ``seconds``. ``address`` ends in ``/api``; ``manner`` may be just a language.
    """

    def __init__(
        self,
        session: HttpSession,
        address: str | Place,
        sign_in: SignIn,
        manner: str | Manner = "en",
        pauses: tuple[float, ...] = PAUSES,
        seconds: float = CALL_SECONDS,
        list_seconds: float = LIST_SECONDS,
    ) -> None:
        place = Place(address) if isinstance(address, str) else address
        manner = Manner(manner) if isinstance(manner, str) else manner
        self._caller = Caller(session, place, sign_in, manner, pauses)
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
        self._caller.session.close()

    def tell_waits(self, told: Callable[[Waiting], None]) -> None:
        """Have ``told`` called, in the calling thread, whenever a read pauses to be tried again."""
        self._caller.on_wait = told

    def mailboxes(self, cancel: Cancel | None = None, came: Came | None = None) -> Listing:
        """All mailboxes, as the list call tells of them.

        ``came`` is told in the calling thread of the rows so far, while the answer comes in.
        """
        arriving = ArrivingList(came)
        call = Call(
            "POST",
            f"{AGENT}GetMailboxes",
            limit=LARGEST_LIST,
            seconds=self._list_seconds,
            follow=arriving.start,
        )
        return arriving.finish(self._caller.read(call, cancel or Cancel()).body)

    def mailbox(self, mailbox_id: int, cancel: Cancel | None = None) -> Mailbox:
        """One mailbox. Raises MailboxGone if there is none with this id."""
        try:
            found = self._entity(f"GetMailboxEntity?mailboxEntityId={mailbox_id:d}", cancel)
        except AddressUnknown:
            raise  # it is not the mailbox that is not there
        except NotFound:
            found = None
        if found is None:
            raise MailboxGone(f"no mailbox with id {mailbox_id}")
        if found.id != mailbox_id:
            raise NotTheApi(f"asked for mailbox {mailbox_id}, got {found.id}")
        return found

    def default_mailbox(self, cancel: Cancel | None = None) -> Mailbox:
        """The values and rights that a new mailbox starts from; nothing is stored."""
        found = self._entity("CreateDefaultMailboxEntity", cancel)
        if found is None or found.id != 0:
            raise NotTheApi("the answer is no default mailbox")
        return found

    def save(self, draft: Draft, cancel: Cancel | None = None) -> Mailbox:
        """Create or change a mailbox by exactly one POST; the server's answer comes back.

        Any error tells by ``may_have_run`` whether the server may have saved all the same.
        """
        call = Call(
            "POST",
            f"{AGENT}SaveMailboxEntity",
            "MailInFilterId",
            encode_save(draft),
            changes=True,
            password=draft.password.text if isinstance(draft.password, Replace) else "",
            seconds=self._seconds,
        )
        answer = self._caller.send(call, cancel or Cancel())
        try:
            return _saved(draft, _decoded(answer.body))
        except Trouble as error:
            error.may_have_run = True
            raise

    def who(self, cancel: Cancel | None = None) -> Principal:
        """Who is signed in."""
        call = Call("GET", "/v1/User/currentPrincipal", "AssociateId", seconds=self._seconds)
        return decode_principal(self._caller.read(call, cancel or Cancel()).body)

    def version(self, cancel: Cancel | None = None) -> ServerVersion:
        """The server's version. It may answer this without a sign-in."""
        call = Call("GET", "", "v1", seconds=self._seconds)
        return decode_version(self._caller.read(call, cancel or Cancel()).body)

    def knock(self, cancel: Cancel | None = None) -> None:
        """One attempt to reach the server; a failed one is not tried again."""
        call = Call("GET", "", "v1", seconds=self._seconds)
        decode_version(self._caller.send(call, cancel or Cancel()).body)

    def _entity(self, method: str, cancel: Cancel | None) -> Mailbox | None:
        call = Call("POST", AGENT + method, "MailInFilterId", seconds=self._seconds)
        return _decoded(self._caller.read(call, cancel or Cancel()).body)


def _decoded(body: bytes) -> Mailbox | None:
    """The mailbox, or None: a server that has none says null, or nothing at all."""
    return decode_entity(body) if body.strip() else None


def _saved(draft: Draft, found: Mailbox | None) -> Mailbox:
    """The saved mailbox, if it can be the one that was sent."""
    if found is None:
        raise NotTheApi("the answer to the save is empty")
    if found.id == 0 or (not draft.creates and found.id != draft.original.id):
        raise NotTheApi(f"saved mailbox {draft.original.id}, got {found.id}")
    return found
