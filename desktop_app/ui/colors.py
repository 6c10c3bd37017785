"""The few colours that the system's palette does not have, for light and for dark windows."""

from __future__ import annotations

from PySide6.QtGui import QColor, QPalette


def is_dark(palette: QPalette) -> bool:
    """Whether windows are dark."""
    return palette.color(QPalette.ColorRole.Window).lightness() < 128


def error_color(palette: QPalette) -> QColor:
    """Text that says what is wrong."""
    return QColor("#ff8f85") if is_dark(palette) else QColor("#b3261e")


def warning_ground(palette: QPalette) -> QColor:
    """The ground of a banner that warns; the palette's own text stays readable on it."""
    return QColor("#4a3b12") if is_dark(palette) else QColor("#fff2cc")


def demo_ground(palette: QPalette) -> QColor:
    """The ground of the mark of a demo window."""
    return QColor("#8e6bd1") if is_dark(palette) else QColor("#6b46b8")
