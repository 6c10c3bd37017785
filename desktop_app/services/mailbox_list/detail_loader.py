"""Loads the details of mailboxes: visible rows first, then the rest."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence

from PySide6.QtCore import QObject, Signal

from desktop_app.core.errors import AppError, SecretMissing, SignInHalted, SignInRefused
from desktop_app.core.mailbox.mailbox import Mailbox
from desktop_app.core.mailbox_list.listing import CachedDetail
from desktop_app.services.background import Failure, Job, Success
from desktop_app.services.mailbox_list.detail_queue import DetailQueue, LoadProgress
from desktop_app.services.session.session import READ_WIDTH, Session

FRESH_SECONDS = 300.0
PREFETCH_LIMIT = 500
"""How many mailboxes are read automatically for each list."""
MAX_FAILURES = READ_WIDTH
"""This many failures in a row pause a load: the server fails, not one mailbox."""


class DetailLoader(QObject):
    """Holds the known details of each mailbox, and requests missing ones. GUI thread.

    A visible mailbox is requested if its details are older than the list or FRESH_SECONDS; a load
    requests only those older than FRESH_SECONDS. A failed mailbox is requested again only by a load
    on request, by ``retry``, or after ``restart``.
    """

    arrived = Signal(object)
    """A Mailbox."""
    failed = Signal(object, object)
    """A mailbox id and an AppError."""
    progressed = Signal()
    """``progress`` changed."""

    def __init__(
        self,
        session: Session,
        clock: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._clock = clock
        self._known: dict[int, Mailbox] = {}
        self._read_at: dict[int, float] = {}
        self._listed_at = -math.inf
        self._failed: dict[int, AppError] = {}
        self._failures: list[int] = []
        self._jobs: dict[int, Job] = {}
        self._retry_ids: deque[int] = deque()
        self._visible_ids: deque[int] = deque()
        self._queue: DetailQueue | None = None
        self._budget = PREFETCH_LIMIT
        self._is_open = True
        self._is_suspended = False
        self._cached_at: dict[int, float] = {}

    def get(self, mailbox_id: int) -> Mailbox | None:
        """Return the known details of a mailbox; None if there are none."""
        return self._known.get(mailbox_id)

    @property
    def known(self) -> Mapping[int, Mailbox]:
        """A live view of the known details, by mailbox id."""
        return self._known

    def cached_at(self, mailbox_id: int) -> float | None:
        """Return when cached details were read, in seconds since 1970 (UTC).

        None for details that this run of the program has read, and for unknown mailboxes.
        """
        return self._cached_at.get(mailbox_id)

    def read_at(self, mailbox_id: int) -> float | None:
        """Return when details were read, cached ones too, in seconds since 1970 (UTC).

        None for unknown mailboxes.
        """
        if mailbox_id in self._read_at:
            return time.time() - (self._clock() - self._read_at[mailbox_id])
        return self._cached_at.get(mailbox_id)

    def restore_cached(self, cached: Mapping[int, CachedDetail]) -> None:
        """Use details cached by an earlier run until each mailbox is read again."""
        for number, detail in cached.items():
            if number not in self._read_at:
                self._known[number] = detail.mailbox
                self._cached_at[number] = detail.read_at

    def suspend(self) -> None:
        """Send no requests while there is no connection; queued ones remain."""
        self._is_suspended = True

    def resume(self) -> None:
        """Send the queued requests now that there is a connection."""
        self._is_suspended = False
        self._request_more()

    def error_for(self, mailbox_id: int) -> AppError | None:
        """Return the error of the last failed read of a mailbox; None if it did not fail."""
        return self._failed.get(mailbox_id)

    @property
    def progress(self) -> LoadProgress | None:
        """The progress of the current load; None while there is none."""
        return None if self._queue is None else self._queue.progress

    def request_visible(self, visible_ids: Iterable[int]) -> None:
        """Request the visible mailboxes in this order, instead of those visible before."""
        if not self._is_open:
            return
        self._visible_ids = deque(visible_ids)
        self._request_more()

    def prefetch(self, ids: Sequence[int]) -> None:
        """Load a whole list automatically, after the visible rows, if the list is small enough."""
        if len(ids) <= min(PREFETCH_LIMIT, self._budget) and self._queue is None:
            self._start_load(ids, on_request=False)

    def load_all(self, ids: Iterable[int]) -> None:
        """Load all details that are not fresh because the user asked, however many."""
        self._start_load(ids, on_request=True)

    def call_count(self, ids: Iterable[int]) -> int:
        """Return how many calls ``load_all`` would make for these mailboxes."""
        fresh = set(filter(self._is_fresh, self._read_at))
        return sum(mailbox_id not in fresh for mailbox_id in ids)

    def retry(self, ids: Iterable[int]) -> None:
        """Request these mailboxes now, even if they are fresh or have failed."""
        if self._is_open:
            self._retry_ids = deque(i for i in ids if i not in self._jobs)
            self._failures.clear()
            self._request_more()

    def pause_load(self) -> None:
        """Pause the load; visible mailboxes are still requested."""
        if self._queue is not None:
            self._queue.pause()
            self.progressed.emit()

    def continue_load(self) -> None:
        """Continue a paused load."""
        if self._queue is not None:
            self._failures.clear()
            self._queue.resume()
            self._request_more()
            self.progressed.emit()

    def cancel_load(self) -> None:
        """End the load; details read so far remain."""
        if self._queue is not None:
            self._queue = None
            self.progressed.emit()

    def add(self, mailbox: Mailbox) -> None:
        """Add details that a save, a dialog or a request has read."""
        self._known[mailbox.id] = mailbox
        self._read_at[mailbox.id] = self._clock()
        self._cached_at.pop(mailbox.id, None)
        self._failed.pop(mailbox.id, None)
        self._failures.clear()
        self.arrived.emit(mailbox)
        self._mark_loaded(mailbox.id)

    def restart(self) -> None:
        """Prepare for a new list: request visible mailboxes again, and forget failures.

        A load that the user asked for continues.
        """
        self._cancel_jobs()
        self._failed.clear()
        self._listed_at = self._clock()
        self._budget = PREFETCH_LIMIT
        if self._queue is not None and not self._queue.on_request:
            self.cancel_load()

    @property
    def is_busy(self) -> bool:
        """Whether a request is under way."""
        return bool(self._jobs)

    def stop(self) -> None:
        """Send no more requests until ``restart``; a load that the user asked for is paused."""
        self._cancel_jobs()
        self._budget = 0
        if self._queue is not None and self._queue.on_request:
            self.pause_load()
        else:
            self.cancel_load()

    def close(self) -> None:
        """Stop all requests for good; later calls request nothing."""
        self._is_open = False
        self._queue = None
        self._cancel_jobs()

    def _start_load(self, ids: Iterable[int], *, on_request: bool) -> None:
        stale = [i for i in ids if not self._is_fresh(i)]
        if stale and self._is_open:
            for mailbox_id in stale:
                self._failed.pop(mailbox_id, None)
            self._failures.clear()
            self._queue = DetailQueue(stale, on_request=on_request)
            self._request_more()
            self.progressed.emit()

    def _cancel_jobs(self) -> None:
        self._visible_ids.clear()
        self._retry_ids.clear()
        for job in self._jobs.values():
            job.discard()
        if self._queue is not None:
            self._queue.requeue(self._jobs)
        self._jobs.clear()

    def _is_fresh(self, mailbox_id: int) -> bool:
        read_at = self._read_at.get(mailbox_id)
        return read_at is not None and self._clock() - read_at <= FRESH_SECONDS

    def _is_needed(self, mailbox_id: int) -> bool:
        """Return whether a visible mailbox must be read: not fresh, or older than the list."""
        if mailbox_id in self._jobs or mailbox_id in self._failed:
            return False
        return not self._is_fresh(mailbox_id) or self._read_at[mailbox_id] <= self._listed_at

    def _request_more(self) -> None:
        while self._is_open and not self._is_suspended and len(self._jobs) < READ_WIDTH:
            mailbox_id = self._next()
            if mailbox_id is None:
                return
            self._jobs[mailbox_id] = self._request(mailbox_id)

    def _next(self) -> int | None:
        while self._retry_ids:
            if (mailbox_id := self._retry_ids.popleft()) not in self._jobs:
                return mailbox_id
        while self._visible_ids:
            mailbox_id = self._visible_ids.popleft()
            if self._is_needed(mailbox_id) and self._may_request(mailbox_id):
                return mailbox_id
        return None if self._queue is None else self._next_queued(self._queue)

    def _may_request(self, mailbox_id: int) -> bool:
        """Return whether a visible mailbox is within the budget, or part of a load on request."""
        if self._queue is not None and self._queue.on_request and mailbox_id in self._queue:
            return True
        self._budget -= 1
        return self._budget >= 0

    def _next_queued(self, queue: DetailQueue) -> int | None:
        if not queue.on_request and self._budget <= 0:
            return None
        found = queue.pop_next(lambda i: i in queue and i not in self._jobs)
        if found is not None and not queue.on_request:
            self._budget -= 1
        return found

    def _request(self, mailbox_id: int) -> Job:
        return self._session.read_mailbox(
            mailbox_id, lambda outcome: self._on_mailbox(mailbox_id, outcome)
        )

    def _on_mailbox(self, mailbox_id: int, outcome: Success[Mailbox] | Failure) -> None:
        self._jobs.pop(mailbox_id, None)
        if isinstance(outcome, Success):
            self.add(outcome.value)
        else:
            self._on_failure(mailbox_id, outcome.error)
        self._request_more()

    def _on_failure(self, mailbox_id: int, error: AppError) -> None:
        if isinstance(error, SignInRefused | SecretMissing | SignInHalted):
            self._visible_ids.clear()
            self._retry_ids.clear()
            self._interrupt(error, [mailbox_id])
            return
        self._failed[mailbox_id] = error
        self._failures.append(mailbox_id)
        self.failed.emit(mailbox_id, error)
        self._mark_loaded(mailbox_id)
        if len(self._failures) >= MAX_FAILURES:
            self._interrupt(error, self._failures)

    def _interrupt(self, error: AppError, ids: Iterable[int]) -> None:
        """Pause a load on request until the user continues it; end an automatic one."""
        if self._queue is None:
            return
        if self._queue.on_request:
            self._queue.requeue(ids)
            self._queue.pause(error)
            self.progressed.emit()
        else:
            self.cancel_load()

    def _mark_loaded(self, mailbox_id: int) -> None:
        if self._queue is None or mailbox_id not in self._queue:
            return
        self._queue.mark_loaded(mailbox_id)
        if self._queue.is_done:
            self._queue = None
        self.progressed.emit()
