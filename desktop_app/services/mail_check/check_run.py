"""Runs checks of one, some or all mailboxes of a profile; a run can be stopped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer, Signal, SignalInstance

from desktop_app.core.mail_check.check_verdicts import NotCheckable, NotChecked
from desktop_app.core.mail_check.mail_check import CheckReport, StageResult, Target, check_target
from desktop_app.core.mailbox.mailbox import Mailbox, MailLogin, ServerType
from desktop_app.core.secrets.secret import SecretName
from desktop_app.mailcheck.lockout_guard import RunLoginGuard
from desktop_app.services.background import Failure, Job, Success
from desktop_app.services.mail_check.check_results import CheckResults
from desktop_app.services.mail_check.check_scheduler import (
    MAX_PARALLEL_CHECKS,
    CheckedPassword,
    CheckHandle,
    CheckJob,
    CheckScheduler,
)
from desktop_app.services.saving.save_target import SaveTarget

if TYPE_CHECKING:
    from desktop_app.core.secrets.saved_password import SavedPassword

MAX_IN_FLIGHT = 2 * MAX_PARALLEL_CHECKS
"""The most mailboxes read or submitted at a time: a long list at once would block the window."""


class CheckTarget(SaveTarget, Protocol):
    """A workspace for checks; services/workspace implements the protocol."""

    check_results: CheckResults

    @property
    def check_scheduler(self) -> CheckScheduler:
        """The scheduler of mail server checks, shared by all profiles."""

    @property
    def destroyed(self) -> SignalInstance:
        """The signal that the workspace was deleted, as its profile was changed or deleted."""


class CheckRun(QObject):
    """Checks mailboxes with the settings stored in SuperOffice. GUI thread; checks run in workers.

    Each report goes into ``check_results`` of the workspace. ``passwords``, by mailbox id, are
    tried instead of saved ones, to verify passwords before they are saved. ``typed_for`` are the
    logins that they were typed for: where SuperOffice has another one by now, nothing is tried.
    Three failed logins in a row stop a host, and a password that failed is never tried again,
    unless ``guard`` is one for a check that the user watches.
    ``sequential`` checks one mailbox at a time on each host, in the given order.
    """

    checked = Signal(object, object)
    """A mailbox id and its CheckReport."""
    stage_finished = Signal(object, object)
    """A mailbox id and a StageResult of its check."""
    ended = Signal()

    def __init__(
        self,
        workspace: CheckTarget,
        ids: Iterable[int],
        passwords: Mapping[int, str] | None = None,
        *,
        typed_for: Mapping[int, Target | NotCheckable] | None = None,
        allow_plaintext: bool = False,
        sequential: bool = False,
        guard: RunLoginGuard | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._scheduler = workspace.check_scheduler
        self.ids = tuple(dict.fromkeys(ids))
        self.reports: dict[int, CheckReport] = {}
        self._passwords = dict(passwords or {})
        self._typed_for = typed_for or {}
        self._allow_plaintext = allow_plaintext
        self._sequential = sequential
        self._guard = guard or RunLoginGuard(self._scheduler.refused_passwords)
        self._remaining_ids: list[int] = []
        self._saved_passwords: dict[int, SavedPassword] = {}
        self._read_jobs: dict[int, Job] = {}
        self._running_checks: dict[int, CheckHandle] = {}
        self.is_running = False
        workspace.destroyed.connect(self._on_workspace_destroyed)

    def start(self) -> None:
        """Start the checks; reports arrive in any order."""
        self.is_running = True
        self._remaining_ids = list(self.ids)
        passwords = self._workspace.passwords
        if passwords is None or len(self._passwords) == len(self.ids):
            self._advance()
        else:
            passwords.load(self._workspace.profile.id, self._on_passwords_loaded)

    def cancel(self) -> None:
        """Stop all checks at once and emit ``ended``; reports so far remain."""
        self.is_running = False
        self._remaining_ids = []
        for job in self._read_jobs.values():
            job.discard()
        for check in self._running_checks.values():
            check.cancel()
        self._read_jobs.clear()
        self._running_checks.clear()
        self._passwords.clear()
        self.ended.emit()

    def _on_workspace_destroyed(self) -> None:
        """Cancel the run, because the profile was changed or deleted."""
        if self.is_running:
            self.cancel()

    @property
    def checked_count(self) -> int:
        """How many mailboxes have a report."""
        return len(self.reports)

    def _on_passwords_loaded(self, outcome: Success[list[SavedPassword]] | Failure) -> None:
        if isinstance(outcome, Success):
            name = SecretName.MAILBOX_PASSWORD
            self._saved_passwords = {k.mailbox_id: k for k in outcome.value if k.name is name}
        if self.is_running:
            self._advance()

    def _advance(self) -> None:
        """Start checks up to MAX_IN_FLIGHT; emit ``ended`` when none is left."""
        details, turn = self._workspace.details, 0
        while (
            self._remaining_ids
            and turn + len(self._read_jobs) + len(self._running_checks) < MAX_IN_FLIGHT
        ):
            turn += 1
            mailbox_id = self._remaining_ids.pop(0)
            known = details.get(mailbox_id)
            if known is not None:
                self._submit_check(mailbox_id, known)
            else:
                take = partial(self._on_mailbox_read, mailbox_id)
                self._read_jobs[mailbox_id] = self._workspace.read_mailbox(mailbox_id, take)
        if self._read_jobs or self._running_checks or not self.is_running:
            return
        if self._remaining_ids:  # none of these mailboxes had a server to check
            QTimer.singleShot(0, self, self._advance)
        else:
            self.is_running = False
            self._passwords.clear()
            self.ended.emit()

    def _on_mailbox_read(self, mailbox_id: int, outcome: Success[Mailbox] | Failure) -> None:
        self._read_jobs.pop(mailbox_id, None)
        if isinstance(outcome, Success):
            self._submit_check(mailbox_id, outcome.value)
        else:
            self._add_report(mailbox_id, _unread_report())
        self._advance()

    def _submit_check(self, mailbox_id: int, mailbox: Mailbox) -> None:
        target = check_target(mailbox.values)
        if target != self._typed_for.get(mailbox_id, target):
            target = NotCheckable(NotChecked.LOGIN_CHANGED)
        if isinstance(target, NotCheckable):
            self._add_report(mailbox_id, _not_checkable_report(target))
            return
        order = CheckJob(
            target,
            self._guard,
            self._workspace.profile.ca_file,
            self._passwords.get(mailbox_id, ""),
            self._saved_password(mailbox_id, MailLogin.of(mailbox.values)),
            allow_plaintext=self._allow_plaintext,
            sequential=self._sequential,
        )
        self._running_checks[mailbox_id] = self._scheduler.submit(
            order, partial(self._on_report, mailbox_id), partial(self._on_stage, mailbox_id)
        )

    def _saved_password(self, mailbox_id: int, login: MailLogin) -> CheckedPassword | None:
        return password_for_check(
            self._workspace, mailbox_id, login, self._saved_passwords.get(mailbox_id)
        )

    def _on_stage(self, mailbox_id: int, stage: StageResult) -> None:
        self.stage_finished.emit(mailbox_id, stage)

    def _on_report(self, mailbox_id: int, report: CheckReport) -> None:
        self._running_checks.pop(mailbox_id, None)
        self._add_report(mailbox_id, report)
        self._advance()

    def _add_report(self, mailbox_id: int, report: CheckReport) -> None:
        self.reports[mailbox_id] = report
        self._workspace.check_results.add(mailbox_id, report)
        self.checked.emit(mailbox_id, report)


def password_for_check(
    workspace: CheckTarget, mailbox_id: int, login: MailLogin, saved_password: SavedPassword | None
) -> CheckedPassword | None:
    """Return the saved password for a check of ``login``; None if it belongs to another login.

    One that an older version stored is bound to the whole login as soon as the server accepts it.
    """
    passwords = workspace.passwords
    if (
        passwords is None
        or saved_password is None
        or not saved_password.matches(workspace.profile, login)
    ):
        return None
    profile, is_whole = workspace.profile, saved_password.login.is_whole
    read = passwords.reader(profile, mailbox_id, saved_password.name)

    def on_accepted() -> None:
        if not is_whole:
            passwords.record_login(profile, mailbox_id, login)

    return CheckedPassword(lambda: read(login), on_accepted)


def interactive_guard(scheduler: CheckScheduler, *, retry: bool = False) -> RunLoginGuard:
    """Return a login guard for a check that the user watches: it blocks only failed passwords.

    With ``retry`` it blocks nothing, because the user asked to try such a password once more.
    """
    return RunLoginGuard(scheduler.refused_passwords, limited=False, retry=retry)


def _not_checkable_report(reason: NotCheckable) -> CheckReport:
    return CheckReport(_NO_TARGET, reason, datetime.now(UTC), 0.0)


def _unread_report() -> CheckReport:
    return _not_checkable_report(NotCheckable(NotChecked.NO_DETAILS))


_NO_TARGET = Target(ServerType.UNKNOWN, "", 0, "")
