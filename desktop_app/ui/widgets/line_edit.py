"""A line edit that reports when Qt truncates pasted text."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

MAX_TEXT_LENGTH = 50_000
"""The most characters that can be typed or pasted; longer loaded texts are shown whole.

Qt's time to truncate a paste grows with the square of this limit: at 2**21 characters the window
froze for more than a minute.
"""


class CappedLineEdit(QLineEdit):
    """A line edit that knows whether Qt has truncated a paste."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_truncated = False
        self.setMaxLength(MAX_TEXT_LENGTH)
        self.textChanged.connect(self._on_change)
        self.inputRejected.connect(self._on_input_rejected)

    def show_full_text(self, text: str) -> None:
        """Show a text of any length from its start."""
        self._is_truncated = False
        self.setMaxLength(max(MAX_TEXT_LENGTH, len(text)))
        self.setText(text)
        self.setCursorPosition(0)

    @property
    def is_truncated(self) -> bool:
        """Whether Qt has truncated a paste: an incomplete text must not be used.

        The flag stays until at most half of the maximum length is left.
        """
        return self._is_truncated

    def _on_change(self, text: str) -> None:
        self._is_truncated = self._is_truncated and len(text) > self.maxLength() // 2

    def _on_input_rejected(self) -> None:
        if len(self.text()) >= self.maxLength():
            self._is_truncated = True
            self.textChanged.emit(self.text())
