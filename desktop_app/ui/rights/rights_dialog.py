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

from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.i18n import translate
from desktop_app.ui.rights.rights_model import RightsModel
from desktop_app.ui.rights.rights_text import rights_request_text
from desktop_app.ui.text.plain_text import plain_label
from desktop_app.ui.text.policy import policy_text
from desktop_app.ui.widgets.dialog_buttons import StandardButton, button_box
from desktop_app.ui.widgets.tables.read_only_table import read_only_table
from desktop_app.ui.widgets.window_size import resize_to_fit

COLUMN_WIDTHS = (28, 13, 18, 17, 17, 18)
"""Of the columns, in average characters."""


class RightsDialog(QDialog):
    """Shows the rights that were read so far; those of rows that were never looked at are not."""

    def __init__(self, workspace: Workspace, mailbox_id: int | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(
            translate("rights", "What may I do here?") + f" — {workspace.profile.name}"
        )
        self._workspace = workspace
        known = [workspace.details.get(row.id) for row in workspace.rows]
        self.model = RightsModel([mailbox for mailbox in known if mailbox is not None])
        self.table = read_only_table(
            self.model, translate("rights", "Rights by mailbox and field"), COLUMN_WIDTHS
        )
        self.request_view = QPlainTextEdit()
        self.buttons = button_box(StandardButton.Close)
        self.copy_button = QPushButton(translate("rights", "&Copy the text"))
        self._build_ui()
        self.table.selectionModel().currentRowChanged.connect(self._update_request)
        self.buttons.rejected.connect(self.reject)
        self.copy_button.clicked.connect(self._copy)
        self.table.selectRow(self.model.line_of(mailbox_id))
        self._update_request()

    def _build_ui(self) -> None:
        known, total = self.model.rowCount(), len(self._workspace.rows)
        note = QLabel(
            translate("rights", "Rights of {known} of {total} mailboxes are known so far.").format(
                known=known, total=total
            )
        )
        self.buttons.addButton(self.copy_button, QDialogButtonBox.ButtonRole.ActionRole)
        self.request_view.setReadOnly(True)
        self.request_view.setAccessibleName(
            translate("rights", "Text for the SuperOffice administrator")
        )
        split = QSplitter(Qt.Orientation.Vertical)
        split.addWidget(self.table)
        split.addWidget(self.request_view)
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        layout = QVBoxLayout(self)
        layout.addWidget(note)
        decided = plain_label(policy_text(self._workspace.policy))
        decided.setVisible(bool(decided.text()))
        layout.addWidget(decided)
        layout.addWidget(split, 1)
        layout.addWidget(self.buttons)
        resize_to_fit(self, 860, 560)

    def _update_request(self) -> None:
        rights = self.model.item_at(self.table.currentIndex().row())
        if rights is None:
            self.request_view.setPlainText("")
            return
        profile = self._workspace.profile
        user = self._workspace.list_state.signed_in_as or profile.user_name
        self.request_view.setPlainText(rights_request_text(profile.name, user, rights.mailbox))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.request_view.toPlainText())
