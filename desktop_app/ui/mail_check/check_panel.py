"""The panel of the edit dialog that checks the form's values, saved or not, on the mail server."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QHideEvent, QKeySequence
from shiboken6 import isValid

from desktop_app.core.mail_check.check_verdicts import (
    LoginSkipped,
    NotCheckable,
    ReachedOnly,
    VerdictLevel,
)
from desktop_app.core.mail_check.mail_check import CheckReport, StageResult, Target, check_target
from desktop_app.core.mail_check.stage_states import stage_statuses
from desktop_app.core.mailbox.mailbox import (
    Draft,
    Field,
    Mailbox,
    MailLogin,
    ReplacePassword,
    value_text,
)
from desktop_app.core.mailbox.validation import IssueKind, Severity, ValidationIssue
from desktop_app.core.secrets.saved_password import SavedPassword
from desktop_app.core.secrets.secret import SecretName
from desktop_app.services.background import Failure, Success
from desktop_app.services.mail_check.check_run import interactive_guard, password_for_check
from desktop_app.services.mail_check.check_scheduler import CheckHandle, CheckJob
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.accessibility.announcements import announce
from desktop_app.ui.i18n import translate
from desktop_app.ui.mail_check.check_panel_widgets import SETTINGS_KEY, CheckPanelWidgets
from desktop_app.ui.mail_check.check_text import (
    check_stage_text,
    inbox_text,
    old_mail_warning,
    report_headline,
)
from desktop_app.ui.mail_check.mailbox_fields import MailboxFields
from desktop_app.ui.mail_check.report_text import checked_at_text, ticket_text
from desktop_app.ui.mail_check.settings_discovery_dialog import SettingsDiscoveryController
from desktop_app.ui.mail_check.verdict_text import verdict_message
from desktop_app.ui.text.policy import forbidden_text


class CheckPanel(CheckPanelWidgets):
    """Buttons, the stages of a running check, and its result; all texts are plain.

    The check uses the values and the password in the form. A saved password is used if none was
    typed and it was saved for the same login.
    """

    checked = Signal(object)
    """A CheckReport."""

    def __init__(self, form: MailboxFields, workspace: Workspace) -> None:
        super().__init__()
        self._form = form
        self.workspace = workspace
        self._settings_discovery = SettingsDiscoveryController(form)
        self.find_obstacle: Callable[[], str] = lambda: ""
        """Returns why the values may not be tried yet, translated; empty if they may."""
        self.report: CheckReport | None = None
        self._check: CheckHandle | None = None
        self._check_number = 0
        self._checked_values: object = None
        self._stage_results: list[StageResult] = []
        self._allow_plaintext = self._retry = False
        self.check_button.clicked.connect(self.start)
        self.stop_button.clicked.connect(self.cancel)
        self.login_button.clicked.connect(self._start_skipped_login)
        self.copy_button.clicked.connect(self._copy_report)
        self.settings_button.clicked.connect(self._discover_settings)
        form.changed.connect(self._discard_if_changed)
        self.set_workspace(workspace)

    def set_workspace(self, workspace: Workspace) -> None:
        """Use this workspace, and disable what its policy forbids."""
        self.workspace = workspace
        allowed = workspace.policy.mail_check
        self.check_button.setEnabled(allowed)
        self.settings_button.setEnabled(workspace.policy.discovery)
        keys = SETTINGS_KEY.toString(QKeySequence.SequenceFormat.NativeText)
        self.settings_button.setToolTip(
            translate("mail_check", "Find server, type and port by the address ({key})").format(
                key=keys
            )
            if workspace.policy.discovery
            else forbidden_text("discovery")
        )
        if not allowed:
            self.show_message(forbidden_text("mail_check"), VerdictLevel.NONE)

    def start(self) -> None:
        """Check the current values of the form."""
        self._start_check(allow_plaintext=False)

    def cancel(self) -> None:
        """Stop a running check."""
        self._check_number += 1
        if self._check is not None:
            self._check.cancel()
            self._check = None
            self.stages.set_stages(())
            self.show_message(translate("mail_check", "Stopped."), VerdictLevel.NONE)
        self._show_busy(busy=False)

    def accepted_at(self, draft: Draft) -> datetime | None:
        """Return when the server accepted this draft's password (UTC); None if it did not."""
        report = self.report
        if report is None or report.verdict.level is not VerdictLevel.VERIFIED:
            return None
        same = self._checked_values == (check_target(draft.result), draft.password)
        return report.started_at if same else None

    def record_for_saved(self, mailbox: Mailbox) -> None:
        """Store the report for a mailbox that was just saved with the checked settings."""
        if self.report is not None and self.report.target == check_target(mailbox.values):
            self.workspace.check_results.add(mailbox.id, self.report)

    def hideEvent(self, event: QHideEvent) -> None:
        """Cancel the check when the panel is hidden."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.cancel()

    def _start_check(self, *, allow_plaintext: bool, retry: bool = False) -> None:
        self.cancel()
        self._allow_plaintext, self._retry = allow_plaintext, retry
        if not self.workspace.policy.mail_check:
            return
        self._checked_values = None
        self._clear_marks()
        if obstacle := self.find_obstacle():
            self.show_message(obstacle, VerdictLevel.NONE)
            return
        self._checked_values = self._current_values()
        target = check_target(self._form.draft().result)
        if isinstance(target, NotCheckable):
            message = verdict_message(target, "")
            has_note = target.field_to_fix is not None  # which says why, at the field
            shown = message.what if has_note else message.text
            self.show_message(shown, VerdictLevel.NONE, spoken=message.text)
            self._mark_field(target.field_to_fix, target, "")
            return
        self._stage_results = []
        self.stages.set_stages(stage_statuses(target.server_type, (), is_running=True))
        self.show_message(
            translate("mail_check", "Checking {server}…").format(server=target.server),
            VerdictLevel.NONE,
        )
        self._show_busy(busy=True)
        self._find_password(target, self._check_number)

    def _find_password(self, target: Target, check_number: int) -> None:
        draft, passwords = self._form.draft(), self.workspace.passwords
        if isinstance(draft.password, ReplacePassword):
            self._submit_check(target, draft.password.text, None)
            return
        if passwords is None or draft.is_new:
            self._submit_check(target, "", None)
            return

        def on_passwords_loaded(outcome: Success[list[SavedPassword]] | Failure) -> None:
            if isValid(self) and check_number == self._check_number:
                kept = outcome.value if isinstance(outcome, Success) else []
                self._submit_check(target, "", self._own_password(kept))

        passwords.load(self.workspace.profile.id, on_passwords_loaded)

    def _own_password(self, saved_passwords: list[SavedPassword]) -> SavedPassword | None:
        wanted = (self._form.mailbox.id, SecretName.MAILBOX_PASSWORD)
        return next((one for one in saved_passwords if (one.mailbox_id, one.name) == wanted), None)

    def _submit_check(
        self, target: Target, password: str, saved_password: SavedPassword | None
    ) -> None:
        workspace, mailbox_id = self.workspace, self._form.mailbox.id
        login = MailLogin.of(self._form.draft().result)
        order = CheckJob(
            target,
            interactive_guard(workspace.check_scheduler, retry=self._retry),
            workspace.profile.ca_file,
            password,
            password_for_check(workspace, mailbox_id, login, saved_password),
            allow_plaintext=self._allow_plaintext,
        )
        self._check = workspace.check_scheduler.submit(
            order, self._on_report, partial(self._on_stage, target)
        )

    def _on_stage(self, target: Target, stage: StageResult) -> None:
        if isValid(self):
            self._stage_results.append(stage)
            so_far = stage_statuses(target.server_type, self._stage_results, is_running=True)
            self.stages.set_stages(so_far)
            announce(self.stages, check_stage_text(stage))

    def _on_report(self, report: CheckReport) -> None:
        if not isValid(self):
            return
        self._check = None
        self._show_busy(busy=False)
        self._show_report(report)
        self._record_if_stored(report)
        self.checked.emit(report)

    def _record_if_stored(self, report: CheckReport) -> None:
        """Store the report if the settings checked are those stored in SuperOffice."""
        mailbox = self._form.mailbox
        if mailbox.id and check_target(mailbox.values) == report.target:
            self.workspace.check_results.add(mailbox.id, report)

    def _show_report(self, report: CheckReport) -> None:
        self.report = report
        self.stages.set_stages(stage_statuses(report.target.server_type, report.stages))
        creates = self._form.mailbox.id == 0
        lines = [
            report_headline(report),
            inbox_text(report.inbox),
            old_mail_warning(report.inbox) if creates else "",
            checked_at_text(report.started_at),
        ]
        self.show_message("\n".join(filter(None, lines)), report.verdict.level)
        self.copy_button.show()
        verdict = report.verdict
        self.offer_login(verdict.reason if isinstance(verdict, ReachedOnly) else None)
        self._mark_field(report.verdict.field_to_fix, report.verdict, report.target.server)

    def _mark_field(self, field: Field | None, verdict: object, server: str) -> None:
        if field is None:
            return
        broken = getattr(verdict, "level", None) is not VerdictLevel.UNREACHABLE
        severity = Severity.ERROR if broken else Severity.WARNING
        found = ValidationIssue(IssueKind.CHECK_RESULT, severity, (verdict, server))
        self._form.rows[field].show_issues([found])

    def _clear_marks(self) -> None:
        self.report = None
        self.clear_result()
        self._form.show_own_issues()

    def _discard_if_changed(self) -> None:
        """Discard the result if the values that were checked have changed."""
        if self._checked_values == self._current_values():
            self._mark_again()
            return
        self._checked_values = None
        if self.is_busy:
            self.cancel()
        if self.report is not None or self.result.text():
            self.report = None
            self.clear_result()
            if self.workspace.policy.mail_check:
                self.show_message("", VerdictLevel.NONE)

    def _current_values(self) -> object:
        """Return the values that a check depends on."""
        draft = self._form.draft()
        return check_target(draft.result), draft.password

    def _mark_again(self) -> None:
        if self.report is not None:
            verdict = self.report.verdict
            self._mark_field(verdict.field_to_fix, verdict, self.report.target.server)

    def _start_skipped_login(self) -> None:
        """Try the login in spite of why the check skipped it, because the user asked for it."""
        if self.report is not None:
            without_tls = self.report.verdict == ReachedOnly(LoginSkipped.PLAINTEXT)
            self._start_check(
                allow_plaintext=without_tls or self._allow_plaintext, retry=not without_tls
            )

    def _copy_report(self) -> None:
        if self.report is not None:
            address = value_text(self._form.draft().result.get(Field.ADDRESS))
            text = ticket_text(self.report, address, self.workspace.profile)
            QGuiApplication.clipboard().setText(text)

    def _discover_settings(self) -> None:
        if not self._settings_discovery.open_dialog(self.workspace, self):
            self.show_message(
                translate("mail_check", "Enter the address first, such as info@example.com."),
                VerdictLevel.NONE,
            )

    def _show_busy(self, *, busy: bool) -> None:
        self.check_button.setEnabled(not busy and self.workspace.policy.mail_check)
        self.stop_button.setVisible(busy)  # last: it gives its focus to an enabled check button
