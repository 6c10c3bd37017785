"""A scroll area that is as high as its content, and gives way where the window is small."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QSizePolicy, QWidget

MIN_LINES = 2
"""Lines of text that stay visible however small the window is."""


class ShrinkingScrollArea(QScrollArea):
    """Shows a form above something that needs the room more; Tab scrolls to the focused field."""

    def __init__(self, content: QWidget) -> None:
        super().__init__()
        self._content = content
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.setWidget(content)
        content.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)
        content.installEventFilter(self)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._scroll_to_focus)

    def sizeHint(self) -> QSize:
        """Return the size of the content at the present width."""
        content = self._content
        wide = max(self.width(), content.minimumSizeHint().width())
        height = content.heightForWidth(wide) if content.hasHeightForWidth() else -1
        wanted = content.sizeHint()
        return QSize(wanted.width(), max(height, content.minimumSizeHint().height()))

    def minimumSizeHint(self) -> QSize:
        """Return the width of the content, and room for some lines."""
        lines = MIN_LINES * self.fontMetrics().lineSpacing()
        return QSize(self._content.minimumSizeHint().width(), min(lines, self.sizeHint().height()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ask for another height when the content does."""
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def _scroll_to_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Scroll to the focused field: QScrollArea itself follows only the Tab key."""
        if now is not None and self.isAncestorOf(now):
            self.ensureWidgetVisible(now)
