"""How the list of each profile was arranged, read and written in the background."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from desktop_app.core.mailbox_list.column_layout import ColumnLayout
from desktop_app.profiles.column_layouts import ColumnLayoutsFile
from desktop_app.services.background import Failure, MainThreadDispatcher, Success, WorkQueue


class ColumnLayoutService:
    """Its calls return at once, and are carried out in their order.

    A look that cannot be written is lost with the end of the program, which is worth no words.
    """

    def __init__(self, folder: Callable[[], Path], dispatcher: MainThreadDispatcher) -> None:
        self._queue = WorkQueue("list looks", 1, lambda: ColumnLayoutsFile(folder()), dispatcher)

    def load(self, profile_id: str, on_done: Callable[[ColumnLayout], None]) -> None:
        """The look of a profile's list, if one was kept."""

        def finish(outcome: Success[ColumnLayout | None] | Failure) -> None:
            if isinstance(outcome, Success) and outcome.value is not None:
                on_done(outcome.value)

        self._queue.submit(lambda file, _stop: file.load(profile_id), finish)

    def save(self, profile_id: str, layout: ColumnLayout | None) -> None:
        """Keep the look of a profile's list, or forget it."""
        self._queue.submit(lambda file, _stop: file.save(profile_id, layout), lambda _outcome: None)

    def finish(self, timeout: float) -> None:
        """Carry out what was handed in, and wait for that at most so long."""
        self._queue.finish(timeout)
