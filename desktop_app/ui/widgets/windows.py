"""Helpers for windows: a size that fits the screen, and callbacks that end with the window."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QScrollArea, QWidget
from shiboken6 import isValid

TITLE_BAR_HEIGHT = 60
"""Logical pixels for the title bar, which Qt does not count as part of the window."""


def resize_to_fit(window: QWidget, width: int, height: int) -> None:
    """Resize a window, in logical pixels, to at most its screen; 911 x 512 is a common screen."""
    room = window.screen().availableGeometry()
    window.resize(min(width, room.width()), min(height, room.height() - TITLE_BAR_HEIGHT))


def grow_to_content(window: QWidget, scroll_area: QScrollArea, page: QWidget) -> None:
    """Make a window higher, as far as the screen allows, until its page needs no scrolling."""
    layout, view = page.layout(), scroll_area.viewport()
    if layout is None or window.isMaximized():
        return
    layout.activate()
    missing = layout.totalHeightForWidth(view.width()) - view.height()
    room = window.screen().availableGeometry().height() - TITLE_BAR_HEIGHT
    window.resize(window.width(), max(window.height(), min(window.height() + missing, room)))


Outcome = TypeVar("Outcome")


def if_still_open(widget: QWidget, on_done: Callable[[Outcome], None]) -> Callable[[Outcome], None]:
    """Return a callback that calls ``on_done`` only while the widget's window is visible."""

    def deliver(outcome: Outcome) -> None:
        if isValid(widget) and widget.window().isVisible():
            on_done(outcome)

    return deliver
