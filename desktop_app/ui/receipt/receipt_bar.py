"""The bar that shows a receipt over the lower edge of the list, without moving the list."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QWidget
from shiboken6 import isValid

from desktop_app.ui.i18n import translate
from desktop_app.ui.receipt.receipt import Receipt
from desktop_app.ui.widgets.banner import Banner, ButtonAction

MARGIN = 12
"""Logical pixels between the bar and the edges of the list."""
MAX_WIDTH = 860
"""Most logical pixels that the bar is wide."""
PATIENCE_MS = 3_000
"""Milliseconds that the bar stays after the pointer or the focus has left it."""


class ReceiptBar(Banner):
    """Lies over a widget and takes neither room nor focus; Esc in it closes it. GUI thread."""

    ended = Signal()
    """The time of the receipt is over, or the user closed it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, icon_name="circle-check", is_neutral=True)
        self.setFrameStyle(QFrame.Shape.Box | QFrame.Shadow.Plain)  # seen in any palette
        self._parent = parent
        self._place: QWidget | None = None
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self._on_timeout)
        escape = QShortcut(QKeySequence("Esc"), self, self.close_receipt)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        parent.installEventFilter(self)

    def show_receipt(
        self,
        receipt: Receipt,
        actions: Sequence[tuple[ButtonAction, str]],
        place: QWidget,
        milliseconds: int,
    ) -> None:
        """Show a receipt over the lower edge of ``place`` for a time; 0 ms is until it is closed.

        Each action has a tooltip, which may be empty.
        """
        self.set_icon("triangle-alert" if receipt.is_failure else "circle-check")
        close = (translate("receipt", "&Close"), self.close_receipt)
        self.show_message(receipt.full_text, *(action for action, _ in actions), close)
        for button, (_, hint) in zip(self.buttons, actions, strict=False):
            button.setToolTip(hint)
            button.setAccessibleDescription(hint)
        for button in self.buttons:
            button.show()  # a layout shows them later, and they count for the size from now on
        self._set_place(place)
        self._timer.stop()
        if milliseconds:
            self._timer.start(milliseconds)

    def close_receipt(self) -> None:
        """Hide the bar because the user has read it."""
        self.hide()
        self.ended.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the place of the list when the window or its parts change their size."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Move) and self.isVisible():
            self._lay_over()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Follow a text or a font that needs more room."""
        handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._lay_over()
        return handled

    def _set_place(self, place: QWidget) -> None:
        if place is not self._place:
            if self._place is not None and isValid(self._place):
                self._place.removeEventFilter(self)
            self._place = place
            place.installEventFilter(self)
        self._lay_over()

    def _lay_over(self) -> None:
        """Lie over the lower edge of the place, as wide as the text needs and the place allows."""
        layout = self.layout()
        if self._place is None or not isValid(self._place) or layout is None:
            return
        layout.activate()
        corner = self._place.mapTo(self._parent, QPoint(0, 0))
        room = max(1, self._place.width() - 2 * MARGIN)
        width = min(room, MAX_WIDTH, self._natural_width())
        height = self.heightForWidth(width)
        bottom = corner.y() + self._place.height() - MARGIN
        left = corner.x() + MARGIN + (room - width) // 2
        self.setGeometry(left, max(corner.y(), bottom - height), width, height)
        self.raise_()

    def _natural_width(self) -> int:
        """Return the width at which each line of the text fits, in logical pixels."""
        metrics = self.label.fontMetrics()
        text = max(map(metrics.horizontalAdvance, self.label.text().splitlines()), default=0)
        hint = self.minimumSizeHint().width() - self.label.minimumSizeHint().width()
        return text + max(0, hint) + MARGIN

    def _on_timeout(self) -> None:
        """End, unless the user is still at the bar."""
        focus = self.window().focusWidget()
        is_focused = focus is not None and self.isAncestorOf(focus) and self.isActiveWindow()
        if self.underMouse() or is_focused:
            self._timer.start(PATIENCE_MS)
        else:
            self.close_receipt()
