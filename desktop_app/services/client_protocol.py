"""What the work in this room needs of a WebAPI client; webapi/ has the real one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from desktop_app.core.mailbox.mailbox import Draft, Mailbox
from desktop_app.net.cancel_token import Cancel

if TYPE_CHECKING:
    from desktop_app.core.mailbox_list.listing import Came, Listing
    from desktop_app.core.profiles.server_info import Principal, ServerVersion
    from desktop_app.core.retry import Waiting


class MailboxClient(Protocol):
    """A WebAPI client of one thread. Every call raises Trouble."""

    def mailboxes(self, cancel: Cancel | None = None, came: Came | None = None) -> Listing:
        """All mailboxes; ``came`` is told of the rows so far, in the client's thread."""
        ...

    def mailbox(self, mailbox_id: int, cancel: Cancel | None = None) -> Mailbox:
        """One mailbox; raises MailboxGone."""
        ...

    def default_mailbox(self, cancel: Cancel | None = None) -> Mailbox:
        """The values and rights that a new mailbox starts from."""
        ...

    def save(self, draft: Draft, cancel: Cancel | None = None) -> Mailbox:
        """Exactly one POST; the server's answer."""
        ...

    def who(self, cancel: Cancel | None = None) -> Principal:
        """Who is signed in."""
        ...

    def version(self, cancel: Cancel | None = None) -> ServerVersion:
        """The server's version."""
        ...

    def knock(self, cancel: Cancel | None = None) -> None:
        """One attempt to reach the server and be let in; a failed one is not tried again."""
        ...

    def tell_waits(self, told: Callable[[Waiting], None]) -> None:
        """Have ``told`` called, in the client's thread, when a read pauses to be tried again."""
        ...

    def close(self) -> None:
        """Close the connections."""
        ...
