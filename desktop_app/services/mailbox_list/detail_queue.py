"""Many mailboxes to be read one after another, behind those that are looked at."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from desktop_app.core.errors import Trouble


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a load is. ``why`` is the trouble that paused it, None if the user did.

    ``on_request`` tells what a person asked for from what is read by itself.
    """

    done: int
    total: int
    on_request: bool = False
    paused: bool = False
    why: Trouble | None = None


class Load:
    """What is still to be read. Those under way belong to it until they have come."""

    def __init__(self, ids: Iterable[int], *, on_request: bool) -> None:
        self._queue = deque(dict.fromkeys(ids))
        self._all = frozenset(self._queue)
        self._left = set(self._all)
        self.on_request = on_request
        self.paused = False
        self.why: Trouble | None = None

    def __contains__(self, mailbox_id: int) -> bool:
        """Whether a mailbox is still to come."""
        return mailbox_id in self._left

    @property
    def is_done(self) -> bool:
        """Whether everything has come."""
        return not self._left

    @property
    def progress(self) -> Progress:
        """How far it is."""
        total = len(self._all)
        return Progress(total - len(self._left), total, self.on_request, self.paused, self.why)

    def pause(self, why: Trouble | None = None) -> None:
        """Let nothing more be asked for."""
        self.paused, self.why = True, why

    def go_on(self) -> None:
        """Let more be asked for."""
        self.paused, self.why = False, None

    def next(self, is_needed: Callable[[int], bool]) -> int | None:
        """The next one to ask for; those that are not needed any more are passed over."""
        while self._queue and not self.paused:
            mailbox_id = self._queue.popleft()
            if is_needed(mailbox_id):
                return mailbox_id
        return None

    def came(self, mailbox_id: int) -> None:
        """A mailbox was read, or could not be."""
        self._left.discard(mailbox_id)

    def ask_again(self, ids: Iterable[int]) -> None:
        """What was asked for was given up, or failed for a reason that is none of its own."""
        mine = [mailbox_id for mailbox_id in ids if mailbox_id in self._all]
        self._left.update(mine)
        self._queue.extendleft(mine)
