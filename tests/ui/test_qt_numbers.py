"""The numbers that stand for names of Qt's enumerations."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QToolBar

from desktop_app.ui import qt_numbers


def test_the_numbers_are_those_of_the_names() -> None:
    label, bar, action = QLabel(), QToolBar(), QAction()
    label.setProperty(*qt_numbers.PLAIN_TEXT)
    label.setProperty(*qt_numbers.CENTRED)
    label.setProperty(*qt_numbers.SELECTABLE)
    bar.setProperty(*qt_numbers.NO_MENU)
    bar.setProperty(*qt_numbers.ICON_ONLY)
    assert bar.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonIconOnly
    bar.setProperty(*qt_numbers.TEXT_BESIDE_ICON)
    action.setProperty(*qt_numbers.IN_ALL_WINDOWS)
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert label.alignment() == Qt.AlignmentFlag.AlignHCenter
    assert label.textInteractionFlags() == Qt.TextInteractionFlag.TextSelectableByMouse
    assert bar.contextMenuPolicy() is Qt.ContextMenuPolicy.PreventContextMenu
    assert bar.toolButtonStyle() is Qt.ToolButtonStyle.ToolButtonTextBesideIcon
    assert action.shortcutContext() is Qt.ShortcutContext.ApplicationShortcut
    assert Qt.ItemDataRole.DisplayRole == qt_numbers.DISPLAY_ROLE
