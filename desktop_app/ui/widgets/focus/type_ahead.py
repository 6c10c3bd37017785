"""Keeps what is typed while a dialog opens, so that no letter of a password is lost."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QWindow
from PySide6.QtWidgets import QDialog, QPushButton
from shiboken6 import isValid

from desktop_app.ui.widgets.focus.window_events import WindowEvents

ANSWERS = frozenset((Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape))
"""Keys that would accept or close a dialog that the user has not seen yet."""
TURNS = frozenset((QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin, QEvent.Type.Close))
"""Events of another window that end the type-ahead: the user has turned to that window."""


def expect_typing(dialog: QDialog) -> None:
    """Give a dialog what the user types before it has the keyboard. Call this once it is shown.

    Only for a dialog that the user has asked for: the keys are meant for it.
    """
    if dialog.windowHandle() is not QGuiApplication.focusWindow():
        TypeAhead(dialog)


class TypeAhead(QObject):
    """Holds the keys pressed until a dialog has the keyboard, then gives them to the dialog.

    Until the window manager has activated the dialog, the window before gets the keys. Qt drops
    those of a window that a modal dialog blocks, so the block begins only when the dialog is
    active. Each key is given once and in order, up to the first that would press a button, accept
    or close the dialog. If the user turns to another window, the keys are dropped. GUI thread.
    """

    def __init__(self, dialog: QDialog) -> None:
        super().__init__(dialog)
        self._dialog = dialog
        self._window = dialog.windowHandle()
        self._owner = self._window.transientParent()
        self._windows_before = (self._owner, QGuiApplication.focusWindow())
        self._keys: list[QKeyEvent] = []
        self._is_answered = False
        self._application = cast("QGuiApplication", QGuiApplication.instance())
        self._events = WindowEvents(self)
        self._set_owner_blocked(False)
        self._events.start()
        self._application.focusWindowChanged.connect(self._on_focus_changed)
        dialog.finished.connect(self._end)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys of the program's other windows."""
        if watched is self._window:
            return False
        if isinstance(event, QKeyEvent):
            event.accept()  # a ShortcutOverride too: no shortcut of the other window acts
            if event.type() is QEvent.Type.KeyPress:
                self._hold(event)
            return True
        if event.type() in TURNS:
            self._end()
        return False

    def _hold(self, event: QKeyEvent) -> None:
        """Hold a key, unless an earlier one would have answered the dialog."""
        self._is_answered = self._is_answered or event.key() in ANSWERS
        if not self._is_answered:
            self._keys.append(event.clone())

    def _on_focus_changed(self, window: QWindow | None) -> None:
        keys = self._keys
        if window is self._window:
            self._end()
            self._give(keys)
        elif window is not None and window not in self._windows_before:
            self._end()

    def _give(self, keys: list[QKeyEvent]) -> None:
        for key in keys:
            if self._presses_button(key):
                return
            QCoreApplication.sendEvent(self._window, key)

    def _presses_button(self, key: QKeyEvent) -> bool:
        if key.key() == Qt.Key.Key_Space:
            return isinstance(self._dialog.focusWidget(), QPushButton)
        pressed = QKeySequence(key.keyCombination())
        buttons = self._dialog.findChildren(QPushButton)
        return any(button.shortcut() == pressed for button in buttons)

    def _end(self) -> None:
        """Hold no more keys, forget those held, and let the dialog block its owner."""
        self._keys = []
        self._events.stop()
        self._application.focusWindowChanged.disconnect(self._on_focus_changed)
        self._dialog.finished.disconnect(self._end)
        self._set_owner_blocked(True)
        self.deleteLater()

    def _set_owner_blocked(self, blocked: bool) -> None:
        """Block the owner of a modal dialog, or not: Qt looks at the owner of each such dialog."""
        owner = self._owner
        if owner is None or not isValid(owner) or not self._dialog.isModal():
            return
        # WORKAROUND: PySide's stubs do not know that a window may have no transient parent.
        self._window.setTransientParent(owner if blocked else None)  # type: ignore[arg-type]
        owner.setTransientParent(owner.transientParent())  # Qt computes anew whether it is blocked
