"""The details of some mailboxes, all of them before anything else can be done with them."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop_app.core.mailbox.mailbox import Mailbox
from desktop_app.services.background import Failure, Job, Success
from desktop_app.services.session.session import READ_WIDTH

if TYPE_CHECKING:
    from desktop_app.core.errors import AppError
    from desktop_app.services.mailbox_list.mailbox_reader import MailboxReader


class BatchReader(QObject):
    """Reads what is not fresh, a few at a time, so that the list has its share."""

    progressed = Signal()
    ended = Signal()
    """Everything was read, or could not be."""

    def __init__(self, workspace: MailboxReader, ids: Iterable[int], parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self.ids = tuple(dict.fromkeys(ids))
        self.mailboxes: dict[int, Mailbox] = {}
        self.errors: dict[int, AppError] = {}
        self._queue: deque[int] = deque()
        self._jobs: dict[int, Job] = {}
        self.is_running = False

    @property
    def done_count(self) -> int:
        """How many have come, or failed."""
        return len(self.mailboxes) + len(self.errors)

    def start(self) -> None:
        """Begin; what failed before is read again."""
        self.is_running = True
        self.errors.clear()
        details = self._workspace.details
        for number in self.ids:
            known = details.get(number)
            if known is not None and not details.call_count([number]):
                self.mailboxes[number] = known
        self._queue = deque(i for i in self.ids if i not in self.mailboxes)
        self._advance()

    def cancel(self) -> None:
        """Read no more; what came, stays."""
        self.is_running = False
        self._queue.clear()
        for job in self._jobs.values():
            job.discard()
        self._jobs.clear()

    def in_order(self) -> list[Mailbox]:
        """What was read, in the order of the ids."""
        return [self.mailboxes[i] for i in self.ids if i in self.mailboxes]

    def _advance(self) -> None:
        while self._queue and len(self._jobs) < READ_WIDTH:
            number = self._queue.popleft()
            self._jobs[number] = self._workspace.read_mailbox(
                number, partial(self._on_mailbox, number)
            )
        if self.is_running and not self._jobs:
            self.is_running = False
            self.ended.emit()

    def _on_mailbox(self, mailbox_id: int, outcome: Success[Mailbox] | Failure) -> None:
        self._jobs.pop(mailbox_id, None)
        if isinstance(outcome, Success):
            self.mailboxes[mailbox_id] = outcome.value
        else:
            self.errors[mailbox_id] = outcome.error
        self.progressed.emit()
        self._advance()
