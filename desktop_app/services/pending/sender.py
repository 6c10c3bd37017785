"""Connects and loads what is known of the server, then sends the pending changes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from desktop_app.services.bulk.save_queue import SaveQueue
from desktop_app.services.list_state import ListPhase
from desktop_app.services.pending.change_set import ChangeSet
from desktop_app.services.pending.pending_target import PendingTarget


class ChangeSetSender(QObject):
    """Sends the pending changes of one profile once it is connected. GUI thread."""

    started = Signal(object)
    """The SaveQueue of the run, just before it starts."""
    failed = Signal(object)
    """An AppError: the list could not be loaded, and nothing was sent."""

    def __init__(self, change_set: ChangeSet, workspace: PendingTarget, parent: QObject) -> None:
        super().__init__(parent)
        self._change_set = change_set
        self._workspace = workspace
        self._is_finished = False
        workspace.state_changed.connect(self._advance)
        workspace.server_facts.loaded.connect(self._advance)

    def start(self) -> None:
        """Load the list if needed, then send."""
        if not self._workspace.is_ready:
            self._workspace.refresh()
        self._advance()

    def _advance(self) -> None:
        work = self._workspace
        error = work.list_state.error
        if self._is_finished:
            return
        if work.list_state.phase is ListPhase.FAILED and error is not None:
            self._finish(lambda: self.failed.emit(error))
        elif work.is_ready and work.server_facts.is_loaded:
            self._finish(lambda: self._change_set.remove_saved(work, self._send))

    def _finish(self, action: Callable[[], None]) -> None:
        self._is_finished = True
        action()

    def _send(self) -> None:
        run: SaveQueue = self._change_set.start_run(self._workspace)
        self.started.emit(run)
        run.start()
