"""Details of mailboxes, streamed in: those that are looked at first, then the rest."""

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
"""How many mailboxes are asked for without being told to, for each list."""
MAX_FAILURES = READ_WIDTH
"""So many failures one after another pause a load: it is not this mailbox, it is the server."""


class DetailLoader(QObject):
    """What is known of each mailbox beyond the list, and what is being asked for.

    A mailbox is asked for when it is looked at and was not read since the list came; by a load if
    it is not fresh. One that failed is asked for again only after ``retry`` or with a new list.
    """

    arrived = Signal(object)
    """A Mailbox."""
    failed = Signal(object, object)
    """A mailbox id and its trouble."""
    progressed = Signal()
    """``progress`` is another."""

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
        """What is known of a mailbox."""
        return self._known.get(mailbox_id)

    @property
    def known(self) -> Mapping[int, Mailbox]:
        """What is known of all mailboxes; it grows as they come."""
        return self._known

    def cached_at(self, mailbox_id: int) -> float | None:
        """When details of an earlier time were read, in seconds since 1970 (UTC).

        None for those that were read since the program is connected, and for unknown ones.
        """
        return self._cached_at.get(mailbox_id)

    def restore_cached(self, cached: Mapping[int, CachedDetail]) -> None:
        """Show what was known at an earlier time, until it is read again."""
        for number, detail in cached.items():
            if number not in self._read_at:
                self._known[number] = detail.mailbox
                self._cached_at[number] = detail.read_at

    def suspend(self) -> None:
        """Ask for nothing while there is no connection; what is wanted is kept in mind."""
        self._is_suspended = True

    def resume(self) -> None:
        """There is a connection: ask for what is wanted."""
        self._is_suspended = False
        self._request_more()

    def error_for(self, mailbox_id: int) -> AppError | None:
        """Why the details of a mailbox are missing."""
        return self._failed.get(mailbox_id)

    @property
    def progress(self) -> LoadProgress | None:
        """How far a load is; None while there is none."""
        return None if self._queue is None else self._queue.progress

    def request_visible(self, visible_ids: Iterable[int]) -> None:
        """Ask for these, in this order, instead of those that were still waiting."""
        if not self._is_open:
            return
        self._visible_ids = deque(visible_ids)
        self._request_more()

    def prefetch(self, ids: Sequence[int]) -> None:
        """Ask for a whole list by itself, behind what is looked at, if it is small enough."""
        if len(ids) <= min(PREFETCH_LIMIT, self._budget) and self._queue is None:
            self._start_load(ids, on_request=False)

    def load_all(self, ids: Iterable[int]) -> None:
        """Ask for all of these that are not fresh: a person wants them, however many."""
        self._start_load(ids, on_request=True)

    def call_count(self, ids: Iterable[int]) -> int:
        """How many calls such a load takes."""
        return sum(not self._is_fresh(mailbox_id) for mailbox_id in ids)

    def retry(self, ids: Iterable[int]) -> None:
        """Ask for these at once, fresh or not, and those that failed too."""
        if self._is_open:
            self._retry_ids = deque(i for i in ids if i not in self._jobs)
            self._failures.clear()
            self._request_more()

    def pause_load(self) -> None:
        """Ask for nothing more, but for what is looked at."""
        if self._queue is not None:
            self._queue.pause()
            self.progressed.emit()

    def continue_load(self) -> None:
        """Go on where the pause began."""
        if self._queue is not None:
            self._failures.clear()
            self._queue.resume()
            self._request_more()
            self.progressed.emit()

    def cancel_load(self) -> None:
        """Give up the load; what came, stays."""
        if self._queue is not None:
            self._queue = None
            self.progressed.emit()

    def add(self, mailbox: Mailbox) -> None:
        """Take in what a save or the dialog read anyway."""
        self._known[mailbox.id] = mailbox
        self._read_at[mailbox.id] = self._clock()
        self._cached_at.pop(mailbox.id, None)
        self._failed.pop(mailbox.id, None)
        self._failures.clear()
        self.arrived.emit(mailbox)
        self._mark_loaded(mailbox.id)

    def restart(self) -> None:
        """A new list comes: what is looked at is asked for again, and failures are forgotten.

        What a person asked for goes on.
        """
        self._cancel_jobs()
        self._failed.clear()
        self._listed_at = self._clock()
        self._budget = PREFETCH_LIMIT
        if self._queue is not None and not self._queue.on_request:
            self.cancel_load()

    @property
    def is_busy(self) -> bool:
        """Whether any are being asked for."""
        return bool(self._jobs)

    def stop(self) -> None:
        """Ask for no more until there is a new list; what a person asked for is paused."""
        self._cancel_jobs()
        self._budget = 0
        if self._queue is not None and self._queue.on_request:
            self.pause_load()
        else:
            self.cancel_load()

    def close(self) -> None:
        """Ask for nothing more; what is wanted afterwards is not heard."""
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
        """Whether one that is looked at is not fresh, or the list is newer."""
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
        """Whether one that is looked at may be asked for: so many, and all that were ordered."""
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
        """What a person asked for waits for them; what went by itself ends."""
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
