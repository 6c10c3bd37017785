"""The halt after a refused password, the proxy's too: every call of a profile goes through it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from desktop_app.core.errors import (
    AppError,
    SecretMissing,
    SignInHalted,
    SignInRefused,
    Unreachable,
)
from desktop_app.core.mailbox.mailbox import Draft, Mailbox
from desktop_app.net.cancel_token import CancelToken
from desktop_app.services.client_protocol import MailboxClient

if TYPE_CHECKING:
    from desktop_app.core.mailbox_list.listing import Listing, RowsCallback
    from desktop_app.core.profiles.server_info import Principal, ServerVersion
    from desktop_app.core.retry import RetryNotice

Result = TypeVar("Result")


class CircuitBreaker:
    """Lets calls through until one is refused; from then on none, until it is released.

    ``on_open`` is called in the refused call's thread, once until the next release. What is under
    way at that moment, in up to eight other threads, cannot be called back.
    """

    def __init__(self, on_open: Callable[[AppError], None]) -> None:
        self._on_open = on_open
        self._reason: AppError | None = None
        self._lock = threading.Lock()

    @property
    def reason(self) -> AppError | None:
        """The trouble that stopped everything, if it did."""
        return self._reason

    def reset(self) -> None:
        """Let calls through again."""
        self._reason = None

    def run(self, call: Callable[[], Result]) -> Result:
        """Do one call. Raises SignInHalted instead of sending it, and whatever the call raises."""
        if self._reason is not None:
            raise SignInHalted(self._reason.detail)
        try:
            return call()
        except (SignInRefused, SecretMissing) as error:
            self._trip(error)
            raise
        except Unreachable as error:
            if error.is_refusal:
                self._trip(error)
            raise

    def _trip(self, error: AppError) -> None:
        with self._lock:
            first, self._reason = self._reason is None, self._reason or error
        if first:
            self._on_open(error)


class GuardedClient:
    """A MailboxClient whose every call goes through the brake, those inside a save included."""

    def __init__(self, client: MailboxClient, breaker: CircuitBreaker) -> None:
        self._client = client
        self._run = breaker.run

    def mailboxes(
        self, cancel: CancelToken | None = None, on_rows: RowsCallback | None = None
    ) -> Listing:
        """All mailboxes."""
        return self._run(lambda: self._client.mailboxes(cancel, on_rows))

    def mailbox(self, mailbox_id: int, cancel: CancelToken | None = None) -> Mailbox:
        """One mailbox."""
        return self._run(lambda: self._client.mailbox(mailbox_id, cancel))

    def default_mailbox(self, cancel: CancelToken | None = None) -> Mailbox:
        """What a new mailbox starts from."""
        return self._run(lambda: self._client.default_mailbox(cancel))

    def save(self, draft: Draft, cancel: CancelToken | None = None) -> Mailbox:
        """One POST."""
        return self._run(lambda: self._client.save(draft, cancel))

    def current_principal(self, cancel: CancelToken | None = None) -> Principal:
        """Who is signed in."""
        return self._run(lambda: self._client.current_principal(cancel))

    def version(self, cancel: CancelToken | None = None) -> ServerVersion:
        """The server's version."""
        return self._run(lambda: self._client.version(cancel))

    def ping(self, cancel: CancelToken | None = None) -> None:
        """One attempt."""
        self._run(lambda: self._client.ping(cancel))

    def set_retry_listener(self, on_retry: Callable[[RetryNotice], None]) -> None:
        """Pass on."""
        self._client.set_retry_listener(on_retry)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()
