"""The window that checks many mailboxes and shows the results by cause."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QProgressBar,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.mail_check.check_verdicts import VerdictLevel
from desktop_app.core.mail_check.mail_check import CheckReport
from desktop_app.services.mail_check.check_run import CheckRun
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.accessibility.result_label import ResultLabel
from desktop_app.ui.i18n import translate
from desktop_app.ui.mail_check.check_table_model import CheckTableModel, Index
from desktop_app.ui.mail_check.check_text import inbox_text, vantage_point_text
from desktop_app.ui.mail_check.report_text import (
    address_lookup,
    check_groups_text,
    check_summary_text,
)
from desktop_app.ui.mail_check.verdict_text import verdict_message
from desktop_app.ui.text.numbers import number_text
from desktop_app.ui.text.plain_text import one_line
from desktop_app.ui.text.profiles import workspace_title
from desktop_app.ui.widgets.dialog_buttons import StandardButton, button_box
from desktop_app.ui.widgets.focus.buttons import PushButton
from desktop_app.ui.widgets.plain_label import plain_label
from desktop_app.ui.widgets.windows import resize_to_fit

WIDTH, HEIGHT = 960, 520
"""Logical pixels."""
MAX_MAILBOX_LETTERS, SERVER_LETTERS = 60, 28
"""First widths in average characters: at most that of the mailboxes, and that of the servers."""
ROW_INDENT = 60
"""Logical pixels before and behind the address in the row of a mailbox."""
REFRESH_MS = 150
"""Milliseconds between updates of the counts while checks run."""
UNFOLDED_LEVELS = (VerdictLevel.BROKEN, VerdictLevel.UNREACHABLE)
"""Levels whose mailboxes are in sight at once; the others are there to be unfolded."""


class RoomyRows(QStyledItemDelegate):
    """Makes the rows of a tree as high as those of the program's tables."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the size of a cell."""
        return super().sizeHint(option, index).expandedTo(QSize(0, option.fontMetrics.height() + 8))


