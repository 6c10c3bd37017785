"""Background work: jobs run in daemon threads, their outcomes come back on the GUI thread.

A daemon thread draining a queue never holds up the end of the program, whatever a server does.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from queue import SimpleQueue
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from desktop_app.core.errors import Cancelled, Trouble, Unexpected
from desktop_app.core.retry import Waiting
from desktop_app.net.cancel_token import Cancel

Result = TypeVar("Result")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Done(Generic[Result]):
    """The job gave this value."""

    value: Result


class Failed(NamedTuple):
    """The job ended in this trouble."""

    trouble: Trouble


class Courier(QObject):
    """Carries calls from any thread to the thread it was made in, which is the GUI's."""

    _arrived = Signal(object)
    _posted_here = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open = True
        self._lock = threading.Lock()
        self._home = threading.get_ident()
        self._queues_here = False
        self._arrived.connect(self._deliver)  # queued, because it is emitted by other threads

    def post(self, call: Callable[[], None]) -> None:
        """Run ``call`` soon on the GUI thread; after close() it is dropped."""
        with self._lock:
            if not self._open:
                return
            if threading.get_ident() == self._home:
                self._post_here(call)
            else:
                self._arrived.emit(call)

    def close(self) -> None:
        """Deliver nothing more; afterwards this object may be destroyed."""
        with self._lock:
            self._open = False

    def _post_here(self, call: Callable[[], None]) -> None:
        """Queued from the GUI thread too: a call may post another one."""
        if not self._queues_here:
            from PySide6.QtCore import Qt  # its enumerations are made at first use: 11 ms

            self._queues_here = True
            self._posted_here.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._posted_here.emit(call)

    @Slot(object)
    def _deliver(self, call: Callable[[], None]) -> None:
        if self._open:
            call()


class Ticket:
    """A job that was handed in."""

    def __init__(self) -> None:
        self.stop = Cancel()
        self.wanted = True

    def cancel(self) -> None:
        """Stop the work at once; its outcome is still delivered, as Cancelled or what it became."""
        self.stop.cancel()

    def forget(self) -> None:
        """Stop the work and deliver nothing. To be called on the GUI thread."""
        self.wanted = False
        self.stop.cancel()

    def is_of(self, waiting: Waiting) -> bool:
        """Whether it is this job that waits."""
        return waiting.stop == self.stop.cancel


class Closable(Protocol):
    """What a thread keeps for its jobs, and closes when it ends."""

    def close(self) -> None:
        """Let go of sockets and the like."""


Resource = TypeVar("Resource", bound=Closable)


class _Job(NamedTuple, Generic[Resource]):
    work: Callable[[Resource, Cancel], Any]
    ticket: Ticket


class Lane(Generic[Resource]):
    """A queue of jobs and the threads that drain it, each with a resource of its own.

    ``make`` is called in the thread, for its first job; what it raises is that job's trouble.
    ``make`` and the works must not refer to Qt's objects: a thread that lets go of the last
    reference to a window would destroy it there, and crash. ``done`` stays on the GUI thread.
    """

    def __init__(
        self, name: str, width: int, make: Callable[[], Resource], courier: Courier
    ) -> None:
        self._name = name
        self._width = width
        self._make = make
        self._courier = courier
        self._queue: SimpleQueue[_Job[Resource] | None] = SimpleQueue()
        self._waiting: dict[Ticket, Callable[[Any], None]] = {}
        self._threads: list[threading.Thread] = []
        self._closed = False

    def submit(
        self,
        work: Callable[[Resource, Cancel], Result],
        done: Callable[[Done[Result] | Failed], None],
    ) -> Ticket:
        """Queue ``work``; ``done`` gets its outcome on the GUI thread. Call on the GUI thread.

        After ``close`` nothing is done any more: the outcome is Cancelled.
        """
        ticket = Ticket()
        self._waiting[ticket] = done
        if self._closed:
            self._courier.post(partial(self._finish, ticket, Failed(Cancelled())))
        else:
            self._queue.put(_Job(work, ticket))
            self._grow()
        return ticket

    def refuse(self, trouble: Trouble, done: Callable[[Done[Result] | Failed], None]) -> Ticket:
        """Do nothing; ``done`` gets the trouble as the outcome of work. Call on the GUI thread."""
        ticket = Ticket()
        self._waiting[ticket] = done
        self._courier.post(partial(self._finish, ticket, Failed(trouble)))
        return ticket

    def renew(self) -> None:
        """Let the resources go after the work that is queued; later work gets new ones."""
        for _ in self._threads:
            self._queue.put(None)
        self._queue = SimpleQueue()
        self._threads = []

    @property
    def busy(self) -> int:
        """How many jobs are queued or running."""
        return len(self._waiting)

    @property
    def threads(self) -> tuple[threading.Thread, ...]:
        """The threads started so far."""
        return tuple(self._threads)

    def cancel_all(self) -> None:
        """Stop all work that was handed in so far, and deliver none of it."""
        for ticket in tuple(self._waiting):
            ticket.forget()

    def finish(self, seconds: float) -> None:
        """Let the threads do what was handed in, and wait for that at most so many seconds."""
        self._closed = True
        for _ in self._threads:
            self._queue.put(None)
        for thread in self._threads:
            thread.join(seconds)

    def close(self) -> None:
        """Stop everything; the threads end as soon as they come back."""
        self._closed = True
        self.cancel_all()
        for _ in self._threads:
            self._queue.put(None)

    def _grow(self) -> None:
        if len(self._threads) >= min(self._width, len(self._waiting)):
            return
        name = f"{self._name}-{len(self._threads) + 1}"
        thread = threading.Thread(target=self._drain, args=(self._queue,), name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _drain(self, queue: SimpleQueue[_Job[Resource] | None]) -> None:
        kept: list[Resource] = []
        while self._did_next(queue, kept):
            pass
        for resource in kept:
            resource.close()

    def _did_next(self, queue: SimpleQueue[_Job[Resource] | None], kept: list[Resource]) -> bool:
        """Do one job, and hold nothing of it while waiting for another: it may hold a secret."""
        job = queue.get()
        if job is None:
            return False
        self._courier.post(partial(self._finish, job.ticket, self._outcome(job, kept)))
        return True

    def _outcome(self, job: _Job[Resource], kept: list[Resource]) -> Done[Any] | Failed:
        if job.ticket.stop.cancelled:
            return Failed(Cancelled())
        try:
            if not kept:
                kept.append(self._make())
            return Done(job.work(kept[0], job.ticket.stop))
        except Trouble as trouble:
            return Failed(trouble)
        except Exception as fault:
            return Failed(unexpected(fault))

    def _finish(self, ticket: Ticket, outcome: Done[Any] | Failed) -> None:
        done = self._waiting.pop(ticket)
        if ticket.wanted:
            done(outcome)


def unexpected(fault: Exception) -> Unexpected:
    """Log a fault of our own, without its text, which might hold a secret."""
    from desktop_app.logs.tracebacks import fault_lines

    log.error("%s in background work: %s", type(fault).__name__, " | ".join(fault_lines(fault)))
    return Unexpected(type(fault).__name__)
