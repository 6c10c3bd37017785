"""Background work: jobs run in daemon threads, their outcomes come back on the GUI thread.

A daemon thread never delays the end of the program, whatever a server does.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from queue import SimpleQueue
from typing import Any, Generic, NamedTuple, ParamSpec, Protocol, TypeVar, runtime_checkable
from weakref import WeakMethod

from PySide6.QtCore import QObject, Signal, Slot

from desktop_app.core.errors import AppError, Cancelled, InternalError
from desktop_app.core.retry import RetryNotice
from desktop_app.net.cancel_token import CancelToken

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Success(Generic[Result]):
    """The outcome of a job that returned a value."""

    value: Result


class Failure(NamedTuple):
    """The outcome of a job that ended with an error."""

    error: AppError


class MainThreadDispatcher(QObject):
    """Runs calls from any thread on the GUI thread, in which the dispatcher is created."""

    _posted_from_worker = Signal(object)
    _posted_from_main_thread = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._is_open = True
        self._lock = threading.Lock()
        self._main_thread_id = threading.get_ident()
        self._is_main_thread_signal_connected = False
        self._posted_from_worker.connect(self._run_call)  # queued: emitted by other threads

    def post(self, call: Callable[[], None]) -> None:
        """Run ``call`` soon on the GUI thread; after close() it is dropped. Any thread."""
        with self._lock:
            if not self._is_open:
                return
            if threading.get_ident() == self._main_thread_id:
                self._post_from_main_thread(call)
            else:
                self._posted_from_worker.emit(call)

    def weak(self, method: Callable[Parameters, None]) -> Callable[Parameters, None]:
        """Return a function for workers that posts calls of a bound method.

        The function does not keep the method's object alive: a call is dropped if the object no
        longer exists when the call's turn comes.
        """
        weak_method = WeakMethod(method)

        def call(*args: Parameters.args, **kwargs: Parameters.kwargs) -> None:
            alive_method = weak_method()
            if alive_method is not None:
                alive_method(*args, **kwargs)

        def post_call(*args: Parameters.args, **kwargs: Parameters.kwargs) -> None:
            self.post(partial(call, *args, **kwargs))

        return post_call

    def close(self) -> None:
        """Drop all calls from now on; afterwards the dispatcher may be destroyed."""
        with self._lock:
            self._is_open = False

    def _post_from_main_thread(self, call: Callable[[], None]) -> None:
        """Queue a call from the GUI thread too: a running call may post another one."""
        if not self._is_main_thread_signal_connected:
            from PySide6.QtCore import Qt  # lazy: start, its enumerations take 11 ms

            self._is_main_thread_signal_connected = True
            self._posted_from_main_thread.connect(
                self._run_call, Qt.ConnectionType.QueuedConnection
            )
        self._posted_from_main_thread.emit(call)

    @Slot(object)
    def _run_call(self, call: Callable[[], None]) -> None:
        if self._is_open:
            call()


class Job:
    """A job that was submitted to a queue."""

    def __init__(self) -> None:
        self.cancel_token = CancelToken()
        self.is_wanted = True

    def cancel(self) -> None:
        """Stop the work at once; its outcome is still delivered, usually Failure(Cancelled)."""
        self.cancel_token.cancel()

    def discard(self) -> None:
        """Stop the work and deliver no outcome. GUI thread."""
        self.is_wanted = False
        self.cancel_token.cancel()

    def owns_retry(self, notice: RetryNotice) -> bool:
        """Return whether ``notice`` is about a pause of this job."""
        return notice.cancel == self.cancel_token.cancel


@runtime_checkable
class Closable(Protocol):
    """A resource that the worker thread closes when the thread ends."""

    def close(self) -> None:
        """Release sockets and the like."""


Resource = TypeVar("Resource")


def no_resource() -> None:
    """Return None: the ``make_resource`` of a queue whose jobs need no resource."""


class _QueuedJob(NamedTuple, Generic[Resource]):
    work: Callable[[Resource, CancelToken], Any]
    job: Job


class WorkQueue(Generic[Resource]):
    """A queue of jobs and the threads that run them, each thread with a resource of its own.

    ``make_resource`` is called in the thread, for its first job; its error becomes the outcome of
    that job. A resource with a ``close`` is closed when the thread ends. ``make_resource`` and the
    jobs must not refer to Qt objects: a thread that drops the last reference to a window would
    destroy the window there, and crash. ``on_done`` never leaves the GUI thread.
    """

    def __init__(
        self,
        name: str,
        max_threads: int,
        make_resource: Callable[[], Resource],
        dispatcher: MainThreadDispatcher,
    ) -> None:
        self._name = name
        self._max_threads = max_threads
        self._make_resource = make_resource
        self._dispatcher = dispatcher
        self._queue: SimpleQueue[_QueuedJob[Resource] | None] = SimpleQueue()
        self._callbacks: dict[Job, Callable[[Any], None]] = {}
        self._threads: list[threading.Thread] = []
        self._is_closed = False

    def submit(
        self,
        work: Callable[[Resource, CancelToken], Result],
        on_done: Callable[[Success[Result] | Failure], None],
    ) -> Job:
        """Queue ``work``; ``on_done`` gets its outcome on the GUI thread. Call on the GUI thread.

        After ``close`` no work runs: the outcome is Failure(Cancelled).
        """
        job = Job()
        self._callbacks[job] = on_done
        if self._is_closed:
            self._dispatcher.post(partial(self._finish, job, Failure(Cancelled())))
        else:
            self._queue.put(_QueuedJob(work, job))
            self._start_thread_if_needed()
        return job

    def fail(self, error: AppError, on_done: Callable[[Success[Result] | Failure], None]) -> Job:
        """Deliver ``error`` to ``on_done`` as if work had raised it. Call on the GUI thread."""
        job = Job()
        self._callbacks[job] = on_done
        self._dispatcher.post(partial(self._finish, job, Failure(error)))
        return job

    def restart_workers(self) -> None:
        """Release the resources after the work already queued; later work gets new resources."""
        for _ in self._threads:
            self._queue.put(None)
        self._queue = SimpleQueue()
        self._threads = []

    @property
    def job_count(self) -> int:
        """Number of jobs that are queued or running."""
        return len(self._callbacks)

    @property
    def threads(self) -> tuple[threading.Thread, ...]:
        """The threads started since the last ``restart_workers``."""
        return tuple(self._threads)

    def discard_all(self) -> None:
        """Discard every job submitted so far: no outcome is delivered."""
        for job in tuple(self._callbacks):
            job.discard()

    def finish(self, seconds: float) -> None:
        """Accept no more jobs; wait for the queued ones, at most ``seconds`` for each thread."""
        self._is_closed = True
        for _ in self._threads:
            self._queue.put(None)
        for thread in self._threads:
            thread.join(seconds)

    def close(self) -> None:
        """Discard all jobs; each thread ends when its current job returns."""
        self._is_closed = True
        self.discard_all()
        for _ in self._threads:
            self._queue.put(None)

    def _start_thread_if_needed(self) -> None:
        if len(self._threads) >= min(self._max_threads, len(self._callbacks)):
            return
        name = f"{self._name}-{len(self._threads) + 1}"
        thread = threading.Thread(target=self._drain, args=(self._queue,), name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _drain(self, jobs: SimpleQueue[_QueuedJob[Resource] | None]) -> None:
        kept: list[Resource] = []
        while self._run_next(jobs, kept):
            pass
        for resource in kept:
            if isinstance(resource, Closable):
                resource.close()

    def _run_next(
        self, jobs: SimpleQueue[_QueuedJob[Resource] | None], resources: list[Resource]
    ) -> bool:
        """Run one job, then drop every reference to it: a job may hold a secret."""
        job = jobs.get()
        if job is None:
            return False
        self._dispatcher.post(partial(self._finish, job.job, self._run_job(job, resources)))
        return True

    def _run_job(
        self, queued: _QueuedJob[Resource], resources: list[Resource]
    ) -> Success[Any] | Failure:
        if queued.job.cancel_token.cancelled:
            return Failure(Cancelled())
        try:
            if not resources:
                resources.append(self._make_resource())
            return Success(queued.work(resources[0], queued.job.cancel_token))
        except AppError as error:
            return Failure(error.without_frames())
        except Exception as fault:
            return Failure(log_internal_error(fault))

    def _finish(self, job: Job, outcome: Success[Any] | Failure) -> None:
        done = self._callbacks.pop(job)
        if job.is_wanted:
            done(outcome)


def log_internal_error(error: Exception) -> InternalError:
    """Log a bug without the text of its exception, which might hold a secret."""
    from desktop_app.logs.tracebacks import traceback_lines  # lazy: start

    log.error("%s in background work: %s", type(error).__name__, " | ".join(traceback_lines(error)))
    return InternalError(type(error).__name__)
