"""Rows of buttons at the foot of a dialog."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QIcon, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialogButtonBox, QPushButton, QWidget

from desktop_app.ui.i18n import translate

StandardButton = QDialogButtonBox.StandardButton
ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _EnterKeyFilter(QObject):
    """Lets Enter press the button that has the keyboard."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter on the button."""
        if (
            isinstance(watched, QPushButton)
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in ENTER_KEYS
        ):
            watched.click()
            return True
        return super().eventFilter(watched, event)


def ignore_enter_elsewhere(button: QPushButton) -> None:
    """Enter presses this button when it has the keyboard, and never otherwise.

    Qt knows only two ways: it is pressed from any line of the dialog, or Enter on it presses
    another button, the dialog's default, which may be a save.
    """
    button.setAutoDefault(False)
    button.installEventFilter(_EnterKeyFilter(button))


class DialogButtonRow(QDialogButtonBox):
    """Enter presses the button that it is on, or the dialog's default: never the way out.

    Qt would make the first button the default, and Enter in a search line would close the window.
    """

    def __init__(self) -> None:
        super().__init__()
        self._enter_key_filter = _EnterKeyFilter(self)

    def showEvent(self, event: QShowEvent) -> None:
        """Tab goes from left to right, in whichever order the buttons were made."""
        for button in self._left_to_right():
            button.setAutoDefault(False)
            button.installEventFilter(self._enter_key_filter)
        for left, right in pairwise(self._left_to_right()):
            QWidget.setTabOrder(left, right)
        super().showEvent(event)

    def _left_to_right(self) -> list[QPushButton]:
        layout, buttons = self.layout(), self.findChildren(QPushButton)
        return sorted(buttons, key=layout.indexOf) if layout is not None else buttons


def button_box(*standard: StandardButton) -> DialogButtonRow:
    """Standard buttons in the platform's order; without icons, which only some of them have."""
    box = DialogButtonRow()
    for kind in standard:
        button = box.addButton(kind)
        button.setIcon(QIcon())
        button.setText(_standard_label(kind))
    return box


def _standard_label(kind: StandardButton) -> str:
    """In the program's language, for which Qt need not have a catalogue."""
    return {
        StandardButton.Save: translate("widgets", "Save"),
        StandardButton.Cancel: translate("widgets", "Cancel"),
        StandardButton.Close: translate("widgets", "Close"),
    }[kind]


def set_cancel_text(box: QDialogButtonBox, cancel: str, close: str, *, can_change: bool) -> None:
    """Where nothing can be changed there is nothing to cancel."""
    button: QPushButton = box.button(StandardButton.Cancel)
    button.setText(cancel if can_change else close)
