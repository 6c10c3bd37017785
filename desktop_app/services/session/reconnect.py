"""Notices that a lost connection is back: one careful look at a time, less and less often."""

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
)

FIRST_RETRY_SECONDS = 30.0
"""Nothing is looked for more often than that, in all profiles together."""
MAX_RETRY_SECONDS = 600.0
SLEEP_THRESHOLD_SECONDS = 60.0
"""By so much more than the steady clock the time of day has gone on: the computer slept."""
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
"""Troubles that may end by themselves. A refused sign-in is not among them, nor anything that a

person has to mend: nobody's password is tried by itself.
"""


def is_transient(error: AppError | None) -> bool:
    """Whether the connection may come back without anybody doing anything."""
    if isinstance(error, Unreachable) and error.is_refusal:
        return False
    return isinstance(error, TRANSIENT)


class Reconnectable(Protocol):
    """What may be lost and looked for; a Connection is one."""

    @property
    def is_offline(self) -> bool:
        """Whether it is lost, and may come back by itself."""

    @property
    def is_trying(self) -> bool:
        """Whether somebody is trying right now."""

    def probe(self) -> None:
        """Try once, without anybody having asked for it."""


@dataclass
class _Backoff:
    """When a link may be looked for again, and how long the pause before that is, in seconds."""

    due: float
    seconds: float = FIRST_RETRY_SECONDS

    def attempted(self, now: float) -> None:
        self.seconds = min(2 * self.seconds, MAX_RETRY_SECONDS)
        self.due = now + self.seconds


class ReconnectScheduler(QObject):
    """Looks for the connections of all profiles at work, one look in thirty seconds at most."""

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
        """How a link stands has changed."""
        now, away = self._clock(), [link for link in self._connections() if link.is_offline]
        kept = {
            link: self._backoffs.get(link) or _Backoff(now + FIRST_RETRY_SECONDS) for link in away
        }
        self._backoffs = kept  # whoever is connected again begins anew the next time
        if kept and not self._ticking:
            self._ticking = True
            QTimer.singleShot(TICK_MS, self, self._tick)

    def _tick(self) -> None:
        self._ticking = False
        self.probe_next()

    def probe_next(self) -> None:
        """Look for the link that is due longest, if a look is allowed now."""
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
        """Who wakes a computer is often at another place by then: the pauses begin anew."""
        ahead = self._wall_clock() - now
        if ahead - self._clock_offset > SLEEP_THRESHOLD_SECONDS:
            self._backoffs = {link: _Backoff(now + FIRST_RETRY_SECONDS) for link in self._backoffs}
        self._clock_offset = ahead
