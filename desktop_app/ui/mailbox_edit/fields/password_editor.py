"""The password of a mailbox: keep the stored one, send the one kept here, or replace it.

What SuperOffice has stored is never shown, and what is kept on this computer is in no window.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.mailbox.mailbox import Keep, MailLogin, PasswordChoice, Replace, SendKept
from desktop_app.ui.widgets.dialog_buttons import only_when_on_it
from desktop_app.ui.widgets.secret_field import SecretLine


class PasswordEditor(QWidget):
    """Keep, send or replace for a mailbox that is there; a line alone for a new one."""

    edited = Signal()
    forget_wanted = Signal()
    """The user wants the password that is kept on this computer to be deleted."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # without one, its label's key is dead
        self.keep = QRadioButton(self.tr("&Keep the stored password"))
        self.send = QRadioButton(self.tr("Sen&d the one kept on this computer"))
        self.forget_button = QPushButton(self.tr("For&get it"))
        self.replace = QRadioButton(self.tr("&Replace it"))
        self.secret = SecretLine(self.tr("Password"))
        self.keep_here = QCheckBox(self.tr("After a save that worked, keep it on this computer"))
        self.kept_note = QLabel()
        self._kept: MailLogin | None = None
        self._creates = False
        self._group = QButtonGroup(self)
        for button in (self.keep, self.send, self.replace):
            self._group.addButton(button)
            button.toggled.connect(self._on_choice)
        self.keep.setChecked(True)
        self.secret.edited.connect(self._on_text)
        self.forget_button.clicked.connect(self.forget_wanted)
        self._arrange()
        self.offer(None, may_keep=False)

    def _arrange(self) -> None:
        only_when_on_it(self.forget_button)
        self.forget_button.setAccessibleName(self.tr("Forget the password kept on this computer"))
        self.kept_note.setTextFormat(Qt.TextFormat.PlainText)
        self.kept_note.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.keep)
        layout.addLayout(_side_by_side(self.send, self.forget_button))
        layout.addWidget(self.kept_note)
        layout.addLayout(_side_by_side(self.replace, self.secret))
        layout.addWidget(self.keep_here)
        self.setFocusProxy(self.keep)

    def setAccessibleDescription(self, text: str) -> None:
        """Describe the line."""
        self.secret.setAccessibleDescription(text)

    def start(self, *, creates: bool) -> None:
        """Begin with nothing typed: a new mailbox has no stored password to keep."""
        self._creates = creates
        self.secret.clear()
        self.keep_here.setChecked(False)
        self.keep.setVisible(not creates)
        self.replace.setVisible(not creates)
        (self.replace if creates else self.keep).setChecked(True)
        self.setFocusProxy(self.secret if creates else self.keep)

    def offer(self, kept: MailLogin | None, *, may_keep: bool, note: str = "") -> None:
        """Offer to send a password that is kept, and to keep what is typed, where that may be."""
        self._kept = kept
        there = kept is not None and not self._creates
        self.send.setVisible(there)
        self.forget_button.setVisible(there or bool(note))
        self.kept_note.setText(note)
        self.kept_note.setVisible(bool(note))
        self.send.setAccessibleDescription(note)
        self.keep_here.setVisible(may_keep)
        if not there and self.send.isChecked():
            self.keep.setChecked(True)

    def choice(self) -> PasswordChoice:
        """What is to happen to the stored password; an empty line keeps it."""
        if self.send.isChecked() and self._kept is not None:
            return SendKept(self._kept)
        text = self.secret.text()
        return Replace(text) if self.replace.isChecked() and text else Keep()

    @property
    def keeps_here(self) -> bool:
        """Whether what is typed is to be kept on this computer, once it was saved."""
        return self.keep_here.isChecked() and not self.keep_here.isHidden()

    @property
    def wants_text(self) -> bool:
        """Whether "replace" is chosen and nothing is typed."""
        return self.replace.isChecked() and not self.secret.text()

    def forget(self) -> None:
        """Drop what was typed."""
        self.secret.clear()

    def _on_choice(self) -> None:
        replaces = self.replace.isChecked()
        self.secret.setEnabled(replaces)
        self.keep_here.setEnabled(replaces)
        if replaces and self.replace.isVisible():
            self.secret.line.setFocus()
        self.edited.emit()

    def _on_text(self) -> None:
        self.edited.emit()


def _side_by_side(first: QWidget, second: QWidget) -> QHBoxLayout:
    """A row whose second widget takes the room; one that is hidden takes none."""
    row = QHBoxLayout()
    row.addWidget(first)
    row.addWidget(second, 1 if isinstance(second, SecretLine) else 0)
    if not isinstance(second, SecretLine):
        row.addStretch(1)
    return row
