"""Every window in a contrast theme: texts that cannot be told from their background.

``python -m tests.screenshots.contrast THEME``, on an offscreen screen, prints one line of JSON: a
list of what is harder to read than a contrast theme promises.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt
from PySide6.QtGui import QBrush, QColor, QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTextEdit,
    QToolButton,
    QWidget,
)

from desktop_app.ui.i18n import install_catalogues
from tests.screenshots.palettes import THEMES
from tests.screenshots.take import Camera, take_all

LEAST = 4.5
"""The ratio of luminances that WCAG 2.2 asks of texts (1.4.3)."""
FIELDS = (QLineEdit, QAbstractSpinBox, QComboBox, QTextEdit, QPlainTextEdit)
ROWS = 12
"""So many rows of each list are looked at."""


def luminance(color: QColor) -> float:
    """Return the relative luminance of WCAG 2.2, from 0 to 1."""
    parts = (color.redF(), color.greenF(), color.blueF())
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: QColor, other: QColor) -> float:
    """Return the contrast ratio of two opaque colours, from 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


class ContrastReader(Camera):
    """Compares the colours of texts and backgrounds in place of taking pictures."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application, "", "", Path())
        self.faint: set[str] = set()
        self.seen = 0

    def take(self, name: str, window: QWidget) -> None:
        """Look at every widget of the window that shows a text."""
        self.settle(window)
        for widget in window.findChildren(QWidget):
            if not widget.isVisible() or not widget.isEnabled() or widget.styleSheet():
                continue
            if isinstance(widget, QAbstractItemView):
                self._look_at_rows(name, widget)
            elif isinstance(widget, (QLabel, QAbstractButton, *FIELDS)):
                self._look_at(name, widget)

    def _look_at(self, name: str, widget: QWidget) -> None:
        is_field = isinstance(widget, FIELDS)
        role = QPalette.ColorRole.Text if is_field else widget.foregroundRole()
        text = widget.palette().color(QPalette.ColorGroup.Active, role)
        self._compare(f"{name}: {_told(widget)}", text, _ground(widget))

    def _look_at_rows(self, name: str, view: QAbstractItemView) -> None:
        model = view.model()
        columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(QModelIndex())
        for row in range(min(ROWS, model.rowCount())):
            for column in range(columns):
                index = model.index(row, column)
                text = _color(index.data(Qt.ItemDataRole.ForegroundRole)) or view.palette().color(
                    QPalette.ColorRole.Text
                )
                ground = _color(index.data(Qt.ItemDataRole.BackgroundRole)) or view.palette().color(
                    QPalette.ColorRole.Base
                )
                self._compare(f"{name}: {_told(view)} {index.data()!r:.40}", text, ground)

    def _compare(self, place: str, text: QColor, ground: QColor) -> None:
        self.seen += 1
        if text.alpha() == 255 == ground.alpha() and contrast(text, ground) < LEAST:
            self.faint.add(f"{place}: {text.name()} on {ground.name()}")


def _ground(widget: QWidget) -> QColor:
    """Return the background behind a text: its own, or that of the nearest painted parent."""
    if isinstance(widget, FIELDS):
        return widget.palette().color(QPalette.ColorGroup.Active, QPalette.ColorRole.Base)
    if isinstance(widget, QPushButton | QToolButton):
        return widget.palette().color(QPalette.ColorGroup.Active, QPalette.ColorRole.Button)
    at: QWidget | None = widget
    while at is not None and not at.isWindow():
        if at.autoFillBackground():
            return at.palette().color(QPalette.ColorGroup.Active, at.backgroundRole())
        at = at.parentWidget()
    return widget.window().palette().color(QPalette.ColorGroup.Active, QPalette.ColorRole.Window)


def _color(value: object) -> QColor | None:
    if isinstance(value, QBrush):
        return value.color()
    return value if isinstance(value, QColor) else None


def _told(widget: QWidget) -> str:
    text = getattr(widget, "text", lambda: "")()
    return f"{type(widget).__name__} {widget.accessibleName() or text!s:.40}"


def main(theme: str) -> int:
    """Look at them all."""
    application = QApplication([])
    install_catalogues(application)
    application.setStyle("fusion")
    application.setPalette(THEMES[theme]())
    reader = ContrastReader(application)
    take_all(reader)
    sys.stdout.write(json.dumps({"faint": sorted(reader.faint), "seen": reader.seen}) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
