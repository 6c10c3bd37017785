"""The base class of the dialogs that show a table."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QLayout,
    QPushButton,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop_app.ui.dialogs.guarded_dialog import GuardedDialog
from desktop_app.ui.widgets.dialog_buttons import StandardButton, button_box
from desktop_app.ui.widgets.focus.buttons import PushButton
from desktop_app.ui.widgets.windows import resize_to_fit


class TableDialog(GuardedDialog):
    """A dialog with a table, action buttons, and Close; deleted when closed.

    Attributes:
        buttons: The action buttons in the order in which they were added, and Close.
    """

    def __init__(self, title: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.buttons = button_box(StandardButton.Close)
        self.buttons.rejected.connect(self.reject)

    @property
    def has_unsaved_work(self) -> bool:
        """Whether closing would lose what the user entered; most tables only have filters."""
        return False

    def add_action(self, text: str, on_click: Callable[..., object]) -> QPushButton:
        """Add a button to the foot of the dialog."""
        button = PushButton(text)
        button.clicked.connect(on_click)
        self.buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        return button

    def lay_out(self, *parts: QWidget | QLayout, width: int, height: int) -> None:
        """Stack the parts, with the buttons at the foot; a splitter or table gets the free space.

        ``width`` and ``height`` are in logical pixels; a small screen gives less.
        """
        layout = QVBoxLayout(self)
        for part in (*parts, self.buttons):
            if isinstance(part, QLayout):
                layout.addLayout(part)
            else:
                layout.addWidget(part, int(isinstance(part, QSplitter | QTableView)))
        resize_to_fit(self, width, height)


def split_rows(top: QWidget, bottom: QWidget, stretch: tuple[int, int]) -> QSplitter:
    """Return a splitter with one widget above the other, growing in the ratio ``stretch``."""
    split = QSplitter(Qt.Orientation.Vertical)
    for place, (widget, share) in enumerate(zip((top, bottom), stretch, strict=True)):
        split.addWidget(widget)
        split.setStretchFactor(place, share)
    return split
