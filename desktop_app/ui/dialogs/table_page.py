"""The base class of a window's pages with a list at the left and its details at the right."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialogButtonBox,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop_app.services.background import Failure, Success
from desktop_app.services.mailbox_list.export import Exporter, Sheet
from desktop_app.ui.accessibility.result_label import ResultLabel
from desktop_app.ui.dialogs.save_file import (
    SPREADSHEET_FILTERS,
    choose_save_path,
    export_kind_of,
    file_saved_text,
)
from desktop_app.ui.widgets.banner import ButtonAction
from desktop_app.ui.widgets.dialog_buttons import button_box
from desktop_app.ui.widgets.focus.buttons import PushButton
from desktop_app.ui.widgets.placeholder import PlaceholderPage
from desktop_app.ui.widgets.plain_label import plain_label
from desktop_app.ui.widgets.windows import if_still_open


class TablePage(QWidget):
    """A list, the details of its selected line, a status text and buttons. GUI thread.

    While the list is empty, a placeholder says what will be there and how to begin.

    Attributes:
        status: Plain text: a summary of the list, or the result of the last action.
        splitter: The list at the left, the details at the right.
        foot: Holds the buttons; a window may move it beside its own. Empty while the list is.
    """

    def __init__(self) -> None:
        super().__init__()
        self.status, self.splitter = ResultLabel(), QSplitter(Qt.Orientation.Horizontal)
        self.placeholder, self.buttons, self.foot = PlaceholderPage(), button_box(), QWidget()
        self.detail_heading, self.detail_label = plain_label(), plain_label()
        font = self.detail_heading.font()
        font.setBold(True)
        self.detail_heading.setFont(font)
        self._stack = QStackedWidget()

    @property
    def has_unsaved_work(self) -> bool:
        """Whether closing would lose what the user entered; most pages only have filters."""
        return False

    @property
    def loss_text(self) -> str:
        """What closing would lose. Translated; empty if nothing is lost."""
        return ""

    @property
    def unsaved_text(self) -> str:
        """What the user entered and has not used yet; empty on pages without such a field."""
        return ""

    def restore_unsaved_text(self, text: str) -> None:
        """Put back what the user entered on the page in place of which this one stands."""

    @property
    def start_widget(self) -> QWidget:
        """The widget that gets the keyboard when the page is opened."""
        return self._stack

    def reload(self) -> None:
        """Load what the page shows; called whenever the page comes into view."""

    def reload_if_shown(self) -> None:
        """Load again after a change, unless another page is in front."""
        if self.isVisible():
            self.reload()

    def add_action(self, text: str, on_click: Callable[..., object]) -> QPushButton:
        """Add a button to the foot of the page."""
        button = PushButton(text)
        button.clicked.connect(on_click)
        self.buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        return button

    def lay_out(
        self,
        table: QTableView,
        detail_table: QTableView,
        *,
        above: Iterable[QWidget] = (),
        beside_status: Iterable[QWidget] = (),
        shares: tuple[int, int] = (3, 2),
    ) -> None:
        """Put the list and its details side by side, between the other parts of the page.

        ``shares`` is the ratio of their widths at first.
        """
        self.splitter.addWidget(table)
        self.splitter.addWidget(self._make_details(detail_table))
        for place, share in enumerate(shares):
            self.splitter.setStretchFactor(place, share)
            self.splitter.setCollapsible(place, False)
        for content in (self.splitter, self.placeholder):
            self._stack.addWidget(content)
        self.placeholder.enable_pictures()
        foot, status_row, layout = QHBoxLayout(self.foot), QHBoxLayout(), QVBoxLayout(self)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.addWidget(self.buttons)
        status_row.addWidget(self.status, 1)
        for widget in beside_status:
            status_row.addWidget(widget)
        layout.setContentsMargins(0, layout.spacing(), 0, 0)
        for part in (*above, self._stack):
            layout.addWidget(part, int(part is self._stack))
        layout.addLayout(status_row)
        layout.addWidget(self.foot)

    def _make_details(self, table: QTableView) -> QWidget:
        panel = QWidget()
        layout = QVBoxLayout(panel)
        layout.setContentsMargins(6, 0, 0, 0)
        layout.addWidget(self.detail_heading)
        layout.addWidget(self.detail_label)
        layout.addWidget(table, 1)
        return panel

    def show_details(self, heading: str, text: str) -> None:
        """Show what the selected line is about, and a few sentences on it; either may be empty."""
        for label, message in ((self.detail_heading, heading), (self.detail_label, text)):
            label.setText(message)
            label.setVisible(bool(message))

    def show_list(self) -> None:
        """Show the list and its details, and the buttons."""
        self.buttons.show()
        self._stack.setCurrentWidget(self.splitter)

    def show_empty(self, icon_name: str, headline: str, text: str, *actions: ButtonAction) -> None:
        """Show in place of list and buttons why the list is empty, and how to fill it."""
        self.buttons.hide()
        self.placeholder.show_state(icon_name, headline, text, *actions)
        self._stack.setCurrentWidget(self.placeholder)

    @property
    def is_empty(self) -> bool:
        """Whether the placeholder is shown."""
        return self._stack.currentWidget() is self.placeholder

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
