"""The part of SuperOffice Service's WebAPI that mailboxes need."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from desktop_app.core.errors import (
    AppError,
    EndpointNotFound,
    MailboxNotFound,
    NotFound,
    UnreadableMailbox,
)
from desktop_app.core.mailbox.mailbox import Draft, Mailbox, ReplacePassword
from desktop_app.core.mailbox_list.listing import Listing, RowsCallback
from desktop_app.core.profiles.server_info import Principal, ServerVersion
from desktop_app.core.retry import RetryNotice
from desktop_app.net.cancel_token import CancelToken
from desktop_app.net.http_call import MIB
from desktop_app.net.http_session import HttpSession
from desktop_app.webapi.api_transport import (
    CALL_SECONDS,
    MAX_RETRY_WAIT,
    RETRY_DELAYS,
    ApiCall,
    ApiTransport,
    RequestLocale,
    SendGuard,
)
from desktop_app.webapi.codec.mailbox_codec import decode_entity, encode_save
from desktop_app.webapi.codec.server_info_codec import decode_principal, decode_version
from desktop_app.webapi.codec.streaming_list import StreamingListParser
from desktop_app.webapi.sign_in.auth_schemes import AuthScheme
from desktop_app.webapi.sign_in.endpoint import ApiEndpoint

__all__ = ["MAX_LIST_BYTES", "MAX_RETRY_WAIT", "Client"]

MAX_LIST_BYTES = 160 * MIB
LIST_SECONDS = 180.0
"""Seconds that a list call may take in all."""

AGENT_PATH = "/v1/Agents/CustomerService/"


class Client:
    """Talks to one installation as one user, from one thread. Every call raises AppError.

    Reads are sent again, at most twice, after ``retry_delays`` seconds, if the server was busy or
    the connection broke. A save is executed once at most. A list may take ``list_seconds`` in all,
    any other call ``seconds``. ``address`` ends in ``/api``; ``locale`` may be just a language.
    """

    def __init__(
        self,
        session: HttpSession,
        address: str | ApiEndpoint,
        auth_scheme: AuthScheme,
        locale: str | RequestLocale = "en",
        retry_delays: tuple[float, ...] = RETRY_DELAYS,
        seconds: float = CALL_SECONDS,
        list_seconds: float = LIST_SECONDS,
    ) -> None:
        place = ApiEndpoint(address) if isinstance(address, str) else address
        locale = RequestLocale(locale) if isinstance(locale, str) else locale
        self._transport = ApiTransport(session, place, auth_scheme, locale, retry_delays)
        self._seconds, self._list_seconds = seconds, list_seconds

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        self._transport.session.close()

    def set_retry_listener(self, on_retry: Callable[[RetryNotice], None]) -> None:
        """Call ``on_retry``, in the calling thread, before a read pauses for its next attempt."""
        self._transport.on_retry = on_retry

    def masking(self, secret: str) -> AbstractContextManager[None]:
        """Redact a secret from the errors of all calls during the block."""
        return self._transport.masking(secret)

    def set_guard(self, guard: SendGuard) -> None:
        """Make ``guard`` run every attempt to reach the server, in the calling thread."""
        self._transport.guard = guard

    def mailboxes(
        self, cancel: CancelToken | None = None, on_rows: RowsCallback | None = None
    ) -> Listing:
        """Return all mailboxes, as the list call reports them.

        ``on_rows`` gets all rows so far, in the calling thread, while the answer arrives.
        """
        arriving = StreamingListParser(on_rows)
        call = ApiCall(
            "POST",
            f"{AGENT_PATH}GetMailboxes",
            limit=MAX_LIST_BYTES,
            seconds=self._list_seconds,
            new_chunk_handler=arriving.start,
        )
        return arriving.finish(
            self._transport.send_with_retries(call, cancel or CancelToken()).body
        )

    def mailbox(self, mailbox_id: int, cancel: CancelToken | None = None) -> Mailbox:
        """Return one mailbox. Raises MailboxNotFound if no mailbox has this id."""
        try:
            found = self._fetch_entity(f"GetMailboxEntity?mailboxEntityId={mailbox_id:d}", cancel)
        except EndpointNotFound:
            raise  # the endpoint is missing, not the mailbox
        except NotFound:
            found = None
        if found is None:
            raise MailboxNotFound(f"no mailbox with id {mailbox_id}")
        if found.id != mailbox_id:
            raise UnreadableMailbox(f"asked for mailbox {mailbox_id}, got {found.id}")
        return found

    def default_mailbox(self, cancel: CancelToken | None = None) -> Mailbox:
        """Return the values and rights that a new mailbox starts from. Stores nothing."""
        found = self._fetch_entity("CreateDefaultMailboxEntity", cancel)
        if found is None or found.id != 0:
            raise UnreadableMailbox("the answer is no default mailbox")
        return found

    def save(self, draft: Draft, cancel: CancelToken | None = None) -> Mailbox:
        """Create or change a mailbox, executed once at most, and return the mailbox as saved.

        ``may_have_run`` of any error says whether the server may have saved anyway.
        """
        call = ApiCall(
            "POST",
            f"{AGENT_PATH}SaveMailboxEntity",
            "MailInFilterId",
            encode_save(draft),
            mutates=True,
            password=draft.password.text if isinstance(draft.password, ReplacePassword) else "",
            seconds=self._seconds,
        )
        answer = self._transport.send(call, cancel or CancelToken())
        try:
            return _verify_saved(draft, _decode_optional(answer.body))
        except AppError as error:
            error.may_have_run = True
            raise

    def current_principal(self, cancel: CancelToken | None = None) -> Principal:
        """Return the user who is signed in."""
        call = ApiCall("GET", "/v1/User/currentPrincipal", "AssociateId", seconds=self._seconds)
        return decode_principal(
            self._transport.send_with_retries(call, cancel or CancelToken()).body
        )

    def version(self, cancel: CancelToken | None = None) -> ServerVersion:
        """Return the server's version, which may be available without a sign-in."""
        call = ApiCall("GET", "", "v1", seconds=self._seconds)
        return decode_version(self._transport.send_with_retries(call, cancel or CancelToken()).body)

    def ping(self, cancel: CancelToken | None = None) -> None:
        """Try once to reach the server. Raises AppError if that fails."""
        call = ApiCall("GET", "", "v1", seconds=self._seconds)
        decode_version(self._transport.send(call, cancel or CancelToken()).body)

    def _fetch_entity(self, method: str, cancel: CancelToken | None) -> Mailbox | None:
        call = ApiCall("POST", AGENT_PATH + method, "MailInFilterId", seconds=self._seconds)
        return _decode_optional(
            self._transport.send_with_retries(call, cancel or CancelToken()).body
        )


def _decode_optional(body: bytes) -> Mailbox | None:
    """Return the mailbox, or None for null or an empty body: the server has no such mailbox."""
    return decode_entity(body) if body.strip() else None


def _verify_saved(draft: Draft, found: Mailbox | None) -> Mailbox:
    """Return the saved mailbox. Raises UnreadableMailbox if it cannot be the one sent."""
    if found is None:
        raise UnreadableMailbox("the answer to the save is empty")
    if found.id == 0 or (not draft.is_new and found.id != draft.original.id):
        raise UnreadableMailbox(f"saved mailbox {draft.original.id}, got {found.id}")
    return found