class CheckWindow(QDialog):
    """A modeless window that checks mailboxes of one profile; all its texts are plain."""

    mailbox_opened = Signal(object, object)
    """A Workspace, and the id of a mailbox that the user wants to edit."""

    def __init__(self, workspace: Workspace, ids: list[int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self._address = address_lookup(workspace)
        self.run = CheckRun(workspace, ids, parent=self)
        self.summary = ResultLabel()
        self.progress = QProgressBar()
        self.model = CheckTableModel(self.run.ids, self._address, self)
        self.table = QTreeView()
        self.detail_label = plain_label()
        """The whole result of the current row."""
        self._refresh_timer = QTimer(self, singleShot=True, interval=REFRESH_MS)
        self.open_button = PushButton(translate("mail_check", "&Open the mailbox…"))
        self.copy_button = PushButton(translate("mail_check", "Copy &report"))
        self.stop_button = PushButton(translate("mail_check", "&Stop"))
        self._build_ui()
        self._connect_signals()
        self._refresh()
        self.run.start()

    def report_text(self) -> str:
        """Return the translated report that is copied for a ticket."""
        reports = {n: self.run.reports[n] for n in self.run.ids if n in self.run.reports}
        groups = check_groups_text(reports, self._address)
        parts = (self.windowTitle(), self._summary_text(), groups, vantage_point_text())
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
        self._prepare_table()
        buttons = button_box(StandardButton.Close)
        for button in (self.open_button, self.copy_button, self.stop_button):
            buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        self.stop_button.focus_after = self.table
        layout = QVBoxLayout(self)
        for widget in (self.summary, self.progress, self.table, self.detail_label, buttons):
            layout.addWidget(widget)
        layout.setStretchFactor(self.table, 1)
        self.table.setFocus()
        resize_to_fit(self, WIDTH, HEIGHT)

    def _prepare_table(self) -> None:
        table = self.table
        table.setModel(self.model)
        table.setAccessibleName(translate("mail_check", "Results"))
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setUniformRowHeights(True)
        table.setAllColumnsShowFocus(True)
        table.setTextElideMode(Qt.TextElideMode.ElideRight)
        table.setItemDelegate(RoomyRows(table))
        metrics = table.fontMetrics()
        longest = max(map(self._address, self.run.ids), key=len, default="")
        room = MAX_MAILBOX_LETTERS * metrics.averageCharWidth()
        table.setColumnWidth(0, min(metrics.horizontalAdvance(longest) + ROW_INDENT, room))
        table.setColumnWidth(1, SERVER_LETTERS * metrics.averageCharWidth())

    def _connect_signals(self) -> None:
        self._refresh_timer.timeout.connect(self._refresh)
        self.model.rowsInserted.connect(self._on_rows_inserted)
        self.run.checked.connect(self._on_report)
        self.run.ended.connect(self._on_ended)
        self.stop_button.clicked.connect(self.run.cancel)
        self.copy_button.clicked.connect(self._copy_report)
        self.open_button.clicked.connect(self._open_current)
        self.table.activated.connect(self._on_activated)
        self.table.doubleClicked.connect(self._on_double_click)
        self.table.selectionModel().currentChanged.connect(self._show_current)
        self.workspace.destroyed.connect(self._on_workspace_closed)

    def _title(self) -> str:
        workspace = self.workspace
        return translate("mail_check", "Check mailboxes — {profile}").format(
            profile=workspace_title(workspace.profile, is_demo=workspace.is_demo)
        )

    def _on_report(self, mailbox_id: int, report: CheckReport) -> None:
        self.model.add(mailbox_id, report)
        if not self._refresh_timer.isActive():
            self._refresh_timer.start()

    def _on_rows_inserted(self, parent: QModelIndex, first: int, _last: int) -> None:
        """Make a new cause span the columns; unfold it if its mailboxes need somebody."""
        if not parent.isValid():
            self.table.setFirstColumnSpanned(first, parent, True)
        elif (
            self.model.rowCount(parent) == 1
            and self.model.level_of_group(parent.row()) in UNFOLDED_LEVELS
        ):
            self.table.expand(parent)

    def _on_ended(self) -> None:
        self._refresh_timer.stop()
        self._refresh()
        self.summary.show_result(self._summary_text())

    def _refresh(self) -> None:
        run = self.run
        self.progress.setValue(run.checked_count)
        self.progress.setVisible(run.is_running)
        self.stop_button.setVisible(run.is_running)
        self.copy_button.setEnabled(bool(run.reports))
        self.summary.setText(self._summary_text())
        self._show_current()

    def _summary_text(self) -> str:
        done, total = self.run.checked_count, len(self.run.ids)
        if self.run.is_running:
            form = translate("mail_check", "Checking {done} of {total}…")
        elif done < total:
            form = translate("mail_check", "Stopped: {done} of {total} checked")
        else:
            form = translate("mail_check", "{done} checked")
        counted = form.format(done=number_text(done), total=number_text(total))
        summary = check_summary_text(self.run.reports.values())
        return " · ".join(filter(None, (counted, summary)))

    def _show_current(self) -> None:
        """Show the whole result of the current row: its cell may be too narrow for it."""
        report = self.model.report_at(self.table.currentIndex())
        text = ""
        if report is not None:
            message = verdict_message(report.verdict, report.target.server)
            text = " ".join(filter(None, (message.text, inbox_text(report.inbox))))
        self.detail_label.setText(text or vantage_point_text())
        self.open_button.setEnabled(report is not None)

    def _on_activated(self, index: QModelIndex) -> None:
        """Open the mailbox on Enter; fold or unfold a cause."""
        if self.model.report_at(index) is not None:
            self._open_current()
        else:
            self.table.setExpanded(index, not self.table.isExpanded(index))

    def _on_double_click(self, index: QModelIndex) -> None:
        if self.model.report_at(index) is not None:
            self._open_current()

    def _open_current(self) -> None:
        mailbox_id = self.model.mailbox_id_at(self.table.currentIndex())
        if mailbox_id is not None and self.open_button.isEnabled():
            self.mailbox_opened.emit(self.workspace, mailbox_id)

    def _on_workspace_closed(self) -> None:
        """Keep the results in sight; no mailbox can be opened with this profile any more."""
        self.open_button.setEnabled(False)
        self.table.selectionModel().currentChanged.disconnect(self._show_current)

    def _copy_report(self) -> None:
        QGuiApplication.clipboard().setText(self.report_text())
