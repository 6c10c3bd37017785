"""Disables parts of a window while it works, and gives the focus back afterwards."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid


class FocusMemory:
    """Remembers the focus of one window while parts of the window are disabled.

    Meanwhile the window itself has the focus: Qt would give it to the next widget, and Enter would
    press that.
    """

    def __init__(self, window: QWidget) -> None:
        self._window = window
        self._before: QWidget | None = None

    def set_enabled(self, enabled: bool, *parts: QWidget) -> None:
        """Enable or disable the parts of the window."""
        if not enabled and any(part.isEnabled() for part in parts):
            self._remember(parts)
        for part in parts:
            part.setEnabled(enabled)
        if enabled:
            self._give_back()

    def _remember(self, parts: tuple[QWidget, ...]) -> None:
        before = self._window.focusWidget()
        if before is None or not any(part.isAncestorOf(before) for part in parts):
            return
        self._before = before
        self._window.setFocus(Qt.FocusReason.OtherFocusReason)

    def _give_back(self) -> None:
        """Restore the focus, unless the user has moved it to another widget by now."""
        before, self._before = self._before, None
        now = self._window.focusWidget()
        if before is not None and isValid(before) and now in (None, self._window):
            before.setFocus(Qt.FocusReason.OtherFocusReason)
