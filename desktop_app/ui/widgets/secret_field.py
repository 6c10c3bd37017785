"""A password field: masked, shown while its button is held, copied for ten seconds."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from desktop_app.ui.i18n import translate
from desktop_app.ui.text.odd_characters import odd_characters_text
from desktop_app.ui.widgets.icons import icon
from desktop_app.ui.widgets.plain_label import plain_label
from desktop_app.ui.widgets.secret_line_edit import SecretLineEdit


class SecretField(QWidget):
    """A masked line edit that shows its text while its button, or Space on it, is held.

    It marks invisible and odd characters itself, unless ``marks_oddities`` is false because the
    form does, or because the text is only read for what is needed of it. ``strips_line_ends`` is
    for secrets that never begin or end with one.
    """

    edited = Signal()

    def __init__(
        self, name: str, *, marks_oddities: bool = True, strips_line_ends: bool = False
    ) -> None:
        super().__init__()
        self._marks_oddities = marks_oddities
        self._strips_line_ends = strips_line_ends
        self._note = ""
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
        self.oddity_label = plain_label()
        self.oddity_label.hide()
        self._build_ui(name)
        self.setFocusProxy(self.line_edit)

    def _build_ui(self, name: str) -> None:
        row = QHBoxLayout()
        row.addWidget(self.line_edit)
        row.addWidget(self.show_button)
        self._copy_button = self._make_copy_button(name)
        row.addWidget(self._copy_button)
        row.addWidget(self.caps_lock_label)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(row)
        layout.addWidget(self.oddity_label)
        self._enable_buttons()

    def _make_copy_button(self, name: str) -> QToolButton:
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
        self._note = text
        self._describe()

    def text(self) -> str:
        """Return the text as typed, spaces included."""
        text = self.line_edit.text()
        return text.strip("\r\n") if self._strips_line_ends else text

    def clear(self) -> None:
        """Clear the text and its undo history."""
        self.line_edit.clear()
        self.hide_text()

    def hide_text(self) -> None:
        """Mask the text again."""
        self.line_edit.reveal(False)

    def _show_caps_lock(self, on: bool) -> None:
        self.caps_lock_label.setVisible(on)
        self._describe()

    def _describe(self) -> None:
        """Tell a screen reader the form's note, and what this field says beside its line."""
        own = [each for each in (self.caps_lock_label, self.oddity_label) if not each.isHidden()]
        texts = (self._note, *(label.text() for label in own))
        self.line_edit.setAccessibleDescription(" ".join(filter(None, texts)))

    def _reveal(self) -> None:
        self.line_edit.reveal(True)

    def _enable_buttons(self) -> None:
        """Offer to show and copy what there is: an empty field is no view of a stored secret."""
        is_filled = bool(self.line_edit.text())
        if not is_filled and self.window().focusWidget() is self.show_button:
            self.line_edit.setFocus()
        for button in (self.show_button, self._copy_button):
            button.setEnabled(is_filled)

    def _on_text(self) -> None:
        self._enable_buttons()
        if self._marks_oddities:
            self.oddity_label.setText(odd_characters_text(self.text()))
            self.oddity_label.setVisible(bool(self.oddity_label.text()))
            self._describe()
        self.edited.emit()
