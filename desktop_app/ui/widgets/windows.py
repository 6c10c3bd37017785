"""What windows share: a size that fits their screen, and outcomes that come after they closed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtWidgets import QDialog, QWidget
from shiboken6 import isValid

TITLE_BAR_HEIGHT = 60
"""Pixels of height for the title bar, which is not the window's own."""


def resize_to_fit(window: QWidget, width: int, height: int) -> None:
    """Give a window this size in logical pixels, or what its screen has: 911 x 512 is usual."""
    room = window.screen().availableGeometry()
    window.resize(min(width, room.width()), min(height, room.height() - TITLE_BAR_HEIGHT))


Outcome = TypeVar("Outcome")


def if_still_open(dialog: QDialog, on_done: Callable[[Outcome], None]) -> Callable[[Outcome], None]:
    """Deliver an outcome as long as the dialog is shown; afterwards nobody waits for it."""

    def deliver(outcome: Outcome) -> None:
        if isValid(dialog) and dialog.isVisible():
            on_done(outcome)

    return deliver
