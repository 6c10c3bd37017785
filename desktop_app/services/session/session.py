"""The connection of one profile: its work queues, and the halt after a refused password."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from desktop_app.core.errors import AppError
from desktop_app.core.mailbox.mailbox import Mailbox
from desktop_app.core.profiles.profile import Profile
from desktop_app.net.cancel_token import CancelToken
from desktop_app.services.background import (
    Failure,
    Job,
    MainThreadDispatcher,
    Success,
    WorkQueue,
    no_resource,
)
from desktop_app.services.client_protocol import MailboxClient
from desktop_app.services.session.circuit_breaker import CircuitBreaker

if TYPE_CHECKING:
    from desktop_app.core.mailbox_list.listing import ListedMailbox, Listing
    from desktop_app.core.profiles.server_info import Principal, ServerVersion
    from desktop_app.core.retry import RetryNotice

READ_WIDTH = 8
"""Threads for reads. More make the window stutter, fewer wait for the network (measured)."""

Result = TypeVar("Result")
OnDone = Callable[[Success[Result] | Failure], None]
Work = Callable[[MailboxClient, CancelToken], Result]
"""Runs in a worker thread; may raise AppError."""


class Session(QObject):
    """All work for one profile. To be used on the GUI thread, where results are delivered.

    A refused password or a missing secret halts the session: no further request is sent until
    ``resume``, so that this program never locks out the CRM user.
    """

    halted = Signal(object)
    """The AppError that halted the session."""
    rows_received = Signal(object)
    """The rows received so far of a list that is loading (a sequence of ListedMailbox)."""
    retrying = Signal(object)
    """A RetryNotice: a read pauses before a new attempt."""

    def __init__(
        self,
        profile: Profile,
        open_client: Callable[[], MailboxClient],
        dispatcher: MainThreadDispatcher,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.profile = profile
        self.circuit_breaker = CircuitBreaker(dispatcher.weak(self._on_halted))
        self._is_open = True
        self._list_job: Job | None = None
        self._list_count = 0
        self._dispatcher = dispatcher

        breaker, on_retry = self.circuit_breaker, dispatcher.weak(self._on_retry)

        def make() -> MailboxClient:
            client = breaker.run(open_client)
            client.set_guard(breaker.run)
            client.set_retry_listener(on_retry)
            return client

        self._read_queue = WorkQueue(f"read {profile.name}", READ_WIDTH, make, dispatcher)
        self._save_queue = WorkQueue(f"save {profile.name}", 1, make, dispatcher)
        self._sign_in_queue = WorkQueue(f"sign in {profile.name}", 1, no_resource, dispatcher)

    def list_mailboxes(self, on_done: OnDone[Listing], *, emit_rows: bool = False) -> Job:
        """Read all mailboxes; a list that is still loading is discarded.

        With ``emit_rows``, ``rows_received`` is emitted while rows arrive.
        """
        if self._list_job is not None:
            self._list_job.discard()
        self._list_count += 1
        rows_callback = partial(self._dispatcher.weak(self._on_rows), self._list_count)
        on_rows = rows_callback if emit_rows else None
        self._list_job = self._read_queue.submit(
            lambda client, stop: client.mailboxes(stop, on_rows), on_done
        )
        return self._list_job

    def read_mailbox(self, mailbox_id: int, on_done: OnDone[Mailbox]) -> Job:
        """Read one mailbox with its rights."""
        return self._read_queue.submit(
            lambda client, stop: client.mailbox(mailbox_id, stop), on_done
        )

    def read_default(self, on_done: OnDone[Mailbox]) -> Job:
        """Read the values and rights that a new mailbox starts from."""
        return self._read_queue.submit(lambda client, stop: client.default_mailbox(stop), on_done)

    def fetch_principal(self, on_done: OnDone[Principal]) -> Job:
        """Ask the server who is signed in."""
        return self._read_queue.submit(lambda client, stop: client.current_principal(stop), on_done)

    def fetch_version(self, on_done: OnDone[ServerVersion]) -> Job:
        """Ask the server for its version."""
        return self._read_queue.submit(lambda client, stop: client.version(stop), on_done)

    def ping(self, on_done: OnDone[None]) -> Job:
        """Try once to reach the server, without a second attempt."""
        return self._read_queue.submit(lambda client, stop: client.ping(stop), on_done)

    def run_read(self, work: Work[Result], on_done: OnDone[Result]) -> Job:
        """Run ``work`` with a client in one of the reading threads."""
        return self._read_queue.submit(work, on_done)

    def run_save(self, work: Work[Result], on_done: OnDone[Result]) -> Job:
        """Run one save; the saves of a profile run one after another, in a thread of their own."""
        return self._save_queue.submit(work, on_done)

    def fail(self, error: AppError, on_done: OnDone[Result]) -> Job:
        """Deliver ``error`` to ``on_done`` as if work had raised it."""
        return self._save_queue.fail(error, on_done)

    def recycle_clients(self) -> None:
        """Close every client, and the secret in it, after its current work.

        A client that is saving stays: two saves of a profile never run at the same time.
        """
        self._read_queue.restart_workers()
        if not self._save_queue.job_count:
            self._save_queue.restart_workers()

    def sign_in(self, work: Callable[[CancelToken], str], on_done: OnDone[str]) -> Job:
        """Run a browser sign-in, whose result is the user; cancel the job to stop waiting."""
        return self._sign_in_queue.submit(lambda _none, stop: work(stop), on_done)

    @property
    def active_save_count(self) -> int:
        """Number of saves that are queued or running."""
        return self._save_queue.job_count

    def resume(self) -> None:
        """Allow requests again, because the user acted."""
        self.circuit_breaker.reset()

    def close(self) -> None:
        """End all work and deliver no more results."""
        self._is_open = False
        self._read_queue.close()
        self._save_queue.close()
        self._sign_in_queue.close()

    def _on_halted(self, error: AppError) -> None:
        if self._is_open and self.circuit_breaker.reason is error:
            self.halted.emit(error)

    def _on_rows(self, list_number: int, rows: Sequence[ListedMailbox]) -> None:
        if self._is_open and list_number == self._list_count:
            self.rows_received.emit(rows)

    def _on_retry(self, notice: RetryNotice) -> None:
        if self._is_open:
            self.retrying.emit(notice)
