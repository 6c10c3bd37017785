"""Rows of buttons at the foot of a dialog."""

from __future__ import annotations

from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QDialogButtonBox, QPushButton

Standard = QDialogButtonBox.StandardButton


def button_box(*standard: Standard) -> QDialogButtonBox:
    """Standard buttons in the platform's order; without icons, which only some of them have."""
    box = QDialogButtonBox()
    for which in standard:
        box.addButton(which).setIcon(QIcon())
    return box


def name_way_out(box: QDialogButtonBox, cancel: str, close: str, *, can_change: bool) -> None:
    """Where nothing can be changed there is nothing to cancel."""
    button: QPushButton = box.button(Standard.Cancel)
    button.setText(cancel if can_change else close)
