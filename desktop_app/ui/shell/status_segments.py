"""The status bar: segments on what holds of the shown list, each of which leads somewhere."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from desktop_app.ui.mailbox_list.list_status import StatusKind, StatusSegment
from desktop_app.ui.text.plain_text import one_line, tooltip

PADDING = 16
"""Logical pixels that a segment is wider than its text."""
LINE_WIDTH = 8
"""Logical pixels of the line between two segments, with its gaps."""
MIN_WIDTH = 40
"""Logical pixels of a segment whose text has no room."""
STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
"""What the arrow keys add to the place of the focused segment."""
LEADS_ON = frozenset({StatusKind.NEWS, StatusKind.PENDING})
"""The segments that open something else than the list."""


class StatusSegments(QWidget):
    """A row of flat buttons; F6 leads here, and the arrow keys from one to the next. GUI thread.

    A segment that has too little room shortens its text; screen readers have the whole text.
    """

    chosen = Signal(object)
    """The StatusKind of the segment that was clicked."""

    def __init__(self) -> None:
        super().__init__()
        self._segments: tuple[StatusSegment, ...] = ()
        self._buttons = {kind: self._make_button(kind) for kind in StatusKind}
        self._lines = {kind: _make_line() for kind in StatusKind}
        """The line to the left of each segment but the first."""
        layout = QHBoxLayout(self)
        layout.setContentsMargins(2, 0, 0, 0)
        layout.setSpacing(2)
        for kind, button in self._buttons.items():
            layout.addWidget(self._lines[kind])
            layout.addWidget(button)
        layout.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(1)  # a long text must not make the window wide

    @property
    def segments(self) -> tuple[StatusSegment, ...]:
        """The segments that are shown."""
        return self._segments

    def button(self, kind: StatusKind) -> QToolButton:
        """Return the button of a segment, which is hidden while the segment is left out."""
        return self._buttons[kind]

    def show_segments(self, segments: Sequence[StatusSegment]) -> None:
        """Show these segments and no other."""
        if tuple(segments) == self._segments:
            return
        self._segments = tuple(segments)
        shown = {segment.kind: segment for segment in segments}
        for kind, button in self._buttons.items():
            segment = shown.get(kind)
            if segment is not None:
                button.setAccessibleName(one_line(segment.spoken))
                button.setAccessibleDescription(segment.hint)
                button.setToolTip(tooltip(f"{segment.spoken}\n{segment.hint}"))
            button.setVisible(segment is not None)
            self._lines[kind].setVisible(segment is not None and segment is not segments[0])
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """Allow any width."""
        return QSize(1, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten or lengthen the texts to fit the new width."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a larger font."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move from segment to segment with the arrow keys."""
        step = STEPS.get(Qt.Key(event.key()), 0)
        shown = [button for button in self._buttons.values() if button.isVisible()]
        here = [place for place, button in enumerate(shown) if button.hasFocus()]
        if step and here:
            shown[(here[0] + step) % len(shown)].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            super().keyPressEvent(event)

    def _make_button(self, kind: StatusKind) -> QToolButton:
        button = QToolButton()
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the focus in the list
        button.hide()
        button.clicked.connect(lambda: self.chosen.emit(kind))
        return button

    def _fit(self) -> None:
        """Give each segment the width of its text, and the widest ones what room is left."""
        metrics = self.fontMetrics()
        texts = {segment.kind: _shown_text(segment) for segment in self._segments}
        widths = {kind: metrics.horizontalAdvance(text) for kind, text in texts.items()}
        room = self.width() - len(texts) * (PADDING + LINE_WIDTH)
        most = _widest_allowed(sorted(widths.values()), room)
        for kind, text in texts.items():
            button, width = self._buttons[kind], min(widths[kind], most)
            if width < widths[kind]:
                text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
            button.setText(text.replace("&", "&&"))
            button.setFixedWidth(width + PADDING)


def _make_line() -> QFrame:
    line = QFrame()
    line.setFrameShape(QFrame.Shape.VLine)
    line.setFrameShadow(QFrame.Shadow.Sunken)
    line.hide()
    return line


def _shown_text(segment: StatusSegment) -> str:
    text = one_line(segment.text)
    return f"{text} ▸" if segment.kind in LEADS_ON else text


def _widest_allowed(widths: list[int], room: int) -> int:
    """Return the width to which the widest texts are shortened so that all fit into ``room``.

    ``widths`` is sorted, from the narrowest to the widest.
    """
    for count, width in zip(range(len(widths), 0, -1), widths, strict=True):
        if width * count >= room:
            return max(MIN_WIDTH, room // count)
        room -= width
    return max(widths, default=0)
