"""The dialog that searches for the mail settings of an address, and fills a form with them."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QStringListModel, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListView,
    QVBoxLayout,
    QWidget,
)

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
    mail_settings_text,
)
from desktop_app.ui.text.errors.explain import explain
from desktop_app.ui.widgets.dialog_buttons import StandardButton, button_box
from desktop_app.ui.widgets.focus.buttons import PushButton
from desktop_app.ui.widgets.windows import resize_to_fit

WIDTH, HEIGHT = 600, 400
"""Logical pixels."""


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
        self.found_settings: list[MailSettings] = []
        self.disclosure_label = self._label(disclosure_text(address))
        self.status_label = ResultLabel()
        self.list_view = QListView()
        self._list_model = QStringListModel(self)
        self.ask_button = PushButton(translate("mail_check", "&Search"))
        self.guess_button = PushButton(translate("mail_check", "&Guess"))
        self.use_button = PushButton(translate("mail_check", "&Use these settings"))
        self._build_ui()
        self.ask_button.clicked.connect(self._find)
        self.guess_button.clicked.connect(self._guess)
        self.use_button.clicked.connect(self._use)
        self.list_view.doubleClicked.connect(self._use)
        self.list_view.selectionModel().selectionChanged.connect(self._update_use_button)
        search.found.connect(self._on_found)
        search.ended.connect(self._on_ended)
        self._update_use_button()

    def done(self, result: int) -> None:
        """Stop the search and close the dialog."""
        self._search.close()
        super().done(result)

    def _build_ui(self) -> None:
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(translate("mail_check", "Find settings"))
        self.list_view.setModel(self._list_model)
        self.list_view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list_view.setAccessibleName(translate("mail_check", "Settings found"))
        self.list_view.setWordWrap(True)
        self.guess_button.setToolTip(guessing_text(self._address))
        buttons = button_box(StandardButton.Cancel)
        for button in (self.ask_button, self.guess_button, self.use_button):
            buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.reject)
        self.guess_button.hide()
        layout = QVBoxLayout(self)
        for widget in (self.disclosure_label, self.list_view, self.status_label, buttons):
            layout.addWidget(widget)
        layout.setStretchFactor(self.list_view, 1)
        self.ask_button.setDefault(True)
        resize_to_fit(self, WIDTH, HEIGHT)

    def _find(self) -> None:
        self.found_settings.clear()
        self.ask_button.setDefault(True)
        self._list_model.setStringList([])
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
        self.found_settings.append(settings)
        row = self._list_model.rowCount()
        self._list_model.insertRow(row)
        self._list_model.setData(self._list_model.index(row), mail_settings_text(settings))
        if row == 0:
            self.list_view.setCurrentIndex(self._list_model.index(0))
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
        elif self.found_settings:
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
        self.use_button.setEnabled(self.list_view.currentIndex().isValid())

    def _use(self, _index: QModelIndex | bool = False) -> None:
        row = self.list_view.currentIndex().row()
        if 0 <= row < len(self.found_settings):
            self.chosen.emit(self.found_settings[row])
            self.accept()

    def _label(self, text: str) -> QLabel:
        label = QLabel(text)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        return label


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
