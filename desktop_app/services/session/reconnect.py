"""Detection of a restored connection: one probe at a time, at growing intervals."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject, QTimer

from desktop_app.core.errors import (
    AppError,
    DeadlineExceeded,
    RedirectRefused,
    ServerBusy,
    ServerFailure,
    TenantNotRunning,
    TruncatedResponse,
    UnexpectedResponse,
    Unreachable,
    UnreadableMailbox,
)

FIRST_RETRY_SECONDS = 30.0
"""Shortest time between two probes, over all profiles."""
MAX_RETRY_SECONDS = 600.0
SLEEP_THRESHOLD_SECONDS = 60.0
"""The computer slept if the wall clock has gained this much on the monotonic clock."""
TICK_MS = 1000
TRANSIENT = (
    *(
        TruncatedResponse,
        ServerBusy,
        DeadlineExceeded,
        UnexpectedResponse,
        RedirectRefused,
        ServerFailure,
    ),
    *(TenantNotRunning, Unreachable),
)
"""Errors that may end without user action.

A refused sign-in is not among them, nor any error that a person has to resolve: this program never
retries a password without being asked.
"""


def is_transient(error: AppError | None) -> bool:
    """Return whether the connection may come back without user action."""
    if isinstance(error, UnreadableMailbox):
        return False
    if isinstance(error, Unreachable) and error.is_refusal:
        return False
    return isinstance(error, TRANSIENT)


class Reconnectable(Protocol):
    """A connection that may be lost and probed, such as a ConnectionState."""

    @property
    def is_offline(self) -> bool:
        """Whether the connection is lost because of an error that may end without user action."""

    @property
    def is_trying(self) -> bool:
        """Whether a list request or a probe is running."""

    def probe(self) -> None:
        """Try once, without a user's request."""


@dataclass
class _Backoff:
    """When a connection may be probed (monotonic clock), and the pause before; in seconds."""

    due: float
    seconds: float = FIRST_RETRY_SECONDS

    def attempted(self, now: float) -> None:
        self.seconds = min(2 * self.seconds, MAX_RETRY_SECONDS)
        self.due = now + self.seconds


class ReconnectScheduler(QObject):
    """Probes lost connections of all profiles, at most one every thirty seconds. GUI thread."""

    def __init__(
        self,
        connections: Callable[[], Iterable[Reconnectable]],
        clock: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
        wall_clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(parent)
        self._connections = connections
        self._clock = clock
        self._backoffs: dict[Reconnectable, _Backoff] = {}
        self._wall_clock = wall_clock
        self._clock_offset = wall_clock() - clock()
        self._next_allowed = 0.0
        self._ticking = False

    def update(self) -> None:
        """Take note of connections that were lost or restored."""
        now, away = self._clock(), [link for link in self._connections() if link.is_offline]
        kept = {
            link: self._backoffs.get(link) or _Backoff(now + FIRST_RETRY_SECONDS) for link in away
        }
        self._backoffs = kept  # a restored connection starts with the first pause again
        if kept and not self._ticking:
            self._ticking = True
            QTimer.singleShot(TICK_MS, self, self._tick)

    def _tick(self) -> None:
        self._ticking = False
        self.probe_next()

    def probe_next(self) -> None:
        """Probe the connection that is due longest, if a probe is allowed now."""
        self.update()
        now = self._clock()
        self._detect_sleep(now)
        due = [p for p, pause in self._backoffs.items() if pause.due <= now and not p.is_trying]
        if not due or now < self._next_allowed:
            return
        link = min(due, key=lambda one: self._backoffs[one].due)
        self._next_allowed = now + FIRST_RETRY_SECONDS
        self._backoffs[link].attempted(now)
        link.probe()

    def _detect_sleep(self, now: float) -> None:
        """Restart all pauses if the computer slept: it may have woken on another network."""
        ahead = self._wall_clock() - now
        if ahead - self._clock_offset > SLEEP_THRESHOLD_SECONDS:
            self._backoffs = {link: _Backoff(now + FIRST_RETRY_SECONDS) for link in self._backoffs}
        self._clock_offset = ahead
