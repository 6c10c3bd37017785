"""Details of mailboxes, streamed in: those that are looked at first, then the rest."""

from __future__ import annotations

import math
import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence

from PySide6.QtCore import QObject, Signal

from desktop_app.core.errors import Halted, SecretMissing, SignInRefused, Trouble
from desktop_app.core.mailbox.mailbox import Mailbox
from desktop_app.core.mailbox_list.cached_list import CachedDetail
from desktop_app.services.background import Done, Failed, Ticket
from desktop_app.services.mailbox_list.detail_queue import Load, Progress
from desktop_app.services.session.session import READ_WIDTH, Session

FRESH_SECONDS = 300.0
BY_ITSELF = 500
"""How many mailboxes are asked for without being told to, for each list."""
PATIENCE = READ_WIDTH
"""So many failures one after another pause a load: it is not this mailbox, it is the server."""


class Details(QObject):
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
        self._failed: dict[int, Trouble] = {}
        self._failures: list[int] = []
        self._under_way: dict[int, Ticket] = {}
        self._retried: deque[int] = deque()
        self._wanted: deque[int] = deque()
        self._load: Load | None = None
        self._budget = BY_ITSELF
        self._open = True
        self._held = False
        self._as_of: dict[int, float] = {}

    def get(self, mailbox_id: int) -> Mailbox | None:
        """What is known of a mailbox."""
        return self._known.get(mailbox_id)

    @property
    def known(self) -> Mapping[int, Mailbox]:
        """What is known of all mailboxes; it grows as they come."""
        return self._known

    def as_of(self, mailbox_id: int) -> float | None:
        """When details of an earlier time were read, in seconds since 1970 (UTC).

        None for those that were read since the program is connected, and for unknown ones.
        """
        return self._as_of.get(mailbox_id)

    def recall(self, cached: Mapping[int, CachedDetail]) -> None:
        """Show what was known at an earlier time, until it is read again."""
        for number, detail in cached.items():
            if number not in self._read_at:
                self._known[number] = detail.mailbox
                self._as_of[number] = detail.read_at

    def hold(self) -> None:
        """Ask for nothing while there is no connection; what is wanted is kept in mind."""
        self._held = True

    def release(self) -> None:
        """There is a connection: ask for what is wanted."""
        self._held = False
        self._ask_more()

    def trouble(self, mailbox_id: int) -> Trouble | None:
        """Why the details of a mailbox are missing."""
        return self._failed.get(mailbox_id)

    @property
    def progress(self) -> Progress | None:
        """How far a load is; None while there is none."""
        return None if self._load is None else self._load.progress

    def want(self, in_view: Iterable[int]) -> None:
        """Ask for these, in this order, instead of those that were still waiting."""
        if not self._open:
            return
        self._wanted = deque(in_view)
        self._ask_more()

    def fill(self, ids: Sequence[int]) -> None:
        """Ask for a whole list by itself, behind what is looked at, if it is small enough."""
        if len(ids) <= min(BY_ITSELF, self._budget) and self._load is None:
            self._start(ids, on_request=False)

    def load(self, ids: Iterable[int]) -> None:
        """Ask for all of these that are not fresh: a person wants them, however many."""
        self._start(ids, on_request=True)

    def calls_for(self, ids: Iterable[int]) -> int:
        """How many calls such a load takes."""
        return sum(not self._is_fresh(mailbox_id) for mailbox_id in ids)

    def retry(self, ids: Iterable[int]) -> None:
        """Ask for these at once, fresh or not, and those that failed too."""
        if self._open:
            self._retried = deque(i for i in ids if i not in self._under_way)
            self._failures.clear()
            self._ask_more()

    def pause(self) -> None:
        """Ask for nothing more, but for what is looked at."""
        if self._load is not None:
            self._load.pause()
            self.progressed.emit()

    def go_on(self) -> None:
        """Go on where the pause began."""
        if self._load is not None:
            self._failures.clear()
            self._load.go_on()
            self._ask_more()
            self.progressed.emit()

    def cancel(self) -> None:
        """Give up the load; what came, stays."""
        if self._load is not None:
            self._load = None
            self.progressed.emit()

    def put(self, mailbox: Mailbox) -> None:
        """Take in what a save or the dialog read anyway."""
        self._known[mailbox.id] = mailbox
        self._read_at[mailbox.id] = self._clock()
        self._as_of.pop(mailbox.id, None)
        self._failed.pop(mailbox.id, None)
        self._failures.clear()
        self.arrived.emit(mailbox)
        self._came_of_load(mailbox.id)

    def restart(self) -> None:
        """A new list comes: what is looked at is asked for again, and failures are forgotten.

        What a person asked for goes on.
        """
        self._stop()
        self._failed.clear()
        self._listed_at = self._clock()
        self._budget = BY_ITSELF
        if self._load is not None and not self._load.on_request:
            self.cancel()

    @property
    def busy(self) -> bool:
        """Whether any are being asked for."""
        return bool(self._under_way)

    def stop(self) -> None:
        """Ask for no more until there is a new list; what a person asked for is paused."""
        self._stop()
        self._budget = 0
        if self._load is not None and self._load.on_request:
            self.pause()
        else:
            self.cancel()

    def close(self) -> None:
        """Ask for nothing more; what is wanted afterwards is not heard."""
        self._open = False
        self._load = None
        self._stop()

    def _start(self, ids: Iterable[int], *, on_request: bool) -> None:
        stale = [i for i in ids if not self._is_fresh(i)]
        if stale and self._open:
            for mailbox_id in stale:
                self._failed.pop(mailbox_id, None)
            self._failures.clear()
            self._load = Load(stale, on_request=on_request)
            self._ask_more()
            self.progressed.emit()

    def _stop(self) -> None:
        self._wanted.clear()
        self._retried.clear()
        for ticket in self._under_way.values():
            ticket.forget()
        if self._load is not None:
            self._load.ask_again(self._under_way)
        self._under_way.clear()

    def _is_fresh(self, mailbox_id: int) -> bool:
        read_at = self._read_at.get(mailbox_id)
        return read_at is not None and self._clock() - read_at <= FRESH_SECONDS

    def _is_needed(self, mailbox_id: int) -> bool:
        """Whether one that is looked at is not fresh, or the list is newer."""
        if mailbox_id in self._under_way or mailbox_id in self._failed:
            return False
        return not self._is_fresh(mailbox_id) or self._read_at[mailbox_id] <= self._listed_at

    def _ask_more(self) -> None:
        while self._open and not self._held and len(self._under_way) < READ_WIDTH:
            mailbox_id = self._next()
            if mailbox_id is None:
                return
            self._under_way[mailbox_id] = self._ask(mailbox_id)

    def _next(self) -> int | None:
        while self._retried:
            if (mailbox_id := self._retried.popleft()) not in self._under_way:
                return mailbox_id
        while self._wanted:
            mailbox_id = self._wanted.popleft()
            if self._is_needed(mailbox_id) and self._may_ask(mailbox_id):
                return mailbox_id
        return None if self._load is None else self._next_of(self._load)

    def _may_ask(self, mailbox_id: int) -> bool:
        """Whether one that is looked at may be asked for: so many, and all that were ordered."""
        if self._load is not None and self._load.on_request and mailbox_id in self._load:
            return True
        self._budget -= 1
        return self._budget >= 0

    def _next_of(self, load: Load) -> int | None:
        if not load.on_request and self._budget <= 0:
            return None
        found = load.next(lambda i: i in load and i not in self._under_way)
        if found is not None and not load.on_request:
            self._budget -= 1
        return found

    def _ask(self, mailbox_id: int) -> Ticket:
        return self._session.read_mailbox(
            mailbox_id, lambda outcome: self._came(mailbox_id, outcome)
        )

    def _came(self, mailbox_id: int, outcome: Done[Mailbox] | Failed) -> None:
        self._under_way.pop(mailbox_id, None)
        if isinstance(outcome, Done):
            self.put(outcome.value)
        else:
            self._note(mailbox_id, outcome.trouble)
        self._ask_more()

    def _note(self, mailbox_id: int, trouble: Trouble) -> None:
        if isinstance(trouble, SignInRefused | SecretMissing | Halted):
            self._wanted.clear()
            self._retried.clear()
            self._interrupt(trouble, [mailbox_id])
            return
        self._failed[mailbox_id] = trouble
        self._failures.append(mailbox_id)
        self.failed.emit(mailbox_id, trouble)
        self._came_of_load(mailbox_id)
        if len(self._failures) >= PATIENCE:
            self._interrupt(trouble, self._failures)

    def _interrupt(self, why: Trouble, ids: Iterable[int]) -> None:
        """What a person asked for waits for them; what went by itself ends."""
        if self._load is None:
            return
        if self._load.on_request:
            self._load.ask_again(ids)
            self._load.pause(why)
            self.progressed.emit()
        else:
            self.cancel()

    def _came_of_load(self, mailbox_id: int) -> None:
        if self._load is None or mailbox_id not in self._load:
            return
        self._load.came(mailbox_id)
        if self._load.is_done:
            self._load = None
        self.progressed.emit()
