"""The queue of a load of mailbox details, which runs after the visible rows."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from desktop_app.core.errors import AppError


@dataclass(frozen=True, slots=True)
class LoadProgress:
    """The progress of a load, in mailboxes. ``error`` is what paused it, None if the user did.

    ``on_request`` is True if the user asked for the load, False if it is automatic.
    """

    done: int
    total: int
    on_request: bool = False
    paused: bool = False
    error: AppError | None = None


class DetailQueue:
    """The mailboxes of one load that are waiting or being read."""

    def __init__(self, ids: Iterable[int], *, on_request: bool) -> None:
        self._queue = deque(dict.fromkeys(ids))
        self._ids = frozenset(self._queue)
        self._remaining = set(self._ids)
        self.on_request = on_request
        self.paused = False
        self.error: AppError | None = None

    def __contains__(self, mailbox_id: int) -> bool:
        """Whether a mailbox is waiting or being read."""
        return mailbox_id in self._remaining

    @property
    def is_done(self) -> bool:
        """Whether all mailboxes were read, or have failed."""
        return not self._remaining

    @property
    def progress(self) -> LoadProgress:
        """The progress so far."""
        total = len(self._ids)
        return LoadProgress(
            total - len(self._remaining), total, self.on_request, self.paused, self.error
        )

    def pause(self, error: AppError | None = None) -> None:
        """Hand out no more mailboxes; ``error`` is the reason, None if the user paused."""
        self.paused, self.error = True, error

    def resume(self) -> None:
        """Hand out mailboxes again."""
        self.paused, self.error = False, None

    def pop_next(self, is_needed: Callable[[int], bool]) -> int | None:
        """Return the next id for which ``is_needed`` is true; None if paused or none is left."""
        while self._queue and not self.paused:
            mailbox_id = self._queue.popleft()
            if is_needed(mailbox_id):
                return mailbox_id
        return None

    def mark_loaded(self, mailbox_id: int) -> None:
        """Remove a mailbox that was read, or has failed."""
        self._remaining.discard(mailbox_id)

    def requeue(self, ids: Iterable[int]) -> None:
        """Put back ids whose requests were dropped, or failed for a reason not of the mailbox."""
        mine = [mailbox_id for mailbox_id in ids if mailbox_id in self._ids]
        self._remaining.update(mine)
        self._queue.extendleft(mine)
