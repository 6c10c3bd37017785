"""The label for results, which tells them to screen readers too."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop_app.ui.accessibility.announcements import announce


class ResultLabel(QLabel):
    """Plain text on how something ended, wrapped to lines, that can be copied.

    `show_result` is for what came or ended; ``setText`` is silent, for progress and for what the
    user just chose.
    """

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)

    def show_result(self, text: str, *, spoken: str = "") -> None:
        """Show a text and announce it, or only the part ``spoken`` that is new."""
        self.setText(text)
        announce(self, spoken or text)
