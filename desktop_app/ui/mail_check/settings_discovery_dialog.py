"""The dialog that searches for the mail settings of an address, and fills a form with them."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from desktop_app.core.mail_check.mail_settings import AddressParts, MailSettings, split_address
from desktop_app.core.mailbox.mailbox import Field, Value, value_text
from desktop_app.services.background import Failure, Success
from desktop_app.services.mail_check.settings_discovery import SettingsSearch
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.accessibility.result_label import ResultLabel
from desktop_app.ui.i18n import translate
from desktop_app.ui.mail_check.mailbox_fields import MailboxFields
from desktop_app.ui.mail_check.settings_text import (
    disclosure_text,
    guessing_text,
    settings_source_text,
)
from desktop_app.ui.text.errors.explain import explain
from desktop_app.ui.text.mailbox import server_type_text
from desktop_app.ui.text.plain_text import one_line, shortened
from desktop_app.ui.widgets.dialog_buttons import StandardButton, button_box
from desktop_app.ui.widgets.focus.buttons import PushButton
from desktop_app.ui.widgets.plain_label import plain_label
from desktop_app.ui.widgets.tables.read_only_table import read_only_table
from desktop_app.ui.widgets.tables.text_table_model import TextColumn, TextTableModel
from desktop_app.ui.widgets.windows import resize_to_fit

WIDTH, HEIGHT = 760, 320
"""Logical pixels."""
COLUMN_LETTERS = (18, 28, 8, 28, 34)
"""First widths of the columns, in average characters."""


class SettingsDiscoveryDialog(QDialog):
    """Searches only after the user agrees. The SettingsSearch is closed with the dialog."""

    chosen = Signal(object)
    """The MailSettings that the user chose for the form."""

    def __init__(
        self, address: AddressParts, search: SettingsSearch, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._address = address
        self._search = search
        search.setParent(self)
        self.disclosure_label = plain_label(disclosure_text(address))
        self.status_label = ResultLabel()
        self.model = TextTableModel(_columns())
        self.table = read_only_table(
            self.model, translate("mail_check", "Settings found"), COLUMN_LETTERS
        )
        self.ask_button = PushButton(translate("mail_check", "&Search"))
        self.guess_button = PushButton(translate("mail_check", "&Guess"))
        self.use_button = PushButton(translate("mail_check", "&Use these settings"))
        self._build_ui()
        self.ask_button.clicked.connect(self._find)
        self.guess_button.clicked.connect(self._guess)
        self.use_button.clicked.connect(self._use)
        self.table.doubleClicked.connect(self._use)
        self.table.selectionModel().selectionChanged.connect(self._update_use_button)
        search.found.connect(self._on_found)
        search.ended.connect(self._on_ended)
        self._update_use_button()

    def done(self, result: int) -> None:
        """Stop the search and close the dialog."""
        self._search.close()
        super().done(result)

    def _build_ui(self) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        title = translate("mail_check", "Find settings · {address}")
        self.setWindowTitle(one_line(title.format(address=self._address.address)))
        self.guess_button.setToolTip(guessing_text(self._address))
        buttons = button_box(StandardButton.Cancel)
        for button in (self.ask_button, self.guess_button):
            buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(self.use_button, QDialogButtonBox.ButtonRole.AcceptRole)
        buttons.rejected.connect(self.reject)
        self.guess_button.hide()
        layout = QVBoxLayout(self)
        for widget in (self.disclosure_label, self.table, self.status_label, buttons):
            layout.addWidget(widget)
        layout.setStretchFactor(self.table, 1)
        self.ask_button.setDefault(True)
        resize_to_fit(self, WIDTH, HEIGHT)

    def _find(self) -> None:
        self.ask_button.setDefault(True)
        self.model.set_items([])
        self._update_use_button()
        self._show_busy(translate("mail_check", "Searching…"))
        self._search.find(self._address)

    def _guess(self) -> None:
        self._show_busy(translate("mail_check", "Guessing…"))
        self._search.guess(self._address)

    def _show_busy(self, text: str) -> None:
        self.ask_button.setEnabled(False)
        self.guess_button.setEnabled(False)
        self.status_label.show_result(text)

    def _on_found(self, settings: MailSettings) -> None:
        row = max(0, self.table.currentIndex().row())
        self.model.set_items([*self.model.items, settings])
        self.table.selectRow(row)
        self.use_button.setDefault(True)

    def _on_ended(self, outcome: Success[None] | Failure) -> None:
        self.ask_button.setEnabled(True)
        self.guess_button.setEnabled(True)
        self.guess_button.show()
        if isinstance(outcome, Failure):
            why = explain(outcome.error).full_text
            self.status_label.show_result(
                translate("mail_check", "The search is incomplete. {why}").format(why=why)
            )
        elif self.model.items:
            self.status_label.show_result(
                translate(
                    "mail_check",
                    "You can edit the settings afterwards. Check them before you save.",
                )
            )
        else:
            none = translate("mail_check", "No published settings found for this domain.")
            self.status_label.show_result(f"{none} {guessing_text(self._address)}")

    def _update_use_button(self) -> None:
        self.use_button.setEnabled(self.table.currentIndex().isValid())

    def _use(self, _index: QModelIndex | bool = False) -> None:
        settings = self.model.item_at(self.table.currentIndex().row())
        if settings is not None:
            self.chosen.emit(settings)
            self.accept()


def _columns() -> tuple[TextColumn[MailSettings], ...]:
    return (
        TextColumn(
            translate("mail_check", "Server type"), lambda one: server_type_text(one.server_type)
        ),
        TextColumn(translate("mail_check", "Server"), lambda one: shortened(one.server)),
        TextColumn(translate("mail_check", "Port"), lambda one: str(one.port)),
        TextColumn(
            translate("mail_check", "User name"), lambda one: shortened(one.user_name) or "–"
        ),
        TextColumn(translate("mail_check", "Source"), lambda one: settings_source_text(one.source)),
    )


class SettingsDiscoveryController:
    """Fills the writable fields of a form with mail settings that were found."""

    def __init__(self, form: MailboxFields) -> None:
        self._form = form

    def open_dialog(self, workspace: Workspace, parent: QWidget) -> bool:
        """Open the search dialog; return False if the form has no valid address."""
        mail = split_address(value_text(self._form.draft().result.get(Field.ADDRESS)))
        if mail is None:
            return False
        dialog = SettingsDiscoveryDialog(mail, workspace.make_settings_search(), parent)
        dialog.chosen.connect(self._on_chosen)
        dialog.open()
        return True

    def _on_chosen(self, settings: MailSettings) -> None:
        values: dict[Field, Value] = {
            Field.SERVER_TYPE: settings.server_type,
            Field.SERVER: settings.server,
            Field.PORT: settings.port,
        }
        if settings.user_name:
            values[Field.USER_NAME] = settings.user_name
        for field, value in values.items():
            if self._form.rows[field].access.can_write:
                self._form.set_value(field, value)
