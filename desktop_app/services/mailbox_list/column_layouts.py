"""Reads and writes the column layout of each profile's list in the background."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from desktop_app.core.mailbox_list.column_layout import ColumnLayout
from desktop_app.profiles.column_layouts import ColumnLayoutsFile
from desktop_app.services.background import Failure, MainThreadDispatcher, Success, WorkQueue


class ColumnLayoutService:
    """Queues reads and writes of column layouts for one worker thread, in call order. GUI thread.

    A layout that cannot be written is lost when the program ends; the user is not told.
    """

    def __init__(self, folder: Callable[[], Path], dispatcher: MainThreadDispatcher) -> None:
        self._queue = WorkQueue("list looks", 1, lambda: ColumnLayoutsFile(folder()), dispatcher)

    def load(self, profile_id: str, on_done: Callable[[ColumnLayout], None]) -> None:
        """Load a profile's layout; ``on_done`` is called only if there is one."""

        def finish(outcome: Success[ColumnLayout | None] | Failure) -> None:
            if isinstance(outcome, Success) and outcome.value is not None:
                on_done(outcome.value)

        self._queue.submit(lambda file, _stop: file.load(profile_id), finish)

    def save(self, profile_id: str, layout: ColumnLayout | None) -> None:
        """Save a profile's layout; None deletes the saved one."""
        self._queue.submit(lambda file, _stop: file.save(profile_id, layout), lambda _outcome: None)

    def finish(self, timeout: float) -> None:
        """Finish the queued work; wait at most ``timeout`` seconds."""
        self._queue.finish(timeout)
