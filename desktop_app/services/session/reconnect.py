"""Notices that a lost connection is back: one careful look at a time, less and less often."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject, QTimer

from desktop_app.core.errors import (
    AnswerCut,
    Busy,
    DeadlinePassed,
    NotTheApi,
    Redirected,
    ServerFault,
    TenantNotRunning,
    Trouble,
    Unreachable,
)

FIRST_SECONDS = 30.0
"""Nothing is looked for more often than that, in all profiles together."""
MOST_SECONDS = 600.0
SLEPT_SECONDS = 60.0
"""By so much more than the steady clock the time of day has gone on: the computer slept."""
TICK_MS = 1000
PASSING = (
    *(AnswerCut, Busy, DeadlinePassed, NotTheApi, Redirected, ServerFault),
    *(TenantNotRunning, Unreachable),
)
"""Troubles that may end by themselves. A refused sign-in is not among them, nor anything that a

person has to mend: nobody's password is tried by itself.
"""


def may_pass(trouble: Trouble | None) -> bool:
    """Whether the connection may come back without anybody doing anything."""
    if isinstance(trouble, Unreachable) and trouble.is_refusal:
        return False
    return isinstance(trouble, PASSING)


class Link(Protocol):
    """What may be lost and looked for; a Connection is one."""

    @property
    def is_away(self) -> bool:
        """Whether it is lost, and may come back by itself."""

    @property
    def is_trying(self) -> bool:
        """Whether somebody is trying right now."""

    def look(self) -> None:
        """Try once, without anybody having asked for it."""


@dataclass
class _Pause:
    """When a link may be looked for again, and how long the pause before that is, in seconds."""

    due: float
    seconds: float = FIRST_SECONDS

    def looked(self, now: float) -> None:
        self.seconds = min(2 * self.seconds, MOST_SECONDS)
        self.due = now + self.seconds


class Lookout(QObject):
    """Looks for the connections of all profiles at work, one look in thirty seconds at most."""

    def __init__(
        self,
        links: Callable[[], Iterable[Link]],
        clock: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
        time_of_day: Callable[[], float] = time.time,
    ) -> None:
        super().__init__(parent)
        self._links = links
        self._clock = clock
        self._pauses: dict[Link, _Pause] = {}
        self._time_of_day = time_of_day
        self._ahead = time_of_day() - clock()
        self._next = 0.0
        self._ticking = False

    def watch(self) -> None:
        """How a link stands has changed."""
        now, away = self._clock(), [link for link in self._links() if link.is_away]
        kept = {link: self._pauses.get(link) or _Pause(now + FIRST_SECONDS) for link in away}
        self._pauses = kept  # whoever is connected again begins anew the next time
        if kept and not self._ticking:
            self._ticking = True
            QTimer.singleShot(TICK_MS, self, self._tick)

    def _tick(self) -> None:
        self._ticking = False
        self.look()

    def look(self) -> None:
        """Look for the link that is due longest, if a look is allowed now."""
        self.watch()
        now = self._clock()
        self._notice_sleep(now)
        due = [p for p, pause in self._pauses.items() if pause.due <= now and not p.is_trying]
        if not due or now < self._next:
            return
        link = min(due, key=lambda one: self._pauses[one].due)
        self._next = now + FIRST_SECONDS
        self._pauses[link].looked(now)
        link.look()

    def _notice_sleep(self, now: float) -> None:
        """Who wakes a computer is often at another place by then: the pauses begin anew."""
        ahead = self._time_of_day() - now
        if ahead - self._ahead > SLEPT_SECONDS:
            self._pauses = {link: _Pause(now + FIRST_SECONDS) for link in self._pauses}
        self._ahead = ahead
