"""What holds for the list, at the right end of the status bar."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QLabel, QStatusBar

MESSAGE_GAP = 40
"""Pixels between it and a message, the size grip included."""
MAX_WIDTH = 16_777_215
"""Qt's own limit: none."""


class StatusLabel(QLabel):
    """Shows a text, and is cut short where a message needs the room: what was just done is read
    first, and how many mailboxes there are can be read any time.
    """

    def attach(self, bar: QStatusBar) -> None:
        """Stand in this bar, and give way to its messages."""
        bar.addPermanentWidget(self)
        bar.messageChanged.connect(partial(self.shrink_for, bar))

    def shrink_for(self, bar: QStatusBar, message: str) -> None:
        """Leave this message the room it needs."""
        needed = self.fontMetrics().horizontalAdvance(message) + MESSAGE_GAP
        self.setMaximumWidth(max(0, bar.width() - needed) if message else MAX_WIDTH)
        if bar.toolTip() or message:
            from desktop_app.ui.text.plain_text import tooltip  # lazy: start

            bar.setToolTip(tooltip(message))  # it may be too long for the whole bar

    def paintEvent(self, event: QPaintEvent) -> None:
        """With an ellipsis, where it is cut short."""
        text, rect = self.text(), self.contentsRect()
        metrics = self.fontMetrics()
        if metrics.horizontalAdvance(text) <= rect.width():
            super().paintEvent(event)
            return
        from PySide6.QtCore import Qt  # lazy: start; the first paint needs neither
        from PySide6.QtGui import QPainter  # lazy: start

        painter = QPainter(self)
        cut = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, cut)
        painter.end()
