"""The window that checks one mailbox: what fails, and a password to try right there."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialogButtonBox, QFrame, QScrollArea, QVBoxLayout, QWidget
from shiboken6 import isValid

from desktop_app.core.journal import JournalEntry, JournalQuery
from desktop_app.core.mail_check.check_verdicts import NotCheckable, ReachedOnly, VerdictLevel
from desktop_app.core.mail_check.mail_check import CheckReport
from desktop_app.core.mail_check.stage_states import stage_statuses
from desktop_app.core.mailbox.mailbox import ServerType
from desktop_app.services.mail_check.interactive_check import InteractiveCheck
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.dialogs.guarded_dialog import GuardedDialog
from desktop_app.ui.i18n import translate
from desktop_app.ui.mail_check.changes_text import change_lines, changes_title
from desktop_app.ui.mail_check.check_text import inbox_text, skipped_login_text
from desktop_app.ui.mail_check.mailbox_check_page import MailboxCheckPage
from desktop_app.ui.mail_check.report_text import (
    address_lookup,
    check_groups_text,
    check_summary_text,
    checked_at_text,
    not_verified_text,
    ticket_text,
)
from desktop_app.ui.mail_check.verdict_text import verdict_message
from desktop_app.ui.text.profiles import workspace_title
from desktop_app.ui.widgets.dialog_buttons import (
    StandardButton,
    button_box,
    ignore_enter_elsewhere,
)
from desktop_app.ui.widgets.focus.buttons import PushButton
from desktop_app.ui.widgets.folded_section import FoldedSection
from desktop_app.ui.widgets.windows import grow_to_content, resize_to_fit

WIDTH, HEIGHT = 680, 340
"""Logical pixels: the size at first, which grows with the content."""


class MailboxCheckWindow(GuardedDialog):
    """A modeless window that checks one mailbox of a profile; all its texts are plain.

    ``others`` are mailboxes on the same server: they show whether the server is the cause. GUI
    thread.
    """

    mailbox_opened = Signal(object, object, object)
    """A Workspace, a mailbox id, and an AcceptedPassword to go on with, or None."""

    def __init__(
        self,
        workspace: Workspace,
        mailbox_id: int,
        others: Iterable[int] = (),
        parent: QWidget | None = None,
        *,
        has_stopped: bool = False,
    ) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._address = address_lookup(workspace)
        self.mailbox_id = mailbox_id
        self.check = InteractiveCheck(workspace, mailbox_id, others, self)
        self.page = MailboxCheckPage()
        self.scroll_area = QScrollArea()
        self.copy_button = PushButton(translate("mail_check", "Copy &report"))
        self.stop_button = PushButton(translate("mail_check", "&Stop"))
        self._has_stopped = has_stopped
        self._is_taken_over = False
        """Whether the edit dialog has the password as it was entered last."""
        self._saves: list[JournalEntry] = []
        self._build_ui()
        self._connect_signals()
        self._show_login()
        self.check.start()
        self._load_saves()

    @property
    def has_unsaved_work(self) -> bool:
        """Whether closing would lose a password that may be right."""
        is_done_with = self.check.is_refused or self._is_taken_over
        return bool(self.page.password_field.text()) and not is_done_with

    @property
    def loss_text(self) -> str:
        """What closing would lose. Translated."""
        return translate(
            "mail_check", "The password you entered is not saved anywhere and would be lost."
        )

    def report_text(self) -> str:
        """Return the translated report that is copied for a ticket; empty without a result."""
        report, page = self.check.report, self.page
        if report is None:
            return ""
        ticket = ticket_text(report, self._address(self.mailbox_id), self.workspace.profile)
        folds = (
            "\n".join(filter(None, (fold.title.text(), fold.text)))
            for fold in (page.changes, page.others)
        )
        return "\n\n".join(filter(None, (ticket, *folds)))

    def discard_edit(self) -> None:
        """Forget the password and stop the checks, because the window closes."""
        self.page.password_field.clear()
        self.check.stop()

    def _build_ui(self) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self._title())
        page, area = self.page, self.scroll_area
        for button in (page.login_button, page.open_button):
            ignore_enter_elsewhere(button)
        page.check_button.setDefault(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidgetResizable(True)
        area.setWidget(page)
        buttons = button_box(StandardButton.Close)
        buttons.addButton(self.copy_button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(self.stop_button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        self.stop_button.focus_after = page.check_button
        self.copy_button.setEnabled(False)
        page.places.setVisible(self._has_stopped)
        layout = QVBoxLayout(self)
        layout.addWidget(area, 1)
        layout.addWidget(buttons)
        page.password_field.setFocus()
        resize_to_fit(self, WIDTH, HEIGHT)

    def _connect_signals(self) -> None:
        page, check = self.page, self.check
        check.started.connect(self._on_started)
        check.stage_finished.connect(self._on_stage)
        check.reported.connect(self._on_report)
        check.others_checked.connect(self._show_others)
        check.ended.connect(self._on_ended)
        page.password_field.edited.connect(self._on_password_edited)
        page.check_button.clicked.connect(self._try_login)
        page.login_button.clicked.connect(self._try_skipped_login)
        page.open_button.clicked.connect(self._open_mailbox)
        self.copy_button.clicked.connect(self._copy_report)
        self.stop_button.clicked.connect(check.stop)
        for fold in page.folds:
            fold.unfolded.connect(self._on_unfolded)
        self.workspace.destroyed.connect(self._on_workspace_closed)

    def _title(self) -> str:
        workspace = self.workspace
        form = (
            translate("mail_check", "Mail has stopped · {address} — {profile}")
            if self._has_stopped
            else translate("mail_check", "Check · {address} — {profile}")
        )
        return form.format(
            address=self._address(self.mailbox_id),
            profile=workspace_title(workspace.profile, is_demo=workspace.is_demo),
        )

    def _show_login(self) -> None:
        """Show the login that is checked, and what can be tried for it."""
        page, target = self.page, self.check.target
        page.show_login(self._address(self.mailbox_id), target)
        is_pending = target is None and self.check.report is None
        has_password = target is not None and target.server_type is not ServerType.IMAP_OAUTH
        page.check_button.setVisible(is_pending or target is not None)
        page.check_button.setEnabled(target is not None)
        page.set_password_offered(offered=is_pending or has_password)

    def _on_started(self) -> None:
        target = self.check.target
        what = translate("mail_check", "Checking…")
        if target is not None:
            what = translate("mail_check", "Checking {server}…").format(server=target.server)
        self.page.offer_login("")
        self.page.show_source("")
        self.page.show_result(what, "", VerdictLevel.NONE)
        self._show_stages()
        self.stop_button.show()

    def _on_stage(self) -> None:
        """Show the stages so far, and the login, which may have been read only now."""
        self._show_login()
        self._show_stages()

    def _show_stages(self) -> None:
        check = self.check
        self.page.strip.set_stages(
            ()
            if check.target is None
            else stage_statuses(check.target.server_type, check.stages, is_running=check.is_waiting)
        )

    def _on_report(self, report: CheckReport) -> None:
        page, verdict = self.page, report.verdict
        self._show_login()
        self._show_stages()
        message = verdict_message(verdict, report.target.server)
        notes = [message.advice, inbox_text(report.inbox)]
        if self.check.is_accepted:
            notes.append(
                translate("mail_check", "Open the mailbox to save this password in SuperOffice.")
            )
        elif verdict.level is VerdictLevel.VERIFIED:
            notes.append(not_verified_text())
            if self._has_stopped:  # the mail server works: the cause is elsewhere
                page.places.unfold()
        page.show_result(message.what, " ".join(filter(None, notes)), verdict.level)
        page.show_source(checked_at_text(report.started_at))
        page.offer_login(
            skipped_login_text(verdict.reason) if isinstance(verdict, ReachedOnly) else ""
        )
        page.show_details(report)
        self._show_changes()
        self._set_default()
        if self.check.is_refused:
            page.password_field.line_edit.selectAll()

    def _on_ended(self) -> None:
        """Show that nothing runs any more, or that the check was stopped."""
        check, page = self.check, self.page
        if check.is_stopped:
            page.show_result(translate("mail_check", "Stopped."), "", VerdictLevel.NONE)
            self._show_stages()
        self.stop_button.setVisible(check.is_running)
        self.copy_button.setEnabled(check.report is not None)
        grow_to_content(self, self.scroll_area, page)

    def _set_default(self) -> None:
        """Let Enter open the mailbox once its password is accepted, and check otherwise."""
        accepted = self.check.is_accepted
        (self.page.open_button if accepted else self.page.check_button).setDefault(True)

    def _show_changes(self) -> None:
        """Show what has changed since the last good check before this window was opened."""
        report, baseline = self.check.report, self.check.baseline
        if report is not None and not isinstance(report.verdict, NotCheckable):
            lines = change_lines(report, baseline, self._saves)
            title = changes_title(baseline, len(lines))
            self.page.changes.set_content(title, "\n".join(lines))

    def _load_saves(self) -> None:
        journal = self.workspace.journal
        if journal is None:
            return

        def on_loaded(entries: list[JournalEntry]) -> None:
            if isValid(self):
                self._saves = entries
                self._show_changes()

        profile_id = self.workspace.profile.id
        journal.load(JournalQuery(profile_id=profile_id, mailbox_id=self.mailbox_id), on_loaded)

    def _show_others(self) -> None:
        reports = self.check.other_reports
        title = translate("mail_check", "Other mailboxes on this server: {summary}").format(
            summary=check_summary_text(reports.values())
        )
        self.page.others.set_content(title, check_groups_text(reports, self._address))

    def _on_unfolded(self) -> None:
        grow_to_content(self, self.scroll_area, self.page)
        fold = self.sender()
        if isinstance(fold, FoldedSection):
            self.scroll_area.ensureWidgetVisible(fold)

    def _on_password_edited(self) -> None:
        self.check.begin_password()
        self._is_taken_over = False
        self._set_default()

    def _try_login(self) -> None:
        if self.workspace.policy.mail_check:
            self.check.try_login(self.page.password_field.text())

    def _try_skipped_login(self) -> None:
        if self.workspace.policy.mail_check:
            self.check.try_skipped_login(self.page.password_field.text())

    def _open_mailbox(self) -> None:
        """Open the mailbox, and bring a password along that its server has accepted."""
        accepted = self.check.accepted(self.page.password_field.text())
        self._is_taken_over = accepted is not None
        self.mailbox_opened.emit(self.workspace, self.mailbox_id, accepted)

    def _on_workspace_closed(self) -> None:
        """Keep the result in sight; nothing more can be checked or opened with this profile."""
        for button in (self.page.check_button, self.page.login_button, self.page.open_button):
            button.setEnabled(False)

    def _copy_report(self) -> None:
        QGuiApplication.clipboard().setText(self.report_text())
