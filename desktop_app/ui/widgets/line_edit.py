"""A line that never cuts a text without a word."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

LONGEST_TEXT = 50_000
"""Characters that can be typed or pasted; a longer text that is loaded is shown whole.

Where Qt cuts what is pasted, its time grows with the square of this: at 2**21 the window stood
still for more than a minute.
"""


class WholeLine(QLineEdit):
    """A line of text that knows when Qt has cut what was pasted."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._refused = False
        self.setMaxLength(LONGEST_TEXT)
        self.textChanged.connect(self._on_change)
        self.inputRejected.connect(self._on_refused)

    def show_whole(self, text: str) -> None:
        """Show a text of any length from its beginning."""
        self._refused = False
        self.setMaxLength(max(LONGEST_TEXT, len(text)))
        self.setText(text)
        self.setCursorPosition(0)

    @property
    def is_cut(self) -> bool:
        """Whether Qt has cut what was pasted: nothing that is incomplete may be used.

        It stays so until most of it is gone: a character less does not bring back the end.
        """
        return self._refused

    def _on_change(self, text: str) -> None:
        self._refused = self._refused and len(text) > self.maxLength() // 2

    def _on_refused(self) -> None:
        if len(self.text()) >= self.maxLength():
            self._refused = True
            self.textChanged.emit(self.text())
