"""What is kept on this computer between two runs, in the background."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from desktop_app.core.errors import AppError, StoreReplaced
from desktop_app.net.cancel_token import CancelToken
from desktop_app.services.background import Failure, MainThreadDispatcher, Success, WorkQueue
from desktop_app.services.store.lazy_store import LazyStore

if TYPE_CHECKING:  # or imported by the worker that first needs it: nothing is kept at the start
    from desktop_app.services.store.local_store import LocalStore

Result = TypeVar("Result")
SHUTDOWN_SECONDS = 2.0
"""How long the end of the program waits for what is still to be written."""


class StoreService(QObject):
    """The way to the store. Its calls return at once, and are carried out in their order."""

    failed = Signal(object)
    """The first trouble; afterwards nothing is kept, and the program works on."""
    replaced = Signal(object)
    """A StoreReplaced: the store was damaged, a new one is used. Or PendingChangesUnreadable."""

    def __init__(self, folder: Callable[[], Path], dispatcher: MainThreadDispatcher) -> None:
        super().__init__()
        self._failure_reported = False
        self.errors: list[AppError] = []
        """All that was told of, for who comes later than the first of it."""
        self.failed.connect(self._record_error)
        self.replaced.connect(self._record_error)
        self._folder = folder
        self._dispatcher = dispatcher
        self.lazy_store = LazyStore(folder, dispatcher.weak(self._on_replaced))
        """For workers, which write without a way over the GUI thread."""
        store = self.lazy_store
        self._queue = WorkQueue("offline", 1, lambda: store, dispatcher)

    def close(self) -> None:
        """Carry out what was handed in, then stop."""
        self._queue.finish(SHUTDOWN_SECONDS)
        self.lazy_store.close(SHUTDOWN_SECONDS)

    def run(self, work: Callable[[LocalStore], None]) -> None:
        """Write something down, or forget it; nobody waits for that."""
        self.submit(work, lambda _outcome: None)

    def read(
        self,
        work: Callable[[LocalStore], Result],
        default: Result,
        on_done: Callable[[Result], None],
    ) -> None:
        """Read something; ``default`` is delivered where it cannot be read."""
        self.submit(
            work,
            lambda outcome: on_done(outcome.value if isinstance(outcome, Success) else default),
        )

    def submit(
        self,
        work: Callable[[LocalStore], Result],
        on_done: Callable[[Success[Result] | Failure], None],
    ) -> None:
        """Do some work with the store; ``on_done`` gets its outcome on the GUI thread."""

        def run(store: LazyStore, _stop: CancelToken) -> Result:
            return store.run(work)

        def finish(outcome: Success[Result] | Failure) -> None:
            self._report_failure(outcome)
            on_done(outcome)

        self._queue.submit(run, finish)

    def _on_replaced(self, aside: Path) -> None:
        self.replaced.emit(StoreReplaced(str(aside)))

    def _record_error(self, error: AppError) -> None:
        self.errors.append(error)

    def _report_failure(self, outcome: Success[Result] | Failure) -> None:
        if isinstance(outcome, Failure) and not self._failure_reported:
            self._failure_reported = True
            self.failed.emit(outcome.error)
