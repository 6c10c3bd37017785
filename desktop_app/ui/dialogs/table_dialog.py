"""The base class of the dialogs that show a table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

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

from desktop_app.services.background import Failure, Success
from desktop_app.services.mailbox_list.export import Exporter, Sheet
from desktop_app.ui.accessibility.result_label import ResultLabel
from desktop_app.ui.dialogs.guarded_dialog import GuardedDialog
from desktop_app.ui.dialogs.save_file import (
    SPREADSHEET_FILTERS,
    choose_save_path,
    export_kind_of,
    file_saved_text,
)
from desktop_app.ui.widgets.dialog_buttons import StandardButton, button_box
from desktop_app.ui.widgets.focus.buttons import PushButton
from desktop_app.ui.widgets.windows import if_still_open, resize_to_fit


class TableDialog(GuardedDialog):
    """A dialog with a table, a status text, action buttons, and Close; deleted when closed.

    Attributes:
        status: Plain text: a summary of the table, or the result of the last action.
        buttons: The action buttons in the order in which they were added, and Close.
    """

    def __init__(self, title: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.status = ResultLabel()
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

    def choose_export_file(
        self, export_to: Callable[[Path], None], *, proposed_name: str = ""
    ) -> None:
        """Ask for the path of a spreadsheet, then call ``export_to`` with that path."""
        choose_save_path(self, SPREADSHEET_FILTERS, "csv", proposed_name, export_to)

    def export_sheet(self, exporter: Exporter, path: Path, sheet: Sheet) -> None:
        """Write a sheet as CSV or Excel, by the file's suffix; show the result in ``status``."""

        def on_done(outcome: Success[None] | Failure) -> None:
            self.status.show_result(file_saved_text(path, outcome))

        exporter.write(path, export_kind_of(path), sheet, if_still_open(self, on_done))


def split_rows(top: QWidget, bottom: QWidget, stretch: tuple[int, int]) -> QSplitter:
    """Return a splitter with one widget above the other, growing in the ratio ``stretch``."""
    split = QSplitter(Qt.Orientation.Vertical)
    for place, (widget, share) in enumerate(zip((top, bottom), stretch, strict=True)):
        split.addWidget(widget)
        split.setStretchFactor(place, share)
    return split
