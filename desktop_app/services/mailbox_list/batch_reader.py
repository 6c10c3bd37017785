"""The details of some mailboxes, all of them before anything else can be done with them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.core.mailbox.mailbox import Mailbox
from desktop_app.services.background import Done, Failed, Ticket
from desktop_app.services.session.session import READ_WIDTH

if TYPE_CHECKING:
    from desktop_app.core.errors import Trouble
    from desktop_app.services.workspace.workspace import Workplace


class Reading(QObject):
    """Reads what is not fresh, a few at a time, so that the list has its share."""

    progressed = Signal()
    ended = Signal()
    """Everything was read, or could not be."""

    def __init__(self, workplace: Workplace, ids: Iterable[int], parent: QObject) -> None:
        super().__init__(parent)
        self._workplace = workplace
        self.ids = tuple(dict.fromkeys(ids))
        self.mailboxes: dict[int, Mailbox] = {}
        self.troubles: dict[int, Trouble] = {}
        self._waiting: deque[int] = deque()
        self._tickets: dict[int, Ticket] = {}
        self.is_running = False

    @property
    def done(self) -> int:
        """How many have come, or failed."""
        return len(self.mailboxes) + len(self.troubles)

    def start(self) -> None:
        """Begin; what failed before is read again."""
        self.is_running = True
        self.troubles.clear()
        details = self._workplace.details
        for number in self.ids:
            known = details.get(number)
            if known is not None and not details.calls_for([number]):
                self.mailboxes[number] = known
        self._waiting = deque(i for i in self.ids if i not in self.mailboxes)
        self._go_on()

    def cancel(self) -> None:
        """Read no more; what came, stays."""
        self.is_running = False
        self._waiting.clear()
        for ticket in self._tickets.values():
            ticket.forget()
        self._tickets.clear()

    def in_order(self) -> list[Mailbox]:
        """What was read, in the order of the ids."""
        return [self.mailboxes[i] for i in self.ids if i in self.mailboxes]

    def _go_on(self) -> None:
        while self._waiting and len(self._tickets) < READ_WIDTH:
            number = self._waiting.popleft()
            self._tickets[number] = self._workplace.read(number, partial(self._take, number))
        if self.is_running and not self._tickets:
            self.is_running = False
            self.ended.emit()

    def _take(self, number: int, outcome: Done[Mailbox] | Failed) -> None:
        self._tickets.pop(number, None)
        if isinstance(outcome, Done):
            self.mailboxes[number] = outcome.value
        else:
            self.troubles[number] = outcome.trouble
        self.progressed.emit()
        self._go_on()
