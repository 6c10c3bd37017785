"""The interface of a WebAPI client as the services use it; webapi/ implements it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Protocol, TypeVar

from desktop_app.core.mailbox.mailbox import Draft, Mailbox
from desktop_app.net.cancel_token import CancelToken

if TYPE_CHECKING:
    from desktop_app.core.mailbox_list.listing import Listing, RowsCallback
    from desktop_app.core.profiles.server_info import Principal, ServerVersion
    from desktop_app.core.retry import RetryNotice

Result = TypeVar("Result")


class CallGuard(Protocol):
    """A function that runs a call, or raises an AppError instead; sees the call's errors."""

    def __call__(self, call: Callable[[], Result], /) -> Result:
        """Run ``call`` and return its result."""
        ...


class MailboxClient(Protocol):
    """A WebAPI client for one thread. Every call may raise AppError; ``cancel`` ends a call."""

    def mailboxes(
        self, cancel: CancelToken | None = None, on_rows: RowsCallback | None = None
    ) -> Listing:
        """Return all mailboxes; ``on_rows`` gets the rows so far, in the client's thread."""
        ...

    def mailbox(self, mailbox_id: int, cancel: CancelToken | None = None) -> Mailbox:
        """Return one mailbox with its rights. Raises MailboxNotFound."""
        ...

    def default_mailbox(self, cancel: CancelToken | None = None) -> Mailbox:
        """Return the values and rights that a new mailbox starts from."""
        ...

    def save(self, draft: Draft, cancel: CancelToken | None = None) -> Mailbox:
        """Send exactly one POST and return the mailbox from the server's answer."""
        ...

    def current_principal(self, cancel: CancelToken | None = None) -> Principal:
        """Return the signed-in user."""
        ...

    def version(self, cancel: CancelToken | None = None) -> ServerVersion:
        """Return the server's version."""
        ...

    def ping(self, cancel: CancelToken | None = None) -> None:
        """Try once to reach the server and sign in; a failed attempt is not repeated."""
        ...

    def set_retry_listener(self, on_retry: Callable[[RetryNotice], None]) -> None:
        """Have ``on_retry`` called, in the client's thread, when a read pauses before a retry."""
        ...

    def masking(self, secret: str) -> AbstractContextManager[None]:
        """Redact a secret from the errors of all calls during the block."""

    def set_guard(self, guard: CallGuard) -> None:
        """Have ``guard`` run every attempt to reach the server, in the client's thread."""
        ...

    def close(self) -> None:
        """Close the connections."""
        ...
