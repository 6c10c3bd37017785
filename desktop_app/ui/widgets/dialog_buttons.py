"""Rows of buttons at the foot of a dialog."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QIcon, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialogButtonBox, QPushButton, QWidget

Standard = QDialogButtonBox.StandardButton
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Presser(QObject):
    """Lets Enter press the button that has the keyboard."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter on the button."""
        if (
            isinstance(watched, QPushButton)
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in ENTER
        ):
            watched.click()
            return True
        return super().eventFilter(watched, event)


def only_when_on_it(button: QPushButton) -> None:
    """Enter presses this button when it has the keyboard, and never otherwise.

    Qt knows only two ways: it is pressed from any line of the dialog, or Enter on it presses
    another button, the dialog's default, which may be a save.
    """
    button.setAutoDefault(False)
    button.installEventFilter(_Presser(button))


class ButtonRow(QDialogButtonBox):
    """Enter presses the button that it is on, or the dialog's default: never the way out.

    Qt would make the first button the default, and Enter in a search line would close the window.
    """

    def __init__(self) -> None:
        super().__init__()
        self._presser = _Presser(self)

    def showEvent(self, event: QShowEvent) -> None:
        """Tab goes from left to right, in whichever order the buttons were made."""
        for button in self._from_left():
            button.setAutoDefault(False)
            button.installEventFilter(self._presser)
        for left, right in pairwise(self._from_left()):
            QWidget.setTabOrder(left, right)
        super().showEvent(event)

    def _from_left(self) -> list[QPushButton]:
        layout, buttons = self.layout(), self.findChildren(QPushButton)
        return sorted(buttons, key=layout.indexOf) if layout is not None else buttons


def button_box(*standard: Standard) -> ButtonRow:
    """Standard buttons in the platform's order; without icons, which only some of them have."""
    box = ButtonRow()
    for which in standard:
        box.addButton(which).setIcon(QIcon())
    return box


def name_way_out(box: QDialogButtonBox, cancel: str, close: str, *, can_change: bool) -> None:
    """Where nothing can be changed there is nothing to cancel."""
    button: QPushButton = box.button(Standard.Cancel)
    button.setText(cancel if can_change else close)
