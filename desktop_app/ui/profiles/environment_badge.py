"""A coloured badge on a profile's environment and lock: production never looks like test."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QLabel

from desktop_app.core.profiles.profile import Environment
from desktop_app.ui.text.profiles import environment_name
from desktop_app.ui.widgets.colors import environment_background


class EnvironmentBadge(QLabel):
    """A label with the environment's name on the environment's colour."""

    def __init__(self, environment: Environment = Environment.PRODUCTION) -> None:
        super().__init__()
        self._environment = environment
        self._lock_text = ""
        self._is_short = False
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.show_environment(environment)

    def show_environment(self, environment: Environment) -> None:
        """Show the name and colour of an environment."""
        self._environment = environment
        word = environment_name(environment)
        color = environment_background(environment, QPalette()).name()
        sheet = (
            f"QLabel {{ background: {color}; color: white; font-weight: bold;"
            " border-radius: 4px; padding: 4px 10px; margin: 0 6px 0 2px }"
        )
        if sheet != self.styleSheet():  # setting it changes the palette, which calls this again
            self.setStyleSheet(sheet)
        whole = f"{word} · {self._lock_text}" if self._lock_text else word
        self.setText((self._lock_text or word) if self._is_short else whole)
        self.setAccessibleName(whole)

    def show_lock(self, text: str) -> None:
        """Show the state of the profile's write lock, translated, beside the environment."""
        if text != self._lock_text:
            self._lock_text = text
            self.show_environment(self._environment)

    def set_short(self, is_short: bool) -> None:
        """Leave out the environment's word beside a lock, where its colour has to do."""
        if is_short != self._is_short:
            self._is_short = is_short
            self.show_environment(self._environment)

    def changeEvent(self, event: QEvent) -> None:
        """Redraw the badge when the palette changes between light and dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.show_environment(self._environment)
