"""Details of mailboxes, streamed in for the rows that are looked at."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import QObject, Signal

from desktop_app.core.errors import Halted, SecretMissing, SignInRefused, Trouble
from desktop_app.core.mailbox import Mailbox
from desktop_app.tasks.background import Done, Failed, Ticket
from desktop_app.tasks.session import READ_WIDTH, Session

FRESH_SECONDS = 300.0
BY_ITSELF = 500
"""How many mailboxes are asked for without being told to, for each list."""


class Details(QObject):
    """What is known of each mailbox beyond the list, and what is being asked for.

    Fresh details are not asked for again, a failed row only after ``retry``.
    """

    arrived = Signal(object)
    """A Mailbox."""
    failed = Signal(object, object)
    """A mailbox id and its trouble."""

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
        self._failed: dict[int, Trouble] = {}
        self._under_way: dict[int, Ticket] = {}
        self._wanted: list[int] = []
        self._budget = BY_ITSELF
        self._open = True

    def get(self, mailbox_id: int) -> Mailbox | None:
        """What is known of a mailbox."""
        return self._known.get(mailbox_id)

    @property
    def known(self) -> Mapping[int, Mailbox]:
        """What is known of all mailboxes; it grows as they come."""
        return self._known

    def trouble(self, mailbox_id: int) -> Trouble | None:
        """Why the details of a mailbox are missing."""
        return self._failed.get(mailbox_id)

    def want(self, in_view: Iterable[int]) -> None:
        """Ask for these, in this order, instead of those that were still waiting."""
        if not self._open:
            return
        self._wanted = [i for i in in_view if self._is_needed(i)]
        self._ask_more()

    def put(self, mailbox: Mailbox) -> None:
        """Take in what a save or the dialog read anyway."""
        self._known[mailbox.id] = mailbox
        self._read_at[mailbox.id] = self._clock()
        self._failed.pop(mailbox.id, None)
        self.arrived.emit(mailbox)

    def restart(self) -> None:
        """A new list came: everything may be asked again, and failures are forgotten."""
        self._stop()
        self._failed.clear()
        self._read_at.clear()
        self._budget = BY_ITSELF

    @property
    def busy(self) -> bool:
        """Whether any are being asked for."""
        return bool(self._under_way)

    def stop(self) -> None:
        """Ask for no more until there is a new list."""
        self._stop()
        self._budget = 0

    def close(self) -> None:
        """Ask for nothing more; what is wanted afterwards is not heard."""
        self._open = False
        self._stop()

    def _stop(self) -> None:
        self._wanted = []
        for ticket in self._under_way.values():
            ticket.forget()
        self._under_way.clear()

    def _is_needed(self, mailbox_id: int) -> bool:
        if mailbox_id in self._under_way or mailbox_id in self._failed:
            return False
        read_at = self._read_at.get(mailbox_id)
        return read_at is None or self._clock() - read_at > FRESH_SECONDS

    def _ask_more(self) -> None:
        while self._wanted and self._budget and len(self._under_way) < READ_WIDTH:
            self._ask(self._wanted.pop(0))

    def _ask(self, mailbox_id: int) -> None:
        self._budget -= 1
        self._under_way[mailbox_id] = self._session.read_mailbox(
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
            self._wanted = []
            return
        self._failed[mailbox_id] = trouble
        self.failed.emit(mailbox_id, trouble)
