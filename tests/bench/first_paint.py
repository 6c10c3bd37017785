"""Tells when a window has been painted. For programs that are measured, so it imports little."""

import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QWidget


def report_first_paint(widget: QWidget, is_ready: Callable[[], bool]) -> None:
    """Print the clock after the first paint of a widget that is ready, and end the program."""
    widget.installEventFilter(_Watch(widget, is_ready))


class _Watch(QObject):
    def __init__(self, widget: QWidget, is_ready: Callable[[], bool]) -> None:
        super().__init__(widget)
        self._is_ready = is_ready
        self._reported = False

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and not self._reported and self._is_ready():
            self._reported = True
            # the paint comes after this filter, and whatever is posted now after the paint
            QCoreApplication.postEvent(self, QEvent(QEvent.Type.User))
        return False

    def customEvent(self, _event: QEvent) -> None:
        sys.stdout.write(f"{time.monotonic()}\n")
        sys.stdout.flush()
        QCoreApplication.quit()
