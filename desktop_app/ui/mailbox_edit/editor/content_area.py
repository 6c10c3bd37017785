"""A scroll area that is as high as its content, and scrolls only where there is less room."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget


class ContentColumn(QWidget):
    """Widgets below each other, without margins."""

    layout_requested = Signal()
    """A part wants another size, was shown or was hidden."""

    def __init__(self, *parts: QWidget) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for part in parts:
            column.addWidget(part)

    def event(self, event: QEvent) -> bool:
        """Tell the area around when the layout changes."""
        is_handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self.layout_requested.emit()
        return is_handled


class ContentArea(QScrollArea):
    """Asks for the height of its content, and keeps ``least`` logical pixels of it in view."""

    def __init__(self, least: int, *parts: QWidget) -> None:
        super().__init__()
        self._content = ContentColumn(*parts)
        self._content.layout_requested.connect(self.updateGeometry)
        self._least = least
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Tab goes to its content
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.setWidget(self._content)

    def sizeHint(self) -> QSize:
        """Return the size of the content at the width that it has now."""
        return QSize(self._content.sizeHint().width(), self._content_height)

    def minimumSizeHint(self) -> QSize:
        """Return the least width of the content, and the height that stays in view."""
        width = (
            self._content.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width()
        )
        return QSize(width, min(self._least, self._content_height))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for another height: the new width may wrap texts differently."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    @property
    def _content_height(self) -> int:
        content = self._content
        if content.hasHeightForWidth():
            return content.heightForWidth(self.width())
        return content.sizeHint().height()
