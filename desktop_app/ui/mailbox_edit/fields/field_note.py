"""The small texts of a field: its note, its hint, and the value it had."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel

from desktop_app.ui.widgets.colors import error_color, muted_text_color


class FieldNote(QLabel):
    """Plain text about a field, in the muted or the error colour; it can be copied."""

    def __init__(self) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._is_error = False

    def show_text(self, text: str, *, is_error: bool) -> None:
        """Show a plain text, in the error colour if ``is_error``."""
        self.setText(text)
        self._is_error = is_error
        self._update_palette()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette from light to dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._update_palette()

    def _update_palette(self) -> None:
        palette = QPalette()
        color = error_color(palette) if self._is_error else muted_text_color(palette)
        palette.setColor(QPalette.ColorRole.WindowText, color)
        self.setPalette(palette)
