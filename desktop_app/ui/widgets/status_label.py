"""The permanent text at the right end of the status bar."""

from __future__ import annotations

from functools import partial

from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QLabel, QStatusBar

MESSAGE_GAP = 40
"""Logical pixels between the label and a message, size grip included."""
MAX_WIDTH = 16_777_215
"""Logical pixels, Qt's QWIDGETSIZE_MAX: no limit."""


class StatusLabel(QLabel):
    """A text that shrinks when a message needs the room, because messages are temporary."""

    def attach(self, bar: QStatusBar, beside: QLabel) -> None:
        """Add the label to a status bar, and make it shrink for the bar's messages.

        ``beside`` is put to its right and never shrinks: it holds what must stay in sight.
        """
        self.setMinimumWidth(1)  # a long text must not make the window wide
        self._beside = beside
        bar.addPermanentWidget(self)
        bar.addPermanentWidget(beside)
        bar.messageChanged.connect(partial(self.shrink_for, bar))

    def setText(self, text: str) -> None:
        """Set the text, in one line: it may hold a name from a server."""
        if text:
            from desktop_app.ui.text.plain_text import one_line  # lazy: start

            text = one_line(text)
        super().setText(text)

    def shrink_for(self, bar: QStatusBar, message: str) -> None:
        """Shrink to leave a message its room; an empty message restores the full width."""
        needed = self.fontMetrics().horizontalAdvance(message) + MESSAGE_GAP
        if not self._beside.isHidden():
            needed += self._beside.sizeHint().width() + MESSAGE_GAP
        self.setMaximumWidth(max(0, bar.width() - needed) if message else MAX_WIDTH)
        if bar.toolTip() or message:
            from desktop_app.ui.text.plain_text import tooltip  # lazy: start

            bar.setToolTip(tooltip(message))  # the bar may be too short for the message
            bar.setAccessibleDescription(message)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the text, with an ellipsis if it is too long."""
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
