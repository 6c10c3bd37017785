"""A line that never cuts a text without a word."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

MAX_TEXT_LENGTH = 50_000
"""Characters that can be typed or pasted; a longer text that is loaded is shown whole.

Where Qt cuts what is pasted, its time grows with the square of this: at 2**21 the window stood
still for more than a minute.
"""


class CappedLineEdit(QLineEdit):
    """A line of text that knows when Qt has cut what was pasted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_truncated = False
        self.setMaxLength(MAX_TEXT_LENGTH)
        self.textChanged.connect(self._on_change)
        self.inputRejected.connect(self._on_input_rejected)

    def show_full_text(self, text: str) -> None:
        """Show a text of any length from its beginning."""
        self._is_truncated = False
        self.setMaxLength(max(MAX_TEXT_LENGTH, len(text)))
        self.setText(text)
        self.setCursorPosition(0)

    @property
    def is_truncated(self) -> bool:
        """Whether Qt has cut what was pasted: nothing that is incomplete may be used.

        It stays so until most of it is gone: a character less does not bring back the end.
        """
        return self._is_truncated

    def _on_change(self, text: str) -> None:
        self._is_truncated = self._is_truncated and len(text) > self.maxLength() // 2

    def _on_input_rejected(self) -> None:
        if len(self.text()) >= self.maxLength():
            self._is_truncated = True
            self.textChanged.emit(self.text())
