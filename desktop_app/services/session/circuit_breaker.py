"""The halt after a refused password, the proxy's too: every call of a profile goes through it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from desktop_app.core.errors import Halted, SecretMissing, SignInRefused, Trouble, Unreachable
from desktop_app.core.mailbox.mailbox import Draft, Mailbox
from desktop_app.net.cancel_token import Cancel
from desktop_app.services.client_protocol import MailboxClient

if TYPE_CHECKING:
    from desktop_app.core.mailbox_list.listing import Came, Listing
    from desktop_app.core.profiles.server_info import Principal, ServerVersion
    from desktop_app.core.retry import Waiting

Result = TypeVar("Result")


class Brake:
    """Lets calls through until one is refused; from then on none, until it is released.

    ``pulled`` is called in the refused call's thread, once until the next release. What is under
    way at that moment, in up to eight other threads, cannot be called back.
    """

    def __init__(self, pulled: Callable[[Trouble], None]) -> None:
        self._pulled = pulled
        self._why: Trouble | None = None
        self._lock = threading.Lock()

    @property
    def why(self) -> Trouble | None:
        """The trouble that stopped everything, if it did."""
        return self._why

    def release(self) -> None:
        """Let calls through again."""
        self._why = None

    def run(self, call: Callable[[], Result]) -> Result:
        """Do one call. Raises Halted instead of sending it, and whatever the call raises."""
        if self._why is not None:
            raise Halted(self._why.detail)
        try:
            return call()
        except (SignInRefused, SecretMissing) as trouble:
            self._pull(trouble)
            raise
        except Unreachable as trouble:
            if trouble.is_refusal:
                self._pull(trouble)
            raise

    def _pull(self, trouble: Trouble) -> None:
        with self._lock:
            first, self._why = self._why is None, self._why or trouble
        if first:
            self._pulled(trouble)


class BrakedClient:
    """A MailboxClient whose every call goes through the brake, those inside a save included."""

    def __init__(self, client: MailboxClient, brake: Brake) -> None:
        self._client = client
        self._run = brake.run

    def mailboxes(self, cancel: Cancel | None = None, came: Came | None = None) -> Listing:
        """All mailboxes."""
        return self._run(lambda: self._client.mailboxes(cancel, came))

    def mailbox(self, mailbox_id: int, cancel: Cancel | None = None) -> Mailbox:
        """One mailbox."""
        return self._run(lambda: self._client.mailbox(mailbox_id, cancel))

    def default_mailbox(self, cancel: Cancel | None = None) -> Mailbox:
        """What a new mailbox starts from."""
        return self._run(lambda: self._client.default_mailbox(cancel))

    def save(self, draft: Draft, cancel: Cancel | None = None) -> Mailbox:
        """One POST."""
        return self._run(lambda: self._client.save(draft, cancel))

    def who(self, cancel: Cancel | None = None) -> Principal:
        """Who is signed in."""
        return self._run(lambda: self._client.who(cancel))

    def version(self, cancel: Cancel | None = None) -> ServerVersion:
        """The server's version."""
        return self._run(lambda: self._client.version(cancel))

    def knock(self, cancel: Cancel | None = None) -> None:
        """One attempt."""
        self._run(lambda: self._client.knock(cancel))

    def tell_waits(self, told: Callable[[Waiting], None]) -> None:
        """Pass on."""
        self._client.tell_waits(told)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()
