"""A scroll area that is as high as its content, and scrolls only where there is less room."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget


class ContentColumn(QWidget):
    """Widgets below each other, without margins; ``spacing`` is in logical pixels."""

    layout_requested = Signal()
    """A part wants another size, was shown or was hidden."""

    def __init__(self, spacing: int, *parts: QWidget) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(spacing)
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

    def __init__(self, least: int, *parts: QWidget, spacing: int = 0) -> None:
        super().__init__()
        self._content = ContentColumn(spacing, *parts)
        self._content.layout_requested.connect(self._on_layout_requested)
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
        self._show_bar_if_needed()
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def _on_layout_requested(self) -> None:
        self._show_bar_if_needed()
        self.updateGeometry()

    def _show_bar_if_needed(self) -> None:
        """Hide the bar where the content fits: Qt keeps a bar whose own width wraps a text."""
        fits = self._content_height <= self.height()
        policies = Qt.ScrollBarPolicy
        self.setVerticalScrollBarPolicy(
            policies.ScrollBarAlwaysOff if fits else policies.ScrollBarAsNeeded
        )

    @property
    def _content_height(self) -> int:
        content = self._content
        if content.hasHeightForWidth():
            return content.heightForWidth(self.width())
        return content.sizeHint().height()
