"""A window about a table: a line that says how things stand, actions, and Close at its foot."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QLayout,
    QPushButton,
    QSplitter,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop_app.services.background import Failure, Success
from desktop_app.services.mailbox_list.export import Exporter, Sheet
from desktop_app.ui.dialogs.save_file import (
    SPREADSHEET_FILTERS,
    choose_save_path,
    export_kind_of,
    file_saved_text,
)
from desktop_app.ui.widgets.dialog_buttons import StandardButton, button_box
from desktop_app.ui.widgets.windows import if_still_open, resize_to_fit


class TableDialog(QDialog):
    """Base of the windows that show a table; Qt deletes such a window when it is closed.

    Attributes:
        status: Plain text: what the table shows, or what the last action came to.
        buttons: The actions in the order in which they were added, and Close.
    """

    def __init__(self, title: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.status = QLabel()
        self.status.setTextFormat(Qt.TextFormat.PlainText)
        self.status.setWordWrap(True)
        self.buttons = button_box(StandardButton.Close)
        self.buttons.rejected.connect(self.reject)

    def add_action(self, text: str, on_click: Callable[..., object]) -> QPushButton:
        """Add a button to the foot of the window."""
        button = QPushButton(text)
        button.clicked.connect(on_click)
        self.buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        return button

    def lay_out(self, *parts: QWidget | QLayout, width: int, height: int) -> None:
        """Put the parts under each other, the foot below; a splitter or table gets the room.

        ``width`` and ``height`` are in logical pixels; a small screen gives less.
        """
        layout = QVBoxLayout(self)
        for part in (*parts, self.buttons):
            if isinstance(part, QLayout):
                layout.addLayout(part)
            else:
                layout.addWidget(part, int(isinstance(part, QSplitter | QTableView)))
        resize_to_fit(self, width, height)

    def choose_export_file(
        self, export_to: Callable[[Path], None], *, proposed_name: str = ""
    ) -> None:
        """Ask for the name of a spreadsheet, then call ``export_to`` with it."""
        choose_save_path(self, SPREADSHEET_FILTERS, "csv", proposed_name, export_to)

    def export_sheet(self, exporter: Exporter, path: Path, sheet: Sheet) -> None:
        """Write a sheet as CSV or Excel, as the file's name says; ``status`` tells the outcome."""

        def on_done(outcome: Success[None] | Failure) -> None:
            self.status.setText(file_saved_text(path, outcome))

        exporter.write(path, export_kind_of(path), sheet, if_still_open(self, on_done))


def split_rows(top: QWidget, bottom: QWidget, stretch: tuple[int, int]) -> QSplitter:
    """Return a splitter with one widget above the other, growing in the ratio ``stretch``."""
    split = QSplitter(Qt.Orientation.Vertical)
    for place, (widget, share) in enumerate(zip((top, bottom), stretch, strict=True)):
        split.addWidget(widget)
        split.setStretchFactor(place, share)
    return split
