"""Which columns the list shows, and in which order, without a mouse."""

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

from desktop_app.ui.mailbox_list.list_view import MailboxView
from desktop_app.ui.mailbox_list.table.columns import Column, headers
from desktop_app.ui.widgets.dialog_buttons import button_box
from desktop_app.ui.widgets.window_size import resize_to_fit

COLUMN = Qt.ItemDataRole.UserRole


class ColumnsDialog(QDialog):
    """Space shows or hides a column, Alt+Up and Alt+Down move it; the list follows at once."""

    def __init__(self, view: MailboxView, parent: QWidget) -> None:
        super().__init__(parent)
        self._view = view
        self._columns = view.columns
        self.list = QListWidget()
        self.up = self._button(self.tr("Move &up"), "Alt+Up", -1)
        self.down = self._button(self.tr("Move &down"), "Alt+Down", 1)
        self.reset = QPushButton(self.tr("As at &first"))
        self.reset.clicked.connect(self._reset)
        self._arrange()
        self._fill()
        self.list.itemChanged.connect(self._show_or_hide)
        self.list.currentRowChanged.connect(self._update)
        self.list.setCurrentRow(0)

    def _arrange(self) -> None:
        self.setWindowTitle(self.tr("Columns"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        label = QLabel(self.tr("&Columns, from left to right:"))
        label.setBuddy(self.list)
        self.list.setAccessibleName(self.tr("Columns, from left to right"))
        beside = QVBoxLayout()
        for button in (self.up, self.down, self.reset):
            beside.addWidget(button)
        beside.addStretch(1)
        row = QHBoxLayout()
        row.addWidget(self.list, 1)
        row.addLayout(beside)
        buttons = button_box(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(label)
        layout.addLayout(row)
        layout.addWidget(buttons)
        resize_to_fit(self, 380, 380)

    def _button(self, text: str, key: str, step: int) -> QPushButton:
        button = QPushButton(text)
        button.setShortcut(key)
        button.setToolTip(key)
        button.clicked.connect(lambda: self._move(step))
        return button

    def _fill(self) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for column in self._columns.order():
            item = QListWidgetItem(headers()[column])
            item.setData(COLUMN, int(column))
            shown = self._columns.is_shown(column)
            item.setCheckState(Qt.CheckState.Checked if shown else Qt.CheckState.Unchecked)
            if column is Column.ADDRESS:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsUserCheckable)
            self.list.addItem(item)
        self.list.blockSignals(False)

    def _move(self, step: int) -> None:
        place = self.list.currentRow()
        order = self._columns.order()
        if 0 <= place + step < len(order):
            order.insert(place + step, order.pop(place))
            self._columns.set_order(order)
            self._fill()
            self.list.setCurrentRow(place + step)

    def _reset(self) -> None:
        self._columns.reset_by_hand()
        self._fill()
        self.list.setCurrentRow(0)

    def _show_or_hide(self, item: QListWidgetItem) -> None:
        shown = item.checkState() is Qt.CheckState.Checked
        self._columns.set_shown(Column(item.data(COLUMN)), shown)

    def _update(self, place: int) -> None:
        self.up.setEnabled(place > 0)
        self.down.setEnabled(0 <= place < self.list.count() - 1)
