"""Every text that a window shows, or tells to who does not see it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QComboBox,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QProgressBar,
    QSpinBox,
    QStatusBar,
    QTabBar,
    QTextEdit,
    QWidget,
)

MAX_ROWS = 100
"""Rows of a table that are looked at; every kind of row is among them."""
ITEM_ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.StatusTipRole,
    Qt.ItemDataRole.WhatsThisRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.AccessibleDescriptionRole,
)


def window_texts(window: QWidget) -> Iterator[tuple[QObject, str]]:
    """Give each text with the widget or action that has it, but not what a user has typed."""
    yield window, window.windowTitle()
    for widget in (window, *window.findChildren(QWidget)):
        if widget is window or widget.isVisibleTo(window) or isinstance(widget, QMenu):
            yield from ((widget, text) for text in _texts_of(widget))
    for action in window.findChildren(QAction):
        yield from ((action, text) for text in _texts_of_action(action))


def _texts_of(widget: QWidget) -> Iterator[str]:
    yield widget.toolTip()
    yield widget.statusTip()
    yield widget.whatsThis()
    yield widget.accessibleName()
    yield widget.accessibleDescription()
    yield from _own_texts(widget)


def _own_texts(widget: QWidget) -> Iterator[str]:
    return next((read(widget) for kind, read in READERS if isinstance(widget, kind)), iter(()))


def _line_texts(line: QLineEdit) -> Iterator[str]:
    yield line.placeholderText()
    if line.isReadOnly() and not isinstance(line.parent(), QAbstractSpinBox):
        yield line.displayText()


def _page_texts(page: QPlainTextEdit | QTextEdit) -> Iterator[str]:
    yield page.placeholderText()
    if page.isReadOnly():
        yield page.toPlainText()


def _combo_texts(combo: QComboBox) -> Iterator[str]:
    yield combo.placeholderText()
    yield from _model_texts(combo.model())


def _tab_texts(bar: QTabBar) -> Iterator[str]:
    for number in range(bar.count()):
        yield from (bar.tabText(number), bar.tabToolTip(number))


def _view_texts(view: QAbstractItemView) -> Iterator[str]:
    return iter(()) if isinstance(view, QHeaderView) else _model_texts(view.model())


def _model_texts(model: QAbstractItemModel | None) -> Iterator[str]:
    if model is None:
        return
    top = QModelIndex()
    rows = min(model.rowCount(top), MAX_ROWS)
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(top)
    for orientation, count in (
        (Qt.Orientation.Horizontal, columns),
        (Qt.Orientation.Vertical, rows),
    ):
        for section in range(count):
            for role in ITEM_ROLES:
                yield _as_text(model.headerData(section, orientation, role))
    for row in range(rows):
        for column in range(columns):
            for role in ITEM_ROLES:
                yield _as_text(model.index(row, column, top).data(role))


def _as_text(data: object) -> str:
    return data if isinstance(data, str) else ""


def _texts_of_action(action: QAction) -> Iterator[str]:
    yield from (action.text(), action.iconText(), action.toolTip(), action.statusTip())


READERS: tuple[tuple[type[QWidget], Callable[[Any], Iterator[str]]], ...] = (
    (QLabel, lambda label: iter([label.text()])),
    (QAbstractButton, lambda button: iter([button.text()])),
    (QGroupBox, lambda box: iter([box.title()])),
    (QMenu, lambda menu: iter([menu.title()])),
    (QLineEdit, _line_texts),
    (QPlainTextEdit, _page_texts),
    (QTextEdit, _page_texts),
    (QComboBox, _combo_texts),
    (QSpinBox, lambda box: iter([box.prefix(), box.suffix(), box.specialValueText()])),
    (QProgressBar, lambda bar: iter([bar.text() if bar.isTextVisible() else ""])),
    (QTabBar, _tab_texts),
    (QStatusBar, lambda bar: iter([bar.currentMessage()])),
    (QAbstractItemView, _view_texts),
)
"""How the texts of a type of widget are read."""
