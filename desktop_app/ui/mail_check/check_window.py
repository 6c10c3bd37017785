"""A run of checks and its results: of many mailboxes, or of one whose mail has stopped."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.mail_check.mail_check import CheckReport
from desktop_app.services.mail_check.check_run import CheckRun
from desktop_app.services.workspace.workspace import Workplace
from desktop_app.ui.mail_check.check_text import from_here
from desktop_app.ui.mail_check.report_text import (
    groups_words,
    import_errors_words,
    stopped_words,
    summary_words,
    ticket_words,
)
from desktop_app.ui.text.profiles import title_of
from desktop_app.ui.widgets.dialog_buttons import Standard, button_box
from desktop_app.ui.widgets.window_size import resize_to_fit

WIDTH, HEIGHT = 680, 520
"""Logical pixels."""
CALM = 150
"""Milliseconds between two looks at the results while they come in."""


class CheckWindow(QDialog):
    """Not modal, and it belongs to its profile. All its texts are plain text.

    ``stopped`` is the mailbox whose mail has stopped; the others are those on the same server, so
    that one sees whether it is alone.
    """

    def __init__(
        self,
        workplace: Workplace,
        ids: list[int],
        parent: QWidget | None = None,
        *,
        stopped: int | None = None,
    ) -> None:
        super().__init__(parent)
        self.workplace = workplace
        self._stopped = stopped
        self.run = CheckRun(workplace, ids, parent=self)
        self._good = workplace.checks.good_before(stopped) if stopped is not None else None
        self.head = QLabel()
        self.progress = QProgressBar()
        self.results = QPlainTextEdit()
        self._soon = QTimer(self, singleShot=True, interval=CALM)
        self._soon.timeout.connect(self._show)
        self.copy = QPushButton(self.tr("Copy &report"))
        self.stop = QPushButton(self.tr("&Stop"))
        self._arrange()
        self.run.came.connect(self._take)
        self.run.ended.connect(self._end)
        self.stop.clicked.connect(self.run.cancel)
        self.copy.clicked.connect(self._copy)
        self._show()
        self.run.start()

    def report_text(self) -> str:
        """What one click copies for the ticket."""
        parts = []
        if self._stopped is not None and (report := self._of_stopped()) is not None:
            address = self._address(self._stopped)
            parts = [self._text(), ticket_words(report, address, self.workplace.profile)]
        else:
            title = self.windowTitle()
            parts = [title, self.head.text(), self._text(), from_here()]
        return "\n\n".join(parts)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop what is still under way."""
        self._leave()
        super().closeEvent(event)

    def reject(self) -> None:
        """Esc closes."""
        self._leave()
        super().reject()

    def _leave(self) -> None:
        if self.run.is_running:
            self.run.cancel()

    def _arrange(self) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self._title())
        self.head.setTextFormat(Qt.TextFormat.PlainText)
        self.head.setWordWrap(True)
        self.progress.setRange(0, max(1, len(self.run.ids)))
        self.progress.setAccessibleName(self.tr("Mailboxes checked"))
        self.results.setReadOnly(True)
        self.results.setAccessibleName(self.tr("Results"))
        self.results.setTabChangesFocus(True)
        buttons = button_box(Standard.Close)
        buttons.addButton(self.copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(self.stop, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(self.head)
        layout.addWidget(self.progress)
        layout.addWidget(self.results, 1)
        layout.addWidget(buttons)
        resize_to_fit(self, WIDTH, HEIGHT)

    def _title(self) -> str:
        place = self.workplace
        name = title_of(place.profile, is_demo=place.is_demo)
        if self._stopped is not None:
            return self.tr("Mail has stopped: %s — %s") % (self._address(self._stopped), name)
        return self.tr("Check of mailboxes — %s") % name

    def _take(self, mailbox_id: int, _report: CheckReport) -> None:
        if mailbox_id == self._stopped:
            self._good = self.workplace.checks.good_before(mailbox_id)
        if not self._soon.isActive():
            self._soon.start()

    def _end(self) -> None:
        self._soon.stop()
        self._show()

    def _show(self) -> None:
        run = self.run
        self.progress.setValue(run.done)
        self.progress.setVisible(run.is_running)
        self.stop.setVisible(run.is_running)
        self.copy.setEnabled(bool(run.reports))
        self.head.setText(self._head())
        bar = self.results.verticalScrollBar()
        place = bar.value()
        self.results.setPlainText(self._text())
        bar.setValue(place)

    def _head(self) -> str:
        done, total = self.run.done, len(self.run.ids)
        summary = summary_words(self.run.reports.values())
        if self.run.is_running:
            counted = self.tr("Checking: %d of %d.") % (done, total)
        elif done < total:
            counted = self.tr("Stopped after %d of %d.") % (done, total)
        else:
            counted = self.tr("Checked: %d.") % done
        return " ".join(filter(None, (counted, summary)))

    def _text(self) -> str:
        reports = dict(self.run.reports)
        own = self._of_stopped()
        if self._stopped is None:
            return groups_words(reports, self._address)
        reports.pop(self._stopped, None)
        parts = [stopped_words(own, self._good)] if own is not None else [self.tr("Asking …")]
        if reports:
            others = groups_words(reports, self._address)
            parts.append(self.tr("Other mailboxes on the same server:") + "\n\n" + others)
        if own is not None:
            parts.append(import_errors_words())
        return "\n\n".join(parts)

    def _of_stopped(self) -> CheckReport | None:
        return None if self._stopped is None else self.run.reports.get(self._stopped)

    def _address(self, mailbox_id: int) -> str:
        return self.workplace.address_of(mailbox_id) or self.tr("mailbox %d") % mailbox_id

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.report_text())
