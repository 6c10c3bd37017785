"""The dialog that shows, hides and orders the list's columns, usable without a mouse."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.ui.i18n import translate
from desktop_app.ui.mailbox_list.table.column_spec import Column
from desktop_app.ui.mailbox_list.table.columns import column_titles
from desktop_app.ui.mailbox_list.table.list_view import MailboxListView
from desktop_app.ui.widgets.dialog_buttons import button_box
from desktop_app.ui.widgets.focus.buttons import PushButton
from desktop_app.ui.widgets.windows import resize_to_fit

COLUMN_ROLE = Qt.ItemDataRole.UserRole


class ColumnsDialog(QDialog):
    """Space shows or hides a column, Alt+Up and Alt+Down move it; the list updates at once."""

    def __init__(self, view: MailboxListView, parent: QWidget) -> None:
        super().__init__(parent)
        self._view = view
        self._header_controller = view.header_controller
        self.column_list = QListWidget()
        self.up_button = self._make_button(translate("mailbox_list", "Move &up"), "Alt+Up", -1)
        self.down_button = self._make_button(translate("mailbox_list", "Move &down"), "Alt+Down", 1)
        self.reset_button = PushButton(translate("mailbox_list", "&Reset"))
        self.reset_button.clicked.connect(self._reset)
        self._build_ui()
        self._fill_list()
        self.column_list.itemChanged.connect(self._on_item_changed)
        self.column_list.currentRowChanged.connect(self._update_buttons)
        self.column_list.setCurrentRow(0)

    def _build_ui(self) -> None:
        self.setWindowTitle(translate("mailbox_list", "Columns"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        label = QLabel(translate("mailbox_list", "&Columns, from left to right:"))
        label.setBuddy(self.column_list)
        self.column_list.setAccessibleName(translate("mailbox_list", "Columns, from left to right"))
        beside = QVBoxLayout()
        for button in (self.up_button, self.down_button, self.reset_button):
            beside.addWidget(button)
        beside.addStretch(1)
        row = QHBoxLayout()
        row.addWidget(self.column_list, 1)
        row.addLayout(beside)
        buttons = button_box(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(label)
        layout.addLayout(row)
        layout.addWidget(buttons)
        resize_to_fit(self, 380, 380)

    def _make_button(self, text: str, key: str, step: int) -> QPushButton:
        button = PushButton(text)
        button.setShortcut(key)
        button.setToolTip(key)
        button.clicked.connect(lambda: self._move(step))
        return button

    def _fill_list(self) -> None:
        self.column_list.blockSignals(True)
        self.column_list.clear()
        for column in self._header_controller.column_order():
            item = QListWidgetItem(column_titles()[column])
            item.setData(COLUMN_ROLE, int(column))
            shown = self._header_controller.is_shown(column)
            item.setCheckState(Qt.CheckState.Checked if shown else Qt.CheckState.Unchecked)
            if column is Column.ADDRESS:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsUserCheckable)
            self.column_list.addItem(item)
        self.column_list.blockSignals(False)

    def _move(self, step: int) -> None:
        place = self.column_list.currentRow()
        order = self._header_controller.column_order()
        if 0 <= place + step < len(order):
            order.insert(place + step, order.pop(place))
            self._header_controller.set_column_order(order)
            self._fill_list()
            self.column_list.setCurrentRow(place + step)

    def _reset(self) -> None:
        self._header_controller.reset_by_user()
        self._fill_list()
        self.column_list.setCurrentRow(0)

    def _on_item_changed(self, item: QListWidgetItem) -> None:
        shown = item.checkState() is Qt.CheckState.Checked
        self._header_controller.set_shown(Column(item.data(COLUMN_ROLE)), shown)

    def _update_buttons(self, row: int) -> None:
        self.up_button.setEnabled(row > 0)
        self.down_button.setEnabled(0 <= row < self.column_list.count() - 1)
