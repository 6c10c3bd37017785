"""What the work in this room needs of a WebAPI client; webapi/ has the real one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, TypeVar

from desktop_app.core.mailbox.mailbox import Draft, Mailbox
from desktop_app.net.cancel_token import CancelToken

if TYPE_CHECKING:
    from desktop_app.core.mailbox_list.listing import Listing, RowsCallback
    from desktop_app.core.profiles.server_info import Principal, ServerVersion
    from desktop_app.core.retry import RetryNotice

Result = TypeVar("Result")


class CallGuard(Protocol):
    """Runs a call, or raises an AppError instead; sees what the call raises."""

    def __call__(self, call: Callable[[], Result], /) -> Result:
        """Run ``call`` and give what it gives."""
        ...


class MailboxClient(Protocol):
    """A WebAPI client of one thread. Every call raises AppError."""

    def mailboxes(
        self, cancel: CancelToken | None = None, on_rows: RowsCallback | None = None
    ) -> Listing:
        """All mailboxes; ``on_rows`` is told of the rows so far, in the client's thread."""
        ...

    def mailbox(self, mailbox_id: int, cancel: CancelToken | None = None) -> Mailbox:
        """One mailbox; raises MailboxNotFound."""
        ...

    def default_mailbox(self, cancel: CancelToken | None = None) -> Mailbox:
        """The values and rights that a new mailbox starts from."""
        ...

    def save(self, draft: Draft, cancel: CancelToken | None = None) -> Mailbox:
        """Exactly one POST; the server's answer."""
        ...

    def current_principal(self, cancel: CancelToken | None = None) -> Principal:
        """Who is signed in."""
        ...

    def version(self, cancel: CancelToken | None = None) -> ServerVersion:
        """The server's version."""
        ...

    def ping(self, cancel: CancelToken | None = None) -> None:
        """One attempt to reach the server and be let in; a failed one is not tried again."""
        ...

    def set_retry_listener(self, on_retry: Callable[[RetryNotice], None]) -> None:
        """Have ``told`` called, in the client's thread, when a read pauses to be tried again."""
        ...

    def set_guard(self, guard: CallGuard) -> None:
        """Have every attempt to reach the server run by ``guard``, in the client's thread."""
        ...

    def close(self) -> None:
        """Close the connections."""
        ...
