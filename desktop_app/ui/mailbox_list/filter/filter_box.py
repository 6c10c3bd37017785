"""The filter box above the mailbox list."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from desktop_app.ui.i18n import translate


class FilterBox(QLineEdit):
    """Filters while the user types; arrow keys and Enter go to the list."""

    FORWARDED_KEYS = frozenset(
        {
            Qt.Key.Key_Up,
            Qt.Key.Key_Down,
            Qt.Key.Key_PageUp,
            Qt.Key.Key_PageDown,
            Qt.Key.Key_Return,
            Qt.Key.Key_Enter,
        }
    )

    WINDOW_SHORTCUT_KEYS = frozenset({Qt.Key.Key_D, Qt.Key.Key_E, Qt.Key.Key_H, Qt.Key.Key_U})
    """Window shortcuts with Ctrl, which QLineEdit on X11 would take for editing."""

    def __init__(self) -> None:
        super().__init__()
        self.list_view: QWidget | None = None
        """The list that receives arrow keys, Enter and Esc."""
        self.setPlaceholderText(translate("mailbox_list", "Filter"))
        self.setAccessibleName(translate("mailbox_list", "Filter the mailboxes"))
        self.setClearButtonEnabled(True)

    def append_typed(self, text: str) -> None:
        """Focus the box and insert text that was typed into the list."""
        self.setFocus()
        self.insert(text)

    def event(self, event: QEvent) -> bool:
        """Leave the window's shortcuts to the window while the box has the focus."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
            if control and event.key() in self.WINDOW_SHORTCUT_KEYS:
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Forward navigation keys to the list; Esc also moves the focus there."""
        if self.list_view is not None and event.key() in self.FORWARDED_KEYS:
            QApplication.sendEvent(self.list_view, event)
        elif self.list_view is not None and event.key() == Qt.Key.Key_Escape:
            QApplication.sendEvent(self.list_view, event)
            self.list_view.setFocus()
        else:
            super().keyPressEvent(event)
