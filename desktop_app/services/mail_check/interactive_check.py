"""The check of one mailbox while a person watches: the mailbox as it is, then passwords to try."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from desktop_app.core.mail_check.check_baseline import CheckBaseline
from desktop_app.core.mail_check.check_verdicts import (
    LoginRefused,
    LoginSkipped,
    ReachedOnly,
    VerdictLevel,
)
from desktop_app.core.mail_check.mail_check import (
    AcceptedPassword,
    CheckReport,
    StageResult,
    Target,
    check_target,
)
from desktop_app.services.mail_check.check_run import CheckRun, CheckTarget, interactive_guard


class InteractiveCheck(QObject):
    """Checks a mailbox, with ``others`` on its server, and then passwords for its login.

    A password is tried for the login that was in sight when it was entered, and for no other. This
    object does not keep the password. GUI thread; the checks run in workers.
    """

    started = Signal()
    stage_finished = Signal()
    reported = Signal(object)
    """The CheckReport of the mailbox."""
    others_checked = Signal()
    ended = Signal()

    def __init__(
        self,
        workspace: CheckTarget,
        mailbox_id: int,
        others: Iterable[int],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._id = mailbox_id
        self._first_run = CheckRun(workspace, (mailbox_id, *others), parent=self)
        self._run = self._first_run
        """The run whose result of the mailbox counts: the latest one."""
        self._entered_for: Target | None = None
        """The login that was in sight when the password was entered."""
        self._is_password_tried = False
        """Whether the password as it was entered last is being tried."""
        self._allow_plaintext = False
        self.stages: list[StageResult] = []
        self.report: CheckReport | None = None
        self.baseline: CheckBaseline | None = None
        """The last good check before this object's first one; None if there is none."""
        self.is_accepted = False
        """Whether the server has accepted the password as it was entered last."""
        self.is_refused = False
        """Whether the server has refused the password as it was entered last."""
        self._first_run.checked.connect(self._on_other_checked)

    @property
    def is_running(self) -> bool:
        """Whether the mailbox or another one on its server is being checked."""
        return self._run.is_running or self._first_run.is_running

    @property
    def is_waiting(self) -> bool:
        """Whether the mailbox is being checked and has no result yet."""
        return self._run.is_running and self._id not in self._run.reports

    @property
    def is_stopped(self) -> bool:
        """Whether the latest check of the mailbox was stopped before its result came."""
        return not self._run.is_running and self._id not in self._run.reports

    @property
    def target(self) -> Target | None:
        """The login as it is known now; None if it is not known or cannot be checked."""
        known = self._workspace.details.get(self._id)
        if known is not None:
            target = check_target(known.values)
            return target if isinstance(target, Target) else None
        return self.report.target if self.report is not None and self.report.target.server else None

    @property
    def other_reports(self) -> dict[int, CheckReport]:
        """The reports of the other mailboxes on the server so far, in the order of the list."""
        reports = self._first_run.reports
        return {n: reports[n] for n in self._first_run.ids if n in reports and n != self._id}

    def start(self) -> None:
        """Check the mailbox and the others with their saved passwords, if there are any."""
        self._follow(self._first_run)

    def stop(self) -> None:
        """Stop all checks; results so far stay."""
        self._is_password_tried = False
        for run in {self._run, self._first_run}:
            if run.is_running:
                run.cancel()

    def begin_password(self) -> None:
        """Bind the password that is entered from now on to the login in sight."""
        self._entered_for = self.target
        self.is_accepted = self.is_refused = self._is_password_tried = False

    def try_login(self, password: str) -> None:
        """Check again, with a password that a person entered; if empty, with the saved one."""
        self._try(password, allow_plaintext=False, retry=False)

    def try_skipped_login(self, password: str) -> None:
        """Try a login that was left out, because the user agrees to what speaks against it."""
        if self.report is not None:
            without_tls = self.report.verdict == ReachedOnly(LoginSkipped.PLAINTEXT)
            allow_plaintext = without_tls or self._allow_plaintext
            self._try(password, allow_plaintext=allow_plaintext, retry=not without_tls)

    def accepted(self, password: str) -> AcceptedPassword | None:
        """Return a password with its login if the server has accepted it as it is, else None."""
        target = self._entered_for
        return AcceptedPassword(target, password) if self.is_accepted and target else None

    def _try(self, password: str, *, allow_plaintext: bool, retry: bool) -> None:
        entered_for = self._entered_for or self.target
        if entered_for is None:
            return
        if self._run is not self._first_run:
            self._run.ended.disconnect(self.ended)
            if self._run.is_running:
                self._run.cancel()
            self._run.deleteLater()
        self._entered_for = entered_for
        self._allow_plaintext = allow_plaintext
        self._is_password_tried = bool(password)
        self._follow(
            CheckRun(
                self._workspace,
                (self._id,),
                {self._id: password} if password else None,
                typed_for={self._id: entered_for} if password else None,
                allow_plaintext=allow_plaintext,
                guard=interactive_guard(self._workspace.check_scheduler, retry=retry),
                parent=self,
            )
        )

    def _follow(self, run: CheckRun) -> None:
        self._run = run
        self.stages = []
        run.stage_finished.connect(self._on_stage)
        run.checked.connect(self._on_report)
        run.ended.connect(self.ended)
        self.started.emit()
        run.start()

    def _on_stage(self, mailbox_id: int, stage: StageResult) -> None:
        if mailbox_id == self._id and self.sender() is self._run:
            self.stages.append(stage)
            self.stage_finished.emit()

    def _on_report(self, mailbox_id: int, report: CheckReport) -> None:
        if mailbox_id != self._id or self.sender() is not self._run:
            return
        if self.report is None:  # a later check here is compared with the same one
            self.baseline = self._workspace.check_results.baseline_of(mailbox_id)
        self.report = report
        self.stages = list(report.stages)
        self._entered_for = self._entered_for or self.target
        tried, self._is_password_tried = self._is_password_tried, False
        self.is_accepted = tried and report.verdict.level is VerdictLevel.VERIFIED
        self.is_refused = tried and isinstance(report.verdict, LoginRefused)
        self.reported.emit(report)

    def _on_other_checked(self, mailbox_id: int, _report: CheckReport) -> None:
        if mailbox_id != self._id:
            self.others_checked.emit()
