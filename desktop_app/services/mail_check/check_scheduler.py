"""Checks of mail servers in the background: bounded, one at a time for each host and user."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop_app.core.errors import Cancelled, Trouble
from desktop_app.core.mail_check.check_verdicts import Stopped
from desktop_app.core.mail_check.mail_check import CheckReport, CheckWish, Step, Target
from desktop_app.mailcheck.lockout_guard import RefusedPasswords, RunGate
from desktop_app.net.cancel_token import Cancel
from desktop_app.services.background import Courier, Done, Failed, Lane, Ticket

if TYPE_CHECKING:  # imported by the worker that first needs it
    from desktop_app.mailcheck.checker import Checker

WIDTH = 8
"""Checks at once: the same number as reads of SuperOffice, and for the same reason."""


@dataclass(frozen=True, slots=True)
class Order:
    """One check. ``kept`` gets a password that lies on this computer, in the worker.

    A typed password goes before it; without either the check stops before the login. ``ca_file``
    is trusted beside the system's store, as for SuperOffice itself.
    """

    target: Target
    gate: RunGate
    ca_file: str = ""
    password: str = field(default="", repr=False)
    kept: Callable[[], str] | None = field(default=None, repr=False)
    in_the_clear: bool = False
    in_turn: bool = False
    """Whether it waits for its turn on the host: then refusals in a row are in the given order."""

    @property
    def keys(self) -> frozenset[tuple[str, str | None]]:
        """Whoever has one of these waits: host and user, and the host itself if in turn."""
        host = self.target.server.strip().casefold()
        own: tuple[str, str | None] = (host, self.target.user_name)
        return frozenset({own, (host, None)} if self.in_turn else {own})


Deliver = Callable[[CheckReport], None]
Hear = Callable[[Step], None]


class Check:
    """A check that was ordered."""

    def __init__(self, order: Order, done: Deliver, hear: Hear | None) -> None:
        self.order, self.done, self.hear = order, done, hear
        self.ticket: Ticket | None = None
        self.wanted = True

    def cancel(self) -> None:
        """Stop it at once and deliver nothing. To be called on the GUI thread."""
        self.wanted = False
        if self.ticket is not None:
            self.ticket.cancel()


class MailChecks(QObject):
    """All checks of this program. Results are delivered on the GUI thread."""

    def __init__(self, courier: Courier, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.refused = RefusedPasswords()
        self._courier = courier
        self._lane = Lane("check", WIDTH, _Desk, courier)
        self._waiting: list[Check] = []
        self._busy: set[tuple[str, str | None]] = set()
        self._running = 0

    def order(self, order: Order, done: Deliver, hear: Hear | None = None) -> Check:
        """Check as soon as it may be; ``hear`` gets every stage, ``done`` the report."""
        check = Check(order, done, hear)
        self._waiting.append(check)
        self._start_some()
        return check

    def close(self) -> None:
        """Stop everything."""
        self._waiting.clear()
        self._lane.close()

    def _start_some(self) -> None:
        self._waiting = [check for check in self._waiting if check.wanted]
        for check in self._waiting[:]:
            if self._running >= WIDTH:
                return
            if self._busy.isdisjoint(check.order.keys):
                self._waiting.remove(check)
                self._start(check)

    def _start(self, check: Check) -> None:
        self._busy |= check.order.keys
        self._running += 1
        order, tell = check.order, _Teller(check, self._courier)
        check.ticket = self._lane.submit(
            lambda desk, stop: desk.check(order, stop, tell), partial(self._take, check)
        )

    def _take(self, check: Check, outcome: Done[CheckReport] | Failed) -> None:
        self._busy -= check.order.keys
        self._running -= 1
        self._start_some()
        if check.wanted:
            report = outcome.value if isinstance(outcome, Done) else _nothing(check.order)
            check.done(report)


class _Teller:
    """Tells of each stage on the GUI thread, as long as somebody wants to hear."""

    def __init__(self, check: Check, courier: Courier) -> None:
        self._check, self._courier = check, courier

    def __call__(self, step: Step) -> None:
        """In the worker."""
        self._courier.post(partial(self._say, step))

    def _say(self, step: Step) -> None:
        if self._check.wanted and self._check.hear is not None:
            self._check.hear(step)


class _Desk:
    """What a worker checks with: a checker for each way of trusting."""

    def __init__(self) -> None:
        self._checkers: dict[str, Checker] = {}

    def check(self, order: Order, stop: Cancel, tell: Hear) -> CheckReport:
        """In the worker."""
        checker = self._checkers.get(order.ca_file)
        if checker is None:
            checker = self._checkers[order.ca_file] = _checker(order.ca_file)
        wish = CheckWish(order.target, order.password or _kept(order), order.in_the_clear)
        return checker.check(wish, stop, tell, order.gate)

    def close(self) -> None:
        """Give the sockets back."""
        for checker in self._checkers.values():
            checker.close()


def _checker(ca_file: str) -> Checker:
    from desktop_app.mailcheck.checker import Checker
    from desktop_app.net.tls_trust import Trust

    return Checker(Trust(ca_file))


def _kept(order: Order) -> str:
    """A password that cannot be had is as good as none: the check goes as far as it can."""
    if order.kept is None:
        return ""
    try:
        return order.kept()
    except Cancelled:
        raise
    except Trouble:
        return ""


def _nothing(order: Order) -> CheckReport:
    """The report of a check that was stopped before it began."""
    return CheckReport(order.target, Stopped(), datetime.now(UTC), 0.0)
