"""Modal message boxes, for decisions that cannot wait. All texts are shown as plain text."""

from __future__ import annotations

import sys

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget


def confirm(parent: QWidget, text: str, details: str, accept_label: str, reject_label: str) -> bool:
    """Ask a question; return whether the user chose ``accept_label``.

    ``reject_label`` is the default button, and the meaning of Esc.
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
    """Show why the program cannot start: on stderr, and in a box unless that is a terminal.

    Whoever started the program from a menu would otherwise see nothing at all.
    """
    if sys.stderr is not None:  # None in a Windows GUI program
        sys.stderr.write(text)
        sys.stderr.flush()
        if sys.stderr.isatty():
            return
    box = QMessageBox()
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(text)
    box.exec()
