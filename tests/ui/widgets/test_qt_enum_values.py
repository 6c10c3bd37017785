"""The numbers that stand for names of Qt's enumerations."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QToolBar

from desktop_app.ui.widgets import qt_enum_values


def test_the_numbers_are_those_of_the_names() -> None:
    label, bar, action = QLabel(), QToolBar(), QAction()
    label.setProperty(*qt_enum_values.PLAIN_TEXT)
    label.setProperty(*qt_enum_values.CENTRED)
    label.setProperty(*qt_enum_values.SELECTABLE)
    bar.setProperty(*qt_enum_values.NO_MENU)
    bar.setProperty(*qt_enum_values.ICON_ONLY)
    assert bar.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly
    bar.setProperty(*qt_enum_values.TEXT_BESIDE_ICON)
    action.setProperty(*qt_enum_values.IN_ALL_WINDOWS)
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert label.alignment() == Qt.AlignmentFlag.AlignHCenter
    assert label.textInteractionFlags() == Qt.TextInteractionFlag.TextSelectableByMouse
    assert bar.contextMenuPolicy() is Qt.ContextMenuPolicy.PreventContextMenu
    assert bar.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonTextBesideIcon
    assert action.shortcutContext() is Qt.ShortcutContext.ApplicationShortcut
    assert Qt.ItemDataRole.DisplayRole == qt_enum_values.DISPLAY_ROLE
