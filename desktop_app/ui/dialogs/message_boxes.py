"""Modal boxes, only for a decision that cannot wait. Their texts are plain text."""

from __future__ import annotations

import sys

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget


def ask(parent: QWidget, text: str, more: str, do: str, leave: str) -> bool:
    """Whether the user chose ``do``; ``leave`` is the default, and what Esc means."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    box.setInformativeText(more)
    chosen = box.addButton(do, QMessageBox.ButtonRole.DestructiveRole)
    default = box.addButton(leave, QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(default)
    box.setEscapeButton(default)
    box.exec()
    return box.clickedButton() is chosen


def tell_alone(text: str) -> None:
    """Tell why there is no window: in the terminal, or in a box where there is none (Windows)."""
    if sys.stderr is not None:
        sys.stderr.write(text)
        return
    box = QMessageBox()
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    box.exec()
