"""Many mailboxes to be read one after another, behind those that are looked at."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from desktop_app.core.errors import AppError


@dataclass(frozen=True, slots=True)
class LoadProgress:
    """How far a load is. ``error`` is the trouble that paused it, None if the user did.

    ``on_request`` tells what a person asked for from what is read by itself.
    """

    done: int
    total: int
    on_request: bool = False
    paused: bool = False
    error: AppError | None = None


class DetailQueue:
    """What is still to be read. Those under way belong to it until they have come."""

    def __init__(self, ids: Iterable[int], *, on_request: bool) -> None:
        self._queue = deque(dict.fromkeys(ids))
        self._ids = frozenset(self._queue)
        self._remaining = set(self._ids)
        self.on_request = on_request
        self.paused = False
        self.error: AppError | None = None

    def __contains__(self, mailbox_id: int) -> bool:
        """Whether a mailbox is still to come."""
        return mailbox_id in self._remaining

    @property
    def is_done(self) -> bool:
        """Whether everything has come."""
        return not self._remaining

    @property
    def progress(self) -> LoadProgress:
        """How far it is."""
        total = len(self._ids)
        return LoadProgress(
            total - len(self._remaining), total, self.on_request, self.paused, self.error
        )

    def pause(self, error: AppError | None = None) -> None:
        """Let nothing more be asked for."""
        self.paused, self.error = True, error

    def resume(self) -> None:
        """Let more be asked for."""
        self.paused, self.error = False, None

    def pop_next(self, is_needed: Callable[[int], bool]) -> int | None:
        """The next one to ask for; those that are not needed any more are passed over."""
        while self._queue and not self.paused:
            mailbox_id = self._queue.popleft()
            if is_needed(mailbox_id):
                return mailbox_id
        return None

    def mark_loaded(self, mailbox_id: int) -> None:
        """A mailbox was read, or could not be."""
        self._remaining.discard(mailbox_id)

    def requeue(self, ids: Iterable[int]) -> None:
        """What was asked for was given up, or failed for a reason that is none of its own."""
        mine = [mailbox_id for mailbox_id in ids if mailbox_id in self._ids]
        self._remaining.update(mine)
        self._queue.extendleft(mine)
