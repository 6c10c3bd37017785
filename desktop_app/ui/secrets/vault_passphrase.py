"""The passphrase fields of the encrypted file: open, create, or change the passphrase."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from desktop_app.core.secrets.secret import VaultState
from desktop_app.services.background import Failure, Success
from desktop_app.services.profiles.secret_settings import SecretSettings
from desktop_app.ui.i18n import translate
from desktop_app.ui.widgets.dialog_buttons import ignore_enter_elsewhere
from desktop_app.ui.widgets.focus.buttons import PushButton
from desktop_app.ui.widgets.form_rows import FormRows
from desktop_app.ui.widgets.secret_field import SecretField

MIN_LENGTH = 8
"""Least number of characters of a new passphrase."""


class VaultPassphrase(FormRows):
    """The fields that the file's state requires. A new file never overwrites an old one."""

    def __init__(self, secret_settings: SecretSettings) -> None:
        super().__init__()
        self._secret_settings = secret_settings
        self.passphrase_field = SecretField(translate("secrets", "Passphrase"))
        self.repeat_field = SecretField(translate("secrets", "Passphrase again"))
        self.replace_button = PushButton()
        self.replace_button.setCheckable(True)
        ignore_enter_elsewhere(self.replace_button)
        self.add_row(translate("secrets", "&Passphrase"), self.passphrase_field)
        self.add_row(translate("secrets", "Passphrase a&gain"), self.repeat_field)
        self.add_row("", self.replace_button)
        self.replace_button.toggled.connect(lambda _on: self.refresh())

    @property
    def _is_new(self) -> bool:
        return (
            self._secret_settings.vault_state is VaultState.ABSENT
            or self.replace_button.isChecked()
        )

    @property
    def is_needed(self) -> bool:
        """Whether a passphrase must be entered to use the file or change its passphrase."""
        return (
            self._secret_settings.vault_state is not VaultState.UNLOCKED
            or self.replace_button.isChecked()
        )

    def refresh(self) -> None:
        """Show the fields that the file's present state requires."""
        state = self._secret_settings.vault_state
        opened = state is VaultState.UNLOCKED
        self.show_row(self.passphrase_field, self.is_needed)
        self.show_row(self.repeat_field, self._is_new)
        self.show_row(self.replace_button, state is not VaultState.ABSENT)
        change, start = (
            translate("secrets", "&Change passphrase"),
            translate("secrets", "Start a &new vault"),
        )
        self.replace_button.setText(change if opened else start)
        self.replace_button.setAccessibleName(self.replace_button.text().replace("&", ""))
        self.show_errors({})

    def hints(self) -> dict[QWidget, str]:
        """Return what happens to the old file, or without the passphrase. Translated."""
        if (
            self._secret_settings.vault_state is VaultState.LOCKED
            and self.replace_button.isChecked()
        ):
            kept = translate(
                "secrets", "The old vault file is kept next to it, in case you find its passphrase."
            )
            return {self.replace_button: kept}
        if self._is_new:
            return {
                self.passphrase_field: translate(
                    "secrets", "Without it nobody can unlock the vault, and it cannot be recovered."
                )
            }
        return {}

    def show_problem(self) -> bool:
        """Show what is wrong and move the cursor there; return whether anything is."""
        wrong = self._problem()
        self.show_errors({self.passphrase_field: wrong})
        if wrong:
            self.passphrase_field.setFocus()
        return bool(wrong)

    def submit(self, on_done: Callable[[Success[None] | Failure], None]) -> None:
        """Open the file, create a new one, or change its passphrase, in the background."""
        if not self._is_new:
            work = self._secret_settings.open_vault
        elif self._secret_settings.vault_state is VaultState.UNLOCKED:
            work = self._secret_settings.change_vault
        else:
            work = self._secret_settings.create_vault
        work(self.passphrase_field.text(), on_done)

    def clear(self) -> None:
        """Clear both fields."""
        self.passphrase_field.clear()
        self.repeat_field.clear()

    def _problem(self) -> str:
        text = self.passphrase_field.text()
        if not text:
            return translate("secrets", "Enter the passphrase.")
        if not self._is_new:
            return ""
        if len(text) < MIN_LENGTH:
            return translate("secrets", "At least %n character(s).", None, MIN_LENGTH)
        return (
            ""
            if text == self.repeat_field.text()
            else translate("secrets", "The passphrases do not match.")
        )
