"""Modal boxes, only for a decision that cannot wait. Their texts are plain text."""

from __future__ import annotations

import sys

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget


def confirm(parent: QWidget, text: str, details: str, accept_label: str, reject_label: str) -> bool:
    """Whether the user chose ``accept_label``; ``reject_label`` is the default, and what Esc
    means.
    """
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    box.setInformativeText(details)
    chosen = box.addButton(accept_label, QMessageBox.ButtonRole.DestructiveRole)
    default = box.addButton(reject_label, QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(default)
    box.setEscapeButton(default)
    box.exec()
    return box.clickedButton() is chosen


def show_startup_error(text: str) -> None:
    """Tell why there is no window: in the terminal, or in a box where there is none (Windows)."""
    if sys.stderr is not None:
        sys.stderr.write(text)
        return
    box = QMessageBox()
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    box.exec()
