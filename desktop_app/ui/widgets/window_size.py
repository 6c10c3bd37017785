"""Windows that fit the screen they open on."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

TITLE_BAR_HEIGHT = 60
"""Pixels of height for the title bar, which is not the window's own."""


def resize_to_fit(window: QWidget, width: int, height: int) -> None:
    """Give a window this size in logical pixels, or what its screen has: 911 x 512 is usual."""
    room = window.screen().availableGeometry()
    window.resize(min(width, room.width()), min(height, room.height() - TITLE_BAR_HEIGHT))
