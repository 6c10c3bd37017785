"""A line for a secret: masked, shown while held, copied for ten seconds."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from desktop_app.ui.i18n import translate
from desktop_app.ui.widgets.icons import icon
from desktop_app.ui.widgets.line_edit import CappedLineEdit
from desktop_app.ui.widgets.secret_clipboard import secret_clipboard


class SecretLineEdit(CappedLineEdit):
    """A masked line that notices Caps Lock by what the keys give: Qt has no way to ask for it."""

    caps_lock = Signal(bool)
    """Whether Caps Lock was on at the last letter."""

    def __init__(self) -> None:
        super().__init__()
        self.setEchoMode(QLineEdit.EchoMode.Password)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A capital without Shift, or a small letter with it, means Caps Lock.

        Ctrl+C copies for ten seconds, marked as a secret: Qt itself copies from no masked line.
        """
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_secret()
            return
        text = event.text()
        if text.isalpha() and text.lower() != text.upper():
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.caps_lock.emit(text.isupper() != shifted)
        super().keyPressEvent(event)

    def copy_secret(self) -> None:
        """Copy what is selected, or all."""
        text = self.selectedText() if self._is_revealed else ""
        if text or self.text():
            secret_clipboard().copy(text or self.text())

    @property
    def _is_revealed(self) -> bool:
        return self.echoMode() is QLineEdit.EchoMode.Normal


class SecretField(QWidget):
    """A masked line whose text is shown while its button, or Space on it, is held."""

    edited = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # without one, its label's key is dead
        self.line_edit = SecretLineEdit()
        self.caps_lock_label = QLabel(translate("widgets", "Caps Lock is on."))
        self.caps_lock_label.hide()
        self.line_edit.caps_lock.connect(self._show_caps_lock)
        self.line_edit.setAccessibleName(name)
        self.line_edit.textChanged.connect(self._on_text)
        self.show_button = QToolButton()
        self.show_button.setIcon(icon("eye"))
        self.show_button.setText(translate("widgets", "Show"))
        self.show_button.setToolTip(translate("widgets", "Show while held"))
        self.show_button.setAccessibleName(
            translate("widgets", "Show {name} while held").format(name=name)
        )
        self.show_button.pressed.connect(self._reveal)
        self.show_button.released.connect(self.hide_text)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.line_edit)
        layout.addWidget(self.show_button)
        layout.addWidget(self._copy_button(name))
        layout.addWidget(self.caps_lock_label)
        self.setFocusProxy(self.line_edit)

    def _copy_button(self, name: str) -> QToolButton:
        """For the mouse; the keyboard has Ctrl+C in the line."""
        button = QToolButton()
        button.setIcon(icon("copy"))
        button.setText(translate("widgets", "Copy"))
        button.setToolTip(translate("widgets", "Copy for ten seconds (Ctrl+C)"))
        button.setAccessibleName(
            translate("widgets", "Copy {name} for ten seconds").format(name=name)
        )
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(self.line_edit.copy_secret)
        return button

    def setAccessibleDescription(self, text: str) -> None:
        """Describe the line, because it is what the keyboard reaches."""
        self.line_edit.setAccessibleDescription(text)

    def text(self) -> str:
        """What was typed, untrimmed."""
        return self.line_edit.text()

    def clear(self) -> None:
        """Forget it, the undo history included."""
        self.line_edit.setText("")
        self.hide_text()

    def hide_text(self) -> None:
        """Mask it again."""
        self.line_edit.setEchoMode(QLineEdit.EchoMode.Password)

    def _show_caps_lock(self, on: bool) -> None:
        self.caps_lock_label.setVisible(on)
        self.line_edit.setAccessibleDescription(self.caps_lock_label.text() if on else "")

    def _reveal(self) -> None:
        self.line_edit.setEchoMode(QLineEdit.EchoMode.Normal)

    def _on_text(self) -> None:
        self.edited.emit()
