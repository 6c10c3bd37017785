"""The base class of the dialogs in which something can be typed: closing asks before it is lost."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QWidget,
)

from desktop_app.ui.dialogs.message_boxes import confirm
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.plain_text import one_line


class GuardedDialog(QDialog):
    """Asks on Esc, Cancel and the window's close button, and when the program quits.

    A subclass calls `remember_input` once its fields are filled, or overrides
    `has_unsaved_work`. GUI thread.
    """

    is_asked_by_owner = False
    """Whether another object asks in this dialog before the program quits."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._remembered_input: list[object] = []

    def setWindowTitle(self, title: str) -> None:
        """Set the title, in one line: it may hold a name from a server or a file."""
        super().setWindowTitle(one_line(title))

    def remember_input(self) -> None:
        """Take what the fields hold now for what is stored; call this with empty secret fields."""
        self._remembered_input = entered_values(self)

    @property
    def has_unsaved_work(self) -> bool:
        """Whether closing would lose what the user entered."""
        return entered_values(self) != self._remembered_input

    @property
    def loss_text(self) -> str:
        """What closing would lose. Translated."""
        return translate("dialogs", "What you entered in this window would be lost.")

    def confirm_close(self) -> bool:
        """Ask if closing would lose work; return whether the dialog may close. Closes nothing."""
        return not self.has_unsaved_work or confirm(
            self,
            translate("dialogs", "Close without saving?"),
            self.loss_text,
            translate("dialogs", "&Close without saving"),
            translate("dialogs", "&Keep editing"),
        )

    def discard_edit(self) -> None:
        """Release what the user entered, because the dialog closes without saving."""

    def reject(self) -> None:
        """Close on Esc or Cancel, after asking if that would lose work.

        The window behind gets the keyboard: where a question and its dialog close one after the
        other, some window managers give it to no window.
        """
        if self.confirm_close():
            self.discard_edit()
            super().reject()
            if (parent := self.parentWidget()) is not None:
                parent.activateWindow()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Handle the window's close button like Cancel.

        Qt deletes no dialog that is hidden while it closes, whatever its WA_DeleteOnClose.
        """
        event.ignore()
        self.reject()
        if not self.isVisible() and self.testAttribute(Qt.WidgetAttribute.WA_DeleteOnClose):
            self.deleteLater()


def entered_values(window: QWidget) -> list[object]:
    """Return the value of each field of a window in a fixed order, secrets included.

    Lists are compared to see whether the user changed a field: a text changed and changed back is
    no change.
    """
    return [_value_of(field) for field in window.findChildren(QWidget) if _is_field(field)]


def may_close_dialogs() -> bool:
    """Ask in each open dialog that would lose work, except those that their owner asks about.

    Returns False if the user stays. Closes nothing.
    """
    for window in QApplication.topLevelWidgets():
        if not isinstance(window, GuardedDialog) or window.is_asked_by_owner:
            continue
        if window.isVisible() and not window.confirm_close():
            window.raise_()
            return False
    return True


def _is_field(widget: QWidget) -> bool:
    if isinstance(widget, QPlainTextEdit):
        return not widget.isReadOnly()
    if isinstance(widget, QPushButton):
        return widget.isCheckable() and widget.group() is not None  # one choice of several
    return isinstance(widget, QLineEdit | QComboBox | QSpinBox | QCheckBox | QRadioButton)


def _value_of(field: QWidget) -> object:
    if isinstance(field, QCheckBox | QRadioButton | QPushButton):
        return field.isChecked()
    if isinstance(field, QComboBox):
        return field.currentIndex()
    if isinstance(field, QSpinBox):
        return field.value()
    if isinstance(field, QPlainTextEdit):
        return field.toPlainText()
    return field.text() if isinstance(field, QLineEdit) else None
