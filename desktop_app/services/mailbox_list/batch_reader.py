"""Reads the details of a set of mailboxes that are needed together."""

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
    """Reads details that are not fresh, READ_WIDTH at a time. GUI thread."""

    progressed = Signal()
    ended = Signal()
    """All mailboxes were read, or have failed; not emitted after ``cancel``."""

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
        """How many mailboxes were read, or have failed."""
        return len(self.mailboxes) + len(self.errors)

    def start(self) -> None:
        """Start, or start again: mailboxes that failed before are read again."""
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
        """Stop reading; details read so far remain."""
        self.is_running = False
        self._queue.clear()
        for job in self._jobs.values():
            job.discard()
        self._jobs.clear()

    def in_order(self) -> list[Mailbox]:
        """Return the mailboxes read so far, in the order of ``ids``."""
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
