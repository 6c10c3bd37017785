"""The user's rights by mailbox and field, with a request to the administrator."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.accessibility.result_label import ResultLabel
from desktop_app.ui.dialogs.table_dialog import TableDialog, split_rows
from desktop_app.ui.i18n import translate
from desktop_app.ui.rights.rights_model import RightsModel
from desktop_app.ui.rights.rights_text import rights_request_text
from desktop_app.ui.text.policy import policy_text
from desktop_app.ui.widgets.plain_label import plain_label
from desktop_app.ui.widgets.tables.read_only_table import read_only_table

COLUMN_WIDTHS = (28, 13, 18, 17, 17, 18)
"""Widths of the columns, in average characters."""


class RightsDialog(TableDialog):
    """Shows the rights of all mailboxes whose details are loaded.

    ``mailbox_id`` is selected first; None or an unknown id selects the first row.
    """

    def __init__(self, workspace: Workspace, mailbox_id: int | None, parent: QWidget) -> None:
        title = translate("rights", "What may I do here?")
        super().__init__(f"{title} — {workspace.profile.name}", parent)
        self._workspace = workspace
        known = [workspace.details.get(row.id) for row in workspace.rows]
        self.model = RightsModel([mailbox for mailbox in known if mailbox is not None])
        self.table = read_only_table(
            self.model, translate("rights", "Rights by mailbox and field"), COLUMN_WIDTHS
        )
        self.status, self.request_view = ResultLabel(), QPlainTextEdit()
        self.copy_button = self.add_action(translate("rights", "&Copy the text"), self._copy)
        self._build_ui()
        self.table.selectionModel().currentRowChanged.connect(self._update_request)
        self.table.selectRow(self.model.line_of(mailbox_id))
        self._update_request()

    def _build_ui(self) -> None:
        known, total = self.model.rowCount(), len(self._workspace.rows)
        self.status.show_result(
            translate(
                "rights", "Rights known for {known} of %n mailbox(es) so far.", None, total
            ).format(known=known)
        )
        self.request_view.setReadOnly(True)
        self.request_view.setAccessibleName(
            translate("rights", "Text for the SuperOffice administrator")
        )
        decided = plain_label(policy_text(self._workspace.policy))
        decided.setVisible(bool(decided.text()))
        split = split_rows(self.table, self.request_view, (3, 2))
        self.lay_out(self.status, decided, split, width=860, height=560)

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
