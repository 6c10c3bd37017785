"""The prompt for the passphrase of the password vault, when a profile's password is in it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialogButtonBox, QVBoxLayout, QWidget

from desktop_app.services.background import Failure, Success
from desktop_app.services.profiles.secret_settings import SecretSettings
from desktop_app.ui.accessibility.announcements import announce
from desktop_app.ui.dialogs.guarded_dialog import GuardedDialog
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.errors.explain import explain
from desktop_app.ui.widgets.dialog_buttons import StandardButton, button_box
from desktop_app.ui.widgets.focus.buttons import PushButton
from desktop_app.ui.widgets.form_rows import FormRows
from desktop_app.ui.widgets.plain_label import plain_label
from desktop_app.ui.widgets.secret_field import SecretField
from desktop_app.ui.widgets.windows import if_still_open

WIDTH = 420
"""Logical pixels."""


class VaultPrompt(GuardedDialog):
    """Asks for the passphrase and unlocks the vault with it. GUI thread."""

    opened = Signal()
    """The vault is unlocked."""
    storage_requested = Signal()
    """The user wants to see the password storage, for example to start a new vault."""

    def __init__(self, secret_settings: SecretSettings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._secret_settings = secret_settings
        self.form = FormRows()
        self.passphrase_field = SecretField(translate("secrets", "Passphrase"))
        self.progress_label = plain_label(translate("secrets", "Unlocking…"))
        self.unlock_button = PushButton(translate("secrets", "&Unlock"))
        self.storage_button = PushButton(translate("secrets", "Passwo&rd storage…"))
        self.buttons = button_box(StandardButton.Cancel)
        self._build_ui()
        self.buttons.accepted.connect(self.unlock)
        self.buttons.rejected.connect(self.reject)
        self.storage_button.clicked.connect(self._show_storage)
        self.passphrase_field.edited.connect(self._clear_error)
        self.finished.connect(self.passphrase_field.clear)
        self.remember_input()

    def _build_ui(self) -> None:
        self.setWindowTitle(translate("secrets", "Unlock the password vault"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.form.add_row(translate("secrets", "&Passphrase"), self.passphrase_field)
        self.progress_label.hide()
        self.buttons.addButton(self.unlock_button, QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.addButton(self.storage_button, QDialogButtonBox.ButtonRole.ActionRole)
        self.unlock_button.setDefault(True)
        what = translate(
            "secrets",
            "The passwords of your profiles are in the password vault, which is locked. "
            "Enter its passphrase to sign in.",
        )
        layout = QVBoxLayout(self)
        for part in (plain_label(what), self.form, self.progress_label, self.buttons):
            layout.addWidget(part)
        self.resize(WIDTH, self.sizeHint().height())
        self.passphrase_field.setFocus()

    @property
    def loss_text(self) -> str:
        """What closing would lose. Translated."""
        return translate("secrets", "The passphrase you entered would be lost.")

    def unlock(self) -> None:
        """Unlock the vault with the passphrase entered, in the background."""
        if not self.passphrase_field.text():
            self._show_error(translate("secrets", "Enter the passphrase."))
            return
        self.progress_label.show()
        self._set_busy(True)
        self._secret_settings.open_vault(
            self.passphrase_field.text(), if_still_open(self, self._on_opened)
        )

    def _on_opened(self, outcome: Success[None] | Failure) -> None:
        self._set_busy(False)
        if isinstance(outcome, Failure):
            self._show_error(explain(outcome.error).full_text)
            return
        self.opened.emit()
        self.accept()

    def _set_busy(self, busy: bool) -> None:
        self.form.setEnabled(not busy)
        self.unlock_button.setEnabled(not busy)

    def _show_error(self, text: str) -> None:
        """Say below the field what is wrong, with the passphrase selected to be replaced."""
        self.progress_label.hide()
        self.form.show_errors({self.passphrase_field: text})
        announce(self.form, text)
        self.passphrase_field.setFocus()
        self.passphrase_field.line_edit.selectAll()
        self._grow()

    def _clear_error(self) -> None:
        """Take away what was said of another passphrase; the field may show a note instead."""
        self.form.show_errors({})
        self._grow()

    def _grow(self) -> None:
        """Become as high as the text needs, which wraps and would be cut off."""
        layout = self.layout()
        if layout is not None:
            self.resize(self.width(), max(self.height(), layout.totalHeightForWidth(self.width())))

    def _show_storage(self) -> None:
        """Show the password storage in place of this prompt."""
        if self.confirm_close():
            self.done(self.DialogCode.Rejected)
            self.storage_requested.emit()
