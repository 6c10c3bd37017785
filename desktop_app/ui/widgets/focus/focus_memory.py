"""Disables parts of a window while it works, and gives the focus back afterwards."""

from __future__ import annotations

from weakref import ref

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid


class FocusMemory:
    """Remembers the focus of one window while parts of the window are disabled.

    Meanwhile the window itself has the focus: Qt would give it to the next widget, and Enter would
    press that. The window, which holds this object, is held weakly: a window in a reference cycle
    would be left to the garbage collector, which may run in a worker thread.
    """

    def __init__(self, window: QWidget) -> None:
        self._window = ref(window)
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
        window = self._window()
        before = None if window is None else window.focusWidget()
        if window is None or before is None or not any(part.isAncestorOf(before) for part in parts):
            return
        self._before = before
        window.setFocus(Qt.FocusReason.OtherFocusReason)

    def _give_back(self) -> None:
        """Restore the focus, unless the user has moved it to another widget by now."""
        before, self._before = self._before, None
        window = self._window()
        if window is None or before is None or not isValid(before):
            return
        if window.focusWidget() in (None, window):
            before.setFocus(Qt.FocusReason.OtherFocusReason)
