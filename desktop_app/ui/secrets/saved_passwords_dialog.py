"""The list of mailbox passwords that are stored on this computer: delete, never show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtWidgets import QAbstractItemView, QWidget

from desktop_app.core.errors import AppError
from desktop_app.core.secrets.saved_password import SavedPassword
from desktop_app.services.background import Failure, Success
from desktop_app.services.secrets.mailbox_password_service import MailboxPasswordService
from desktop_app.ui.accessibility.result_label import ResultLabel
from desktop_app.ui.dialogs.table_dialog import TableDialog
from desktop_app.ui.i18n import translate
from desktop_app.ui.secrets.saved_passwords_model import SavedPasswordsModel
from desktop_app.ui.text.errors.explain import explain
from desktop_app.ui.widgets.tables.read_only_table import read_only_table
from desktop_app.ui.widgets.windows import if_still_open


class SavedPasswordsDialog(TableDialog):
    """Lists stored mailbox passwords; ``profile_names`` has the profiles' names by id."""

    def __init__(
        self,
        passwords: MailboxPasswordService,
        profile_names: Mapping[str, str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(translate("secrets", "Kept mailbox passwords"), parent)
        self._passwords = passwords
        self._error_text = ""
        self.model = SavedPasswordsModel(profile_names)
        self.table = read_only_table(self.model, translate("secrets", "Kept mailbox passwords"), ())
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.message_label = ResultLabel()
        self.delete_button = self.add_action(translate("secrets", "&Delete"), self._delete_selected)
        self.delete_all_button = self.add_action(
            translate("secrets", "Delete &all"), self._delete_all
        )
        self.lay_out(self.message_label, self.table, width=1000, height=380)
        self._connect()
        self._update_buttons()

    def _connect(self) -> None:
        self.table.selectionModel().selectionChanged.connect(self._update_buttons)
        self._passwords.changed.connect(self.reload)
        self._passwords.failed.connect(self._show_error)

    def open(self) -> None:
        """Show the dialog and load the list."""
        super().open()
        self.reload()

    def reload(self) -> None:
        """Load the list from the index, without access to the keyring."""
        self._passwords.load(None, if_still_open(self, self._on_loaded))

    def _on_loaded(self, outcome: Success[list[SavedPassword]] | Failure) -> None:
        if isinstance(outcome, Failure):
            self._show_error(outcome.error)
            return
        self.model.set_items(outcome.value)
        self.table.resizeColumnsToContents()
        none = translate("secrets", "No mailbox passwords are kept on this computer.")
        some = translate(
            "secrets", "The passwords themselves are never shown. SuperOffice stores its own."
        )
        self.message_label.show_result(self._error_text or (some if outcome.value else none))
        self._update_buttons()

    def _show_error(self, error: AppError) -> None:
        self._error_text = explain(error).full_text
        self.message_label.show_result(self._error_text)

    def _delete_selected(self) -> None:
        self._delete([index.row() for index in self.table.selectionModel().selectedRows()])

    def _delete_all(self) -> None:
        self._delete(range(self.model.rowCount()))

    def _delete(self, rows: Iterable[int]) -> None:
        self._error_text = ""
        for line in rows:
            self._passwords.delete(self.model.items[line])

    def _update_buttons(self) -> None:
        self.delete_button.setEnabled(self.table.selectionModel().hasSelection())
        self.delete_all_button.setEnabled(self.model.rowCount() > 0)
