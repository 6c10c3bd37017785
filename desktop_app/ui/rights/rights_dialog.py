"""What may I do here? Rights by mailbox and field, with a text for the administrator."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from desktop_app.services.workspace.workspace import Workplace
from desktop_app.ui.rights.rights_model import RightsTable
from desktop_app.ui.rights.rights_text import request_words
from desktop_app.ui.text.plain_text import plain_label
from desktop_app.ui.text.policy import policy_words
from desktop_app.ui.widgets.dialog_buttons import Standard, button_box
from desktop_app.ui.widgets.tables.read_only_table import plain_table
from desktop_app.ui.widgets.window_size import resize_to_fit

WIDTHS = (28, 13, 18, 17, 17, 18)
"""Of the columns, in average characters."""


class RightsView(QDialog):
    """Shows the rights that were read so far; those of rows that were never looked at are not."""

    def __init__(self, workplace: Workplace, mailbox_id: int | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("What may I do here?") + f" — {workplace.profile.name}")
        self._workplace = workplace
        known = [workplace.details.get(row.id) for row in workplace.rows]
        self.model = RightsTable([mailbox for mailbox in known if mailbox is not None])
        self.table = plain_table(self.model, self.tr("Rights by mailbox and field"), WIDTHS)
        self.request = QPlainTextEdit()
        self.buttons = button_box(Standard.Close)
        self.copy = QPushButton(self.tr("&Copy the text"))
        self._arrange()
        self.table.selectionModel().currentRowChanged.connect(self._write_request)
        self.buttons.rejected.connect(self.reject)
        self.copy.clicked.connect(self._copy)
        self.table.selectRow(self.model.line_of(mailbox_id))
        self._write_request()

    def _arrange(self) -> None:
        known, total = self.model.rowCount(), len(self._workplace.rows)
        note = QLabel(self.tr("Rights of %d of %d mailboxes are known so far.") % (known, total))
        self.buttons.addButton(self.copy, QDialogButtonBox.ButtonRole.ActionRole)
        self.request.setReadOnly(True)
        self.request.setAccessibleName(self.tr("Text for the SuperOffice administrator"))
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.table)
        split.addWidget(self.request)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        layout = QVBoxLayout(self)
        layout.addWidget(note)
        decided = plain_label(policy_words(self._workplace.policy))
        decided.setVisible(bool(decided.text()))
        layout.addWidget(decided)
        layout.addWidget(split, 1)
        layout.addWidget(self.buttons)
        resize_to_fit(self, 860, 560)

    def _write_request(self) -> None:
        current = self.table.currentIndex()
        if not current.isValid():
            self.request.setPlainText("")
            return
        profile = self._workplace.profile
        user = self._workplace.standing.signed_in_as or profile.user_name
        mailbox = self.model.mailbox_at(current.row())
        self.request.setPlainText(request_words(profile.name, user, mailbox))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.request.toPlainText())
