"""The local database, used in the background."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from desktop_app.core.errors import AppError, StoreReplaced
from desktop_app.net.cancel_token import CancelToken
from desktop_app.services.background import Failure, MainThreadDispatcher, Success, WorkQueue
from desktop_app.services.store.lazy_store import LazyStore

if TYPE_CHECKING:  # or imported by the first worker that needs it, not at the start
    from desktop_app.services.store.local_store import LocalStore

Result = TypeVar("Result")
SHUTDOWN_SECONDS = 2.0
"""Time that the end of the program waits for pending writes."""


class StoreService(QObject):
    """Runs work on the local database, in order, in a worker. GUI thread; never waits."""

    failed = Signal(object)
    """The first AppError; the program works on, but may no longer store anything."""
    replaced = Signal(object)
    """A StoreReplaced: the database was damaged, a new one is used. Or PendingChangesUnreadable."""

    def __init__(self, folder: Callable[[], Path], dispatcher: MainThreadDispatcher) -> None:
        super().__init__()
        self._failure_reported = False
        self.errors: list[AppError] = []
        """All errors emitted so far, for windows that open later."""
        self.failed.connect(self._record_error)
        self.replaced.connect(self._record_error)
        self._folder = folder
        self._dispatcher = dispatcher
        self.lazy_store = LazyStore(folder, dispatcher.weak(self._on_replaced))
        """The database for workers, which use it without going through the GUI thread."""
        store = self.lazy_store
        self._queue = WorkQueue("offline", 1, lambda: store, dispatcher)

    def close(self) -> None:
        """Finish the submitted work, then close; each waits at most SHUTDOWN_SECONDS."""
        self._queue.finish(SHUTDOWN_SECONDS)
        self.lazy_store.close(SHUTDOWN_SECONDS)

    def run(self, work: Callable[[LocalStore], None]) -> None:
        """Run ``work``; only its first error is reported, by ``failed``."""
        self.submit(work, lambda _outcome: None)

    def read(
        self,
        work: Callable[[LocalStore], Result],
        default: Result,
        on_done: Callable[[Result], None],
    ) -> None:
        """Run ``work`` and deliver its result, or ``default`` after an error, on the GUI thread."""
        self.submit(
            work,
            lambda outcome: on_done(outcome.value if isinstance(outcome, Success) else default),
        )

    def submit(
        self,
        work: Callable[[LocalStore], Result],
        on_done: Callable[[Success[Result] | Failure], None],
    ) -> None:
        """Run ``work`` with the database; ``on_done`` gets its outcome on the GUI thread."""

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
