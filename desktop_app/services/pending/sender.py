"""Before a change set is sent: a connection, what is known of the server, and of earlier tries."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from desktop_app.services.bulk.save_queue import Sending
from desktop_app.services.pending.change_set import ChangeSet
from desktop_app.services.workspace.workspace import Phase, Workplace


class Dispatch(QObject):
    """Sends the edits of one profile as soon as it can; the user has said so."""

    started = Signal(object)
    """The Sending."""
    failed = Signal(object)
    """The trouble that there is no connection."""

    def __init__(self, changes: ChangeSet, workplace: Workplace, parent: QObject) -> None:
        super().__init__(parent)
        self._changes = changes
        self._workplace = workplace
        self._over = False
        workplace.standing_changed.connect(self._go_on)
        workplace.learnt.arrived.connect(self._go_on)

    def start(self) -> None:
        """Connect, if need be, then send."""
        if not self._workplace.is_ready:
            self._workplace.refresh()
        self._go_on()

    def _go_on(self) -> None:
        work = self._workplace
        trouble = work.standing.trouble
        if self._over:
            return
        if work.standing.phase is Phase.FAILED and trouble is not None:
            self._end(lambda: self.failed.emit(trouble))
        elif work.is_ready and work.learnt.has_arrived:
            self._end(lambda: self._changes.settle(work, self._send))

    def _end(self, then: Callable[[], None]) -> None:
        self._over = True
        then()

    def _send(self) -> None:
        run: Sending = self._changes.sending(self._workplace)
        self.started.emit(run)
        run.start()
