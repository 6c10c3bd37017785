"""A password field: masked, shown while its button is held, copied for ten seconds."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from desktop_app.ui.i18n import translate
from desktop_app.ui.widgets.icons import icon
from desktop_app.ui.widgets.secret_line_edit import SecretLineEdit


class SecretField(QWidget):
    """A masked line edit that shows its text while its button, or Space on it, is held."""

    edited = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # its label's mnemonic needs a policy
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
        """Return the copy button, for the mouse only: keyboard users have Ctrl+C."""
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
        """Describe the line edit, which is what takes the focus."""
        self.line_edit.setAccessibleDescription(text)

    def text(self) -> str:
        """Return the text as typed, spaces included."""
        return self.line_edit.text()

    def clear(self) -> None:
        """Clear the text and its undo history."""
        self.line_edit.clear()
        self.hide_text()

    def hide_text(self) -> None:
        """Mask the text again."""
        self.line_edit.reveal(False)

    def _show_caps_lock(self, on: bool) -> None:
        self.caps_lock_label.setVisible(on)
        self.line_edit.setAccessibleDescription(self.caps_lock_label.text() if on else "")

    def _reveal(self) -> None:
        self.line_edit.reveal(True)

    def _on_text(self) -> None:
        self.edited.emit()
