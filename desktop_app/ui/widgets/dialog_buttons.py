"""The button row at the bottom of a dialog, and how Enter works on buttons."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QShowEvent
from PySide6.QtWidgets import QDialogButtonBox, QPushButton, QWidget

from desktop_app.ui.i18n import translate
from desktop_app.ui.widgets.focus.buttons import PushButton

StandardButton = QDialogButtonBox.StandardButton
ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _EnterKeyFilter(QObject):
    """Makes Enter press the focused button."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Press the button on Enter."""
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
    """Make Enter press this button only while it has the focus.

    Qt offers only two ways: Enter in any line edit presses the button, or Enter on the button
    presses the dialog's default, which may be a save.
    """
    button.setAutoDefault(False)
    button.installEventFilter(_EnterKeyFilter(button))


ROLES = {
    StandardButton.Save: QDialogButtonBox.ButtonRole.AcceptRole,
    StandardButton.Cancel: QDialogButtonBox.ButtonRole.RejectRole,
    StandardButton.Close: QDialogButtonBox.ButtonRole.RejectRole,
}

LEFT_ROLE = QDialogButtonBox.ButtonRole.ResetRole
"""The role of a button that stands at the left end of the row on every platform: a test."""


class DialogButtonRow(QDialogButtonBox):
    """A button row in which Enter presses the focused button or the default, never Close.

    Qt would make the first button the default, and Enter in a search line would close the window.
    Its standard buttons are the program's own: they keep the focus when they are disabled.
    """

    def __init__(self, *standard: StandardButton) -> None:
        super().__init__()
        self._enter_key_filter = _EnterKeyFilter(self)
        self._standard = {kind: PushButton(_standard_label(kind)) for kind in standard}
        for kind, button in self._standard.items():
            self.addButton(button, ROLES[kind])

    def button(self, which: StandardButton) -> QPushButton:
        """Return a standard button that the row was made with.

        Raises:
            KeyError: The row has no such button.
        """
        return self._standard[which]

    def showEvent(self, event: QShowEvent) -> None:
        """Order the Tab key from left to right, whatever the order of creation."""
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
    """Return a row of standard buttons in platform order."""
    return DialogButtonRow(*standard)


def _standard_label(kind: StandardButton) -> str:
    """Return a translated label: Qt may have no catalogue for the program's language."""
    return {
        StandardButton.Save: translate("widgets", "Save"),
        StandardButton.Cancel: translate("widgets", "Cancel"),
        StandardButton.Close: translate("widgets", "Close"),
    }[kind]


def set_cancel_text(box: QDialogButtonBox, cancel: str, close: str, *, can_change: bool) -> None:
    """Label the Cancel button ``cancel``, or ``close`` if nothing can be changed."""
    box.button(StandardButton.Cancel).setText(cancel if can_change else close)
