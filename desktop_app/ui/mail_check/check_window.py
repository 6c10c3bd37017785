"""The window that checks many mailboxes, or one whose mail has stopped."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QPlainTextEdit,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.mail_check.mail_check import CheckReport
from desktop_app.services.mail_check.check_run import CheckRun
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.accessibility.result_label import ResultLabel
from desktop_app.ui.i18n import translate
from desktop_app.ui.mail_check.check_text import vantage_point_text
from desktop_app.ui.mail_check.report_text import (
    check_groups_text,
    check_summary_text,
    import_errors_text,
    stopped_mail_text,
    ticket_text,
)
from desktop_app.ui.text.plain_text import one_line
from desktop_app.ui.text.profiles import workspace_title
from desktop_app.ui.widgets.dialog_buttons import StandardButton, button_box
from desktop_app.ui.widgets.focus.buttons import PushButton
from desktop_app.ui.widgets.windows import resize_to_fit

WIDTH, HEIGHT = 680, 520
"""Logical pixels."""
REFRESH_MS = 150
"""Milliseconds between updates of the results while checks run."""


class CheckWindow(QDialog):
    """A modeless window that runs checks for one profile; all its texts are plain.

    ``stopped_id`` is the mailbox whose mail has stopped; the other ``ids`` use the same server, and
    show whether they fail as well.
    """

    def __init__(
        self,
        workspace: Workspace,
        ids: list[int],
        parent: QWidget | None = None,
        *,
        stopped_id: int | None = None,
    ) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._stopped_id = stopped_id
        self.run = CheckRun(workspace, ids, parent=self)
        self._baseline = (
            workspace.check_results.baseline_of(stopped_id) if stopped_id is not None else None
        )
        self.summary = ResultLabel()
        self.progress = QProgressBar()
        self.results = QPlainTextEdit()
        self._refresh_timer = QTimer(self, singleShot=True, interval=REFRESH_MS)
        self._refresh_timer.timeout.connect(self._refresh)
        self.copy = PushButton(translate("mail_check", "Copy &report"))
        self.stop = PushButton(translate("mail_check", "&Stop"))
        self.stop.focus_after = self.results
        self._build_ui()
        self.run.checked.connect(self._on_report)
        self.run.ended.connect(self._on_ended)
        self.stop.clicked.connect(self.run.cancel)
        self.copy.clicked.connect(self._copy_report)
        self._refresh()
        self.run.start()

    def report_text(self) -> str:
        """Return the translated report that is copied for a ticket."""
        parts = []
        if self._stopped_id is not None and (report := self._stopped_report()) is not None:
            address = self._address(self._stopped_id)
            parts = [self._results_text(), ticket_text(report, address, self.workspace.profile)]
        else:
            title = self.windowTitle()
            parts = [title, self.summary.text(), self._results_text(), vantage_point_text()]
        return "\n\n".join(parts)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop the checks."""
        self._cancel_run()
        super().closeEvent(event)

    def reject(self) -> None:
        """Stop the checks and close the window."""
        self._cancel_run()
        super().reject()

    def _cancel_run(self) -> None:
        if self.run.is_running:
            self.run.cancel()

    def _build_ui(self) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(one_line(self._title()))
        self.progress.setRange(0, max(1, len(self.run.ids)))
        self.progress.setAccessibleName(translate("mail_check", "Mailboxes checked"))
        self.results.setReadOnly(True)
        self.results.setAccessibleName(translate("mail_check", "Results"))
        self.results.setTabChangesFocus(True)
        buttons = button_box(StandardButton.Close)
        buttons.addButton(self.copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(self.stop, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.summary)
        layout.addWidget(self.progress)
        layout.addWidget(self.results, 1)
        layout.addWidget(buttons)
        resize_to_fit(self, WIDTH, HEIGHT)

    def _title(self) -> str:
        workspace = self.workspace
        name = workspace_title(workspace.profile, is_demo=workspace.is_demo)
        if self._stopped_id is not None:
            return translate("mail_check", "Mail has stopped: {address} — {profile}").format(
                address=self._address(self._stopped_id), profile=name
            )
        return translate("mail_check", "Check of mailboxes — {profile}").format(profile=name)

    def _on_report(self, mailbox_id: int, _report: CheckReport) -> None:
        if mailbox_id == self._stopped_id:
            self._baseline = self.workspace.check_results.baseline_of(mailbox_id)
        if not self._refresh_timer.isActive():
            self._refresh_timer.start()

    def _on_ended(self) -> None:
        self._refresh_timer.stop()
        self._refresh()
        self.summary.show_result(self._summary_text())

    def _refresh(self) -> None:
        run = self.run
        self.progress.setValue(run.checked_count)
        self.progress.setVisible(run.is_running)
        self.stop.setVisible(run.is_running)
        self.copy.setEnabled(bool(run.reports))
        self.summary.setText(self._summary_text())
        bar = self.results.verticalScrollBar()
        position = bar.value()
        self.results.setPlainText(self._results_text())
        bar.setValue(position)

    def _summary_text(self) -> str:
        done, total = self.run.checked_count, len(self.run.ids)
        summary = check_summary_text(self.run.reports.values())
        if self.run.is_running:
            counted = translate("mail_check", "Checking: {done} of {total}.").format(
                done=done, total=total
            )
        elif done < total:
            counted = translate("mail_check", "Stopped after {done} of {total}.").format(
                done=done, total=total
            )
        else:
            counted = translate("mail_check", "Checked: {done}.").format(done=done)
        return " ".join(filter(None, (counted, summary)))

    def _results_text(self) -> str:
        reports = dict(self.run.reports)
        own = self._stopped_report()
        if self._stopped_id is None:
            return check_groups_text(reports, self._address)
        reports.pop(self._stopped_id, None)
        parts = (
            [stopped_mail_text(own, self._baseline)]
            if own is not None
            else [translate("mail_check", "Asking…")]
        )
        if reports:
            others = check_groups_text(reports, self._address)
            parts.append(
                translate("mail_check", "Other mailboxes on the same server:") + "\n\n" + others
            )
        if own is not None:
            parts.append(import_errors_text())
        return "\n\n".join(parts)

    def _stopped_report(self) -> CheckReport | None:
        return None if self._stopped_id is None else self.run.reports.get(self._stopped_id)

    def _address(self, mailbox_id: int) -> str:
        return self.workspace.address_of(mailbox_id) or translate(
            "mail_check", "mailbox {mailbox_id}"
        ).format(mailbox_id=mailbox_id)

    def _copy_report(self) -> None:
        QGuiApplication.clipboard().setText(self.report_text())
