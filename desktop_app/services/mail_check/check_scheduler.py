"""Runs mail server checks in the background: a few at once, one per host and user."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop_app.core.errors import AppError, Cancelled
from desktop_app.core.mail_check.check_verdicts import CheckCancelled, LoginOk
from desktop_app.core.mail_check.mail_check import CheckReport, CheckRequest, StageResult, Target
from desktop_app.mailcheck.lockout_guard import RefusedPasswords, RunLoginGuard
from desktop_app.net.cancel_token import CancelToken
from desktop_app.services.background import Failure, Job, MainThreadDispatcher, Success, WorkQueue
from desktop_app.services.mail_check.stored_login_attempts import StoredLoginAttempts

if TYPE_CHECKING:  # imported by the worker that first needs it
    from desktop_app.mailcheck.checker import MailboxChecker
    from desktop_app.services.store.store_service import StoreService

MAX_PARALLEL_CHECKS = 8
"""The most checks at once: the same number as reads of SuperOffice, for the same reason."""


@dataclass(frozen=True, slots=True)
class CheckedPassword:
    """A password saved on this computer, to be tried by a check.

    ``read`` runs in the worker and returns the password. ``on_accepted`` is called in the GUI
    thread after the mail server has accepted it.
    """

    read: Callable[[], str]
    on_accepted: Callable[[], None]


@dataclass(frozen=True, slots=True)
class CheckJob:
    """One check; it tries ``saved_password`` if there is one.

    ``password``, typed by the user, takes precedence; without either the check stops before the
    login. ``ca_file`` is trusted in addition to the system's store, as for SuperOffice itself.
    """

    target: Target
    guard: RunLoginGuard
    ca_file: str = ""
    password: str = field(default="", repr=False)
    saved_password: CheckedPassword | None = field(default=None, repr=False)
    allow_plaintext: bool = False
    sequential: bool = False
    """Whether the host checks one job at a time, so that refusals in a row are in job order."""

    @property
    def keys(self) -> frozenset[tuple[str, str | None]]:
        """Jobs that share a key run one after another: host and user; if sequential, host too."""
        host = self.target.host_key
        own: tuple[str, str | None] = (host, self.target.user_key)
        return frozenset({own, (host, None)} if self.sequential else {own})


ReportCallback = Callable[[CheckReport], None]
StageCallback = Callable[[StageResult], None]


class CheckHandle:
    """A submitted check that can be cancelled."""

    def __init__(
        self, check_job: CheckJob, on_done: ReportCallback, on_stage: StageCallback | None
    ) -> None:
        self.check_job, self.on_done, self.on_stage = check_job, on_done, on_stage
        self.background_job: Job | None = None
        self.is_wanted = True

    def cancel(self) -> None:
        """Stop the check at once and deliver nothing. Call on the GUI thread."""
        self.is_wanted = False
        if self.background_job is not None:
            self.background_job.cancel()

    def report_stage(self, stage: StageResult) -> None:
        """Deliver a stage of the check unless it was cancelled. Call on the GUI thread."""
        if self.is_wanted and self.on_stage is not None:
            self.on_stage(stage)


class CheckScheduler(QObject):
    """The queue of all checks. To be used on the GUI thread, which gets the results too.

    Failed logins are counted in ``store``, together with those of other programs that use it.
    """

    def __init__(
        self,
        dispatcher: MainThreadDispatcher,
        parent: QObject | None = None,
        store: StoreService | None = None,
    ) -> None:
        super().__init__(parent)
        attempts = None if store is None else StoredLoginAttempts(store.lazy_store)
        self.refused_passwords = RefusedPasswords(attempts)
        self._dispatcher = dispatcher
        self._queue = WorkQueue("check", MAX_PARALLEL_CHECKS, _CheckerPool, dispatcher)
        self._waiting: list[CheckHandle] = []
        self._busy_keys: set[tuple[str, str | None]] = set()
        self._running_count = 0

    def submit(
        self, check_job: CheckJob, on_done: ReportCallback, on_stage: StageCallback | None = None
    ) -> CheckHandle:
        """Queue a check; ``on_stage`` gets every stage, ``on_done`` the report."""
        check = CheckHandle(check_job, on_done, on_stage)
        self._waiting.append(check)
        self._start_ready()
        return check

    def close(self) -> None:
        """Stop all checks."""
        self._waiting.clear()
        self._queue.close()

    def _start_ready(self) -> None:
        self._waiting = [check for check in self._waiting if check.is_wanted]
        for check in self._waiting[:]:
            if self._running_count >= MAX_PARALLEL_CHECKS:
                return
            if self._busy_keys.isdisjoint(check.check_job.keys):
                self._waiting.remove(check)
                self._start(check)

    def _start(self, check: CheckHandle) -> None:
        self._busy_keys |= check.check_job.keys
        self._running_count += 1
        check_job, on_stage = check.check_job, self._dispatcher.weak(check.report_stage)
        check.background_job = self._queue.submit(
            lambda checkers, stop: checkers.check(check_job, stop, on_stage),
            partial(self._on_finished, check),
        )

    def _on_finished(self, check: CheckHandle, outcome: Success[CheckReport] | Failure) -> None:
        self._busy_keys -= check.check_job.keys
        self._running_count -= 1
        self._start_ready()
        if check.is_wanted:
            report = (
                outcome.value if isinstance(outcome, Success) else _stopped_report(check.check_job)
            )
            saved = None if check.check_job.password else check.check_job.saved_password
            if saved is not None and isinstance(report.verdict, LoginOk):
                saved.on_accepted()
            check.on_done(report)


class _CheckerPool:
    """The checkers of one worker thread, one for each CA file."""

    def __init__(self) -> None:
        self._checkers: dict[str, MailboxChecker] = {}

    def check(self, check_job: CheckJob, stop: CancelToken, on_stage: StageCallback) -> CheckReport:
        """Run a check in the worker."""
        checker = self._checkers.get(check_job.ca_file)
        if checker is None:
            checker = self._checkers[check_job.ca_file] = _checker(check_job.ca_file)
        wish = CheckRequest(
            check_job.target,
            check_job.password or _saved_password(check_job),
            check_job.allow_plaintext,
        )
        return checker.check(wish, stop, on_stage, check_job.guard)

    def close(self) -> None:
        """Close the checkers and their sockets."""
        for checker in self._checkers.values():
            checker.close()


def _checker(ca_file: str) -> MailboxChecker:
    from desktop_app.mailcheck.checker import MailboxChecker  # lazy: start
    from desktop_app.net.tls_trust import Trust  # lazy: start

    return MailboxChecker(Trust(ca_file))


def _saved_password(check_job: CheckJob) -> str:
    """Return the saved password, or an empty text if it cannot be read. Raises Cancelled."""
    if check_job.saved_password is None:
        return ""
    try:
        return check_job.saved_password.read()
    except Cancelled:
        raise
    except AppError:
        return ""


def _stopped_report(check_job: CheckJob) -> CheckReport:
    """Return the report of a check that ended without one."""
    return CheckReport(check_job.target, CheckCancelled(), datetime.now(UTC), 0.0)
