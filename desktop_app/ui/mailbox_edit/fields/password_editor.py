"""The password field: keep the stored password, send the one saved here, or replace it.

Whoever types into the line replaces it, whatever was chosen before.
Neither SuperOffice's stored password nor the one saved on this computer is ever shown.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.mailbox.mailbox import (
    KeepPassword,
    MailLogin,
    PasswordChoice,
    ReplacePassword,
    SendSavedPassword,
)
from desktop_app.ui.i18n import translate
from desktop_app.ui.widgets.dialog_buttons import ignore_enter_elsewhere
from desktop_app.ui.widgets.focus.buttons import CheckBox, PushButton, RadioButton
from desktop_app.ui.widgets.secret_field import SecretField


class PasswordEditor(QWidget):
    """Keep, send or replace the password of an existing mailbox; a single line for a new one."""

    edited = Signal()
    forget_requested = Signal()
    """The user wants to delete the password saved on this computer."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # its label's mnemonic needs a policy
        self.keep_option = RadioButton(translate("mailbox_edit", "&Keep the stored password"))
        self.send_saved_option = RadioButton(
            translate("mailbox_edit", "Sen&d the one stored on this computer")
        )
        self.forget_button = PushButton(translate("mailbox_edit", "For&get it"))
        self.replace_option = RadioButton(translate("mailbox_edit", "&Replace it"))
        self.secret_field = SecretField(
            translate("mailbox_edit", "Password"),
            marks_oddities=False,  # the form does
        )
        self.save_here_box = CheckBox(
            translate("mailbox_edit", "Store it on this computer after the save")
        )
        self.saved_note = QLabel()
        self._saved_login: MailLogin | None = None
        self._is_new = False
        self._group = QButtonGroup(self)
        for button in (self.keep_option, self.send_saved_option, self.replace_option):
            self._group.addButton(button)
            button.toggled.connect(self._on_choice)
        self.keep_option.setChecked(True)
        self.secret_field.edited.connect(self._on_text)
        self.forget_button.clicked.connect(self.forget_requested)
        self._build_ui()
        self.offer_saved(None, can_save=False)

    def _build_ui(self) -> None:
        ignore_enter_elsewhere(self.forget_button)
        self.forget_button.focus_after = self.secret_field
        self.forget_button.setAccessibleName(
            translate("mailbox_edit", "Forget the password stored on this computer")
        )
        self.saved_note.setTextFormat(Qt.TextFormat.PlainText)
        self.saved_note.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.keep_option)
        layout.addLayout(_side_by_side(self.send_saved_option, self.forget_button))
        layout.addWidget(self.saved_note)
        layout.addLayout(_side_by_side(self.replace_option, self.secret_field))
        layout.addWidget(self.save_here_box)
        self.setFocusProxy(self.secret_field)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette from light to dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._grey_line(grey=not self.replace_option.isChecked())

    def setAccessibleDescription(self, text: str) -> None:
        """Set the description of the password line."""
        self.secret_field.setAccessibleDescription(text)

    def reset(self, *, is_new: bool) -> None:
        """Clear the line and select "keep", or "replace" for a new mailbox."""
        self._is_new = is_new
        self.secret_field.clear()
        self.save_here_box.setChecked(False)
        self.keep_option.setVisible(not is_new)
        self.replace_option.setVisible(not is_new)
        (self.replace_option if is_new else self.keep_option).setChecked(True)

    def offer_saved(self, saved_login: MailLogin | None, *, can_save: bool, note: str = "") -> None:
        """Offer to send the password of ``saved_login``, and to save typed ones if ``can_save``."""
        self._saved_login = saved_login
        there = saved_login is not None and not self._is_new
        self.send_saved_option.setVisible(there)
        self.forget_button.setVisible(there or bool(note))
        self.set_saved_note(note)
        self.save_here_box.setVisible(can_save)
        if not there and self.send_saved_option.isChecked():
            self.keep_option.setChecked(True)

    def set_saved_note(self, note: str) -> None:
        """Show what the saved password was typed for; empty for none."""
        self.saved_note.setText(note)
        self.saved_note.setVisible(bool(note))
        self.send_saved_option.setAccessibleDescription(note)

    def choice(self) -> PasswordChoice:
        """Return what a save does with the password; an empty line keeps the stored one."""
        if self.send_saved_option.isChecked() and self._saved_login is not None:
            return SendSavedPassword(self._saved_login)
        text = self.secret_field.text()
        return ReplacePassword(text) if self.replace_option.isChecked() and text else KeepPassword()

    @property
    def saves_here(self) -> bool:
        """Whether a successful save also stores the typed password on this computer."""
        return self.save_here_box.isChecked() and not self.save_here_box.isHidden()

    @property
    def lacks_text(self) -> bool:
        """Whether "replace" is selected but no password is entered."""
        return self.replace_option.isChecked() and not self.secret_field.text()

    def clear(self) -> None:
        """Discard the typed password."""
        self.secret_field.clear()

    def _on_choice(self) -> None:
        replaces = self.replace_option.isChecked()
        self._grey_line(grey=not replaces)
        self.save_here_box.setEnabled(replaces)
        if replaces and self.replace_option.isVisible():
            self.secret_field.line_edit.setFocus()
        self.edited.emit()

    def _on_text(self) -> None:
        """Select "replace" for a typed password: the line looks disabled, but takes text."""
        if self.secret_field.text() and not self.replace_option.isChecked():
            self.replace_option.setChecked(True)
        else:
            self.edited.emit()

    def _grey_line(self, *, grey: bool) -> None:
        """Show that the line is not sent, and where the password is; the line stays usable."""
        line, palette = self.secret_field.line_edit, QPalette()
        if grey:
            disabled = QPalette.ColorGroup.Disabled
            for role in (QPalette.ColorRole.Base, QPalette.ColorRole.Text):
                palette.setBrush(role, palette.brush(disabled, role))
        line.setPalette(palette)
        line.setPlaceholderText(
            translate("mailbox_edit", "Enter a new password to replace it") if grey else ""
        )


def _side_by_side(first: QWidget, second: QWidget) -> QHBoxLayout:
    """Return a row in which a SecretField as second widget takes the spare width."""
    row = QHBoxLayout()
    row.addWidget(first)
    row.addWidget(second, 1 if isinstance(second, SecretField) else 0)
    if not isinstance(second, SecretField):
        row.addStretch(1)
    return row
