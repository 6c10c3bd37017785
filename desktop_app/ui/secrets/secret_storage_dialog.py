"""The dialog that shows, tests and changes the password storage."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.errors import AppError, SecretStoreError, SecretStoreFailure
from desktop_app.core.profiles.policy import Policy
from desktop_app.core.secrets.secret import SecretStorage, StorageKind, VaultState
from desktop_app.core.settings import MAX_IDLE_MINUTES, Settings
from desktop_app.services.background import Failure, Success
from desktop_app.services.profiles.secret_settings import SecretSettings
from desktop_app.ui.accessibility.result_label import ResultLabel
from desktop_app.ui.dialogs.guarded_dialog import GuardedDialog
from desktop_app.ui.i18n import translate
from desktop_app.ui.secrets.vault_passphrase import VaultPassphrase
from desktop_app.ui.text.errors.explain import explain
from desktop_app.ui.text.policy import forbidden_text
from desktop_app.ui.text.profiles import storage_text
from desktop_app.ui.widgets.banner import Banner
from desktop_app.ui.widgets.dialog_buttons import LEFT_ROLE, StandardButton, button_box
from desktop_app.ui.widgets.focus.buttons import PushButton, RadioButton
from desktop_app.ui.widgets.focus.focus_memory import FocusMemory
from desktop_app.ui.widgets.form_rows import FormRows
from desktop_app.ui.widgets.plain_label import plain_label
from desktop_app.ui.widgets.windows import if_still_open

MISSING_KEYRING = (SecretStoreFailure.MISSING, SecretStoreFailure.UNSAFE)
"""The failures of a keyring that this computer does not have, or that is not safe."""

WIDTH = 520
"""Logical pixels."""
MESSAGE_LINES = 4
"""The height that a message has room for, in lines of text."""


class SecretStorageDialog(GuardedDialog):
    """Chooses keyring, encrypted file or this session only, and the idle minutes until a lock."""

    vault_opened = Signal()
    """The encrypted file was chosen and is open."""

    def __init__(
        self, secret_settings: SecretSettings, policy: Policy, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._secret_settings = secret_settings
        self._policy = policy
        self._focus_memory = FocusMemory(self)
        self.banner = Banner()
        self.storage_buttons = {
            StorageKind.KEYRING: RadioButton(translate("secrets", "System &keyring")),
            StorageKind.VAULT: RadioButton(
                translate("secrets", "&Encrypted password vault, unlocked with a passphrase")
            ),
            StorageKind.SESSION: RadioButton(translate("secrets", "This session &only")),
        }
        self._button_group = QButtonGroup(self)
        self.form = FormRows()
        self.vault_passphrase = VaultPassphrase(secret_settings)
        self.idle_minutes = QSpinBox()
        self.message_label = ResultLabel()
        self.policy_label = plain_label()
        self.check_button = PushButton(translate("secrets", "Test t&he storage"))
        self.buttons = button_box(StandardButton.Save, StandardButton.Cancel)
        self._build_ui()
        self._fill()
        self._connect()
        self._update_ui()
        self.remember_input()
        self._focus_first()
        self._probe_keyring()

    @property
    def storage_kind(self) -> StorageKind:
        """The storage that is chosen in the dialog."""
        return next(kind for kind, button in self.storage_buttons.items() if button.isChecked())

    def _build_ui(self) -> None:
        self.setWindowTitle(translate("secrets", "Password storage"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        layout = QVBoxLayout(self)
        layout.addWidget(self.banner)
        for button in self.storage_buttons.values():
            self._button_group.addButton(button)
            layout.addWidget(button)
        self.idle_minutes.setRange(0, MAX_IDLE_MINUTES)
        self.idle_minutes.setSuffix(translate("secrets", " min"))
        self.idle_minutes.setSpecialValueText(translate("secrets", "never"))
        self.form.add_row(translate("secrets", "&Lock when idle for"), self.idle_minutes)
        self.buttons.addButton(self.check_button, LEFT_ROLE)
        layout.addWidget(self.policy_label)
        layout.addWidget(self.vault_passphrase)
        layout.addWidget(self.form)
        lines = MESSAGE_LINES * self.message_label.fontMetrics().lineSpacing()
        self.message_label.setMinimumHeight(lines)  # an answer moves no button under the mouse
        self.message_label.setAlignment(Qt.AlignmentFlag.AlignTop)
        layout.addWidget(self.message_label)
        layout.addStretch(1)
        layout.addWidget(self.buttons)

    def _fill(self) -> None:
        may = self._secret_settings.may_store
        self.storage_buttons[self._preferred_kind(may_store=may)].setChecked(True)
        self.storage_buttons[StorageKind.KEYRING].setEnabled(may)
        self.storage_buttons[StorageKind.VAULT].setEnabled(may and self._policy.vault)
        self.idle_minutes.setValue(self._secret_settings.settings.idle_minutes)
        self.policy_label.setText(self._forbidden_text(may_store=may))
        self.policy_label.setVisible(bool(self.policy_label.text()))

    def _forbidden_text(self, *, may_store: bool) -> str:
        if not may_store:
            return forbidden_text("store_secrets")
        return "" if self._policy.vault else forbidden_text("vault")

    def _preferred_kind(self, *, may_store: bool) -> StorageKind:
        wanted = self._secret_settings.settings.secret_storage
        if not may_store:
            return StorageKind.SESSION
        forbidden = wanted is StorageKind.VAULT and not self._policy.vault
        return StorageKind.KEYRING if forbidden else wanted

    def _connect(self) -> None:
        self.buttons.accepted.connect(self.save)
        self.buttons.rejected.connect(self.reject)
        self.check_button.clicked.connect(self.check)
        self.finished.connect(self._clear_passphrase)
        self.vault_passphrase.changed.connect(self._on_passphrase_edited)
        for button in self.storage_buttons.values():
            button.toggled.connect(self._update_ui)
        self.storage_buttons[StorageKind.KEYRING].clicked.connect(self._probe_chosen_keyring)

    def _focus_first(self) -> None:
        """Put the cursor into the passphrase if the file is locked, otherwise on the choice."""
        is_locked = self._secret_settings.vault_state is VaultState.LOCKED
        if is_locked and self.storage_kind is StorageKind.VAULT:
            self.vault_passphrase.passphrase_field.setFocus()
        else:
            self.storage_buttons[self.storage_kind].setFocus()

    def save(self) -> None:
        """Store the choice, after opening or creating the encrypted file if chosen."""
        if self.storage_kind is not StorageKind.VAULT or not self.vault_passphrase.is_needed:
            self._apply_choice()
        elif not self.vault_passphrase.show_problem():
            self._set_busy(True)
            self.vault_passphrase.submit(if_still_open(self, self._on_vault_opened))

    def check(self) -> None:
        """Test the storage in use, and show the result."""
        self.check_button.setEnabled(False)
        self.message_label.show_result(translate("secrets", "Testing…"))
        self._secret_settings.check(if_still_open(self, self._on_checked))

    def _on_vault_opened(self, outcome: Success[None] | Failure) -> None:
        self._set_busy(False)
        if isinstance(outcome, Failure):
            self._show_error(outcome.error)
            self.vault_passphrase.passphrase_field.setFocus()
            return
        self._apply_choice()

    def _apply_choice(self) -> None:
        self._set_busy(True)
        # if the administrator forbids storing, the user's earlier choice stays
        kept = (
            self.storage_kind
            if self._secret_settings.may_store
            else self._secret_settings.settings.secret_storage
        )
        self._secret_settings.choose(
            Settings(kept, self.idle_minutes.value()), if_still_open(self, self._on_applied)
        )

    def _on_applied(self, outcome: Success[None] | Failure) -> None:
        self._set_busy(False)
        if isinstance(outcome, Failure):
            self._refuse_missing(outcome.error)
            return
        if self.storage_kind is StorageKind.VAULT:
            self.vault_opened.emit()
        self.accept()

    def _on_checked(self, outcome: Success[SecretStorage] | Failure) -> None:
        self.check_button.setEnabled(True)
        if isinstance(outcome, Failure):
            self._show_error(outcome.error)
            return
        text = translate(
            "secrets", "It works: a test entry was stored in {storage}, read back and deleted."
        )
        self.message_label.show_result(text.format(storage=storage_text(outcome.value)))

    def _show_error(self, error: AppError) -> None:
        message = explain(error)
        more = error.detail if isinstance(error, SecretStoreError) else ""
        self.message_label.show_result(" ".join(filter(None, (message.text, more))))
        self._grow()

    def _set_busy(self, busy: bool) -> None:
        self.buttons.button(StandardButton.Save).setEnabled(not busy)
        self._focus_memory.set_enabled(not busy, self.form, self.vault_passphrase)

    def _probe_keyring(self) -> None:
        """Ask the keyring for its name, which also tells whether there is a keyring."""
        if (
            self._secret_settings.may_store
            and self._secret_settings.settings.secret_storage is StorageKind.KEYRING
        ):
            self._secret_settings.probe(if_still_open(self, self._on_keyring_probed))

    def _on_keyring_probed(self, outcome: Success[SecretStorage] | Failure) -> None:
        if not self.check_button.isEnabled():
            return  # a running test has a better answer
        if isinstance(outcome, Failure):
            self._show_error(outcome.error)
        else:
            self._update_ui()

    def _probe_chosen_keyring(self) -> None:
        """Ask for the keyring that the user just chose: this computer may have none."""
        if self._secret_settings.settings.secret_storage is not StorageKind.KEYRING:
            self._secret_settings.probe(
                if_still_open(self, self._on_chosen_keyring_probed), StorageKind.KEYRING
            )

    def _on_chosen_keyring_probed(self, outcome: Success[SecretStorage] | Failure) -> None:
        if isinstance(outcome, Failure):
            self._refuse_missing(outcome.error)

    def _refuse_missing(self, error: AppError) -> None:
        """Say why the keyring cannot be used; disable that choice if there is no keyring."""
        missing = isinstance(error, SecretStoreError) and error.kind in MISSING_KEYRING
        if missing and self._secret_settings.settings.secret_storage is not StorageKind.KEYRING:
            self.storage_buttons[self._secret_settings.settings.secret_storage].setChecked(True)
            self.storage_buttons[StorageKind.KEYRING].setEnabled(False)
        self._show_error(error)

    def _on_passphrase_edited(self) -> None:
        """Take away what was said of another passphrase."""
        if self.check_button.isEnabled():
            self._update_ui()

    def _update_ui(self) -> None:
        moves = (
            self._secret_settings.may_store
            and self.storage_kind is not self._secret_settings.settings.secret_storage
        )
        here = translate("secrets", "Currently stored in: {storage}.").format(
            storage=storage_text(self._secret_settings.storage)
        )
        more = translate("secrets", "Saving moves the passwords of your profiles.") if moves else ""
        self.message_label.setText(f"{here} {more}".strip())
        self.vault_passphrase.setVisible(self.storage_kind is StorageKind.VAULT)
        self.vault_passphrase.refresh()
        self._grow()

    def _grow(self) -> None:
        """Become as high as what is shown needs, which wraps and would be cut off."""
        layout = self.layout()
        if layout is not None:
            height = self.height() if self.isVisible() else 0
            self.resize(WIDTH, max(height, layout.totalHeightForWidth(WIDTH)))

    def _clear_passphrase(self) -> None:
        self.vault_passphrase.clear()
