"""Announcements: sentences that a screen reader speaks when they come, wherever the focus is."""

from __future__ import annotations

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, text: str) -> None:
    """Have screen readers speak a translated sentence about ``widget`` once they are free.

    Does nothing for an empty text, or if no screen reader runs. Never pass a secret. GUI thread.
    """
    if text:
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))
