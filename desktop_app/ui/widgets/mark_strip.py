"""A strip of stages with their results, told apart by shape and colour."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop_app.core.mail_check.stage_states import StageState
from desktop_app.ui.i18n import translate
from desktop_app.ui.widgets.colors import error_color, muted_text_color, success_color

MARK_GAP, ITEM_GAP, LINE_GAP = 5, 16, 4
"""Logical pixels between mark and name, between two stages, and between two lines."""
TICK = ((0.26, 0.52), (0.44, 0.70), (0.76, 0.34))
"""The corners of the tick, as fractions of its circle."""


@dataclass(frozen=True, slots=True)
class StageMark:
    """A stage and its state; ``label`` is painted, ``name`` is what screen readers say."""

    name: str
    state: StageState
    label: str


class MarkStrip(QWidget):
    """Shows each stage as a mark and its name, in as many lines as the width needs.

    A passed stage has a tick, in green only if the strip is told that all of it was verified. A
    failed stage has a red cross, one that cannot be reached from this computer a grey dash, and
    one that was not tried an empty circle. Hidden while there are no stages.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marks: tuple[StageMark, ...] = ()
        self._is_verified = False
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    @property
    def marks(self) -> tuple[StageMark, ...]:
        """The stages that are shown."""
        return self._marks

    def set_marks(self, marks: Iterable[StageMark], *, is_verified: bool) -> None:
        """Show these stages; none hides the strip. Screen readers read them as sentences."""
        self._marks = tuple(marks)
        self._is_verified = is_verified
        self.setAccessibleName(marks_text(self._marks))
        self.setVisible(bool(self._marks))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """Return True: a narrow strip takes more lines."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height that all stages need at this width."""
        places = self._places(width)
        return places[-1].bottom() + 1 if places else 0

    def sizeHint(self) -> QSize:
        """Return the size of all stages in one line."""
        places = self._places(None)
        return QSize(places[-1].right() + 1, places[-1].bottom() + 1) if places else QSize(0, 0)

    def minimumSizeHint(self) -> QSize:
        """Return the size of the widest stage."""
        places = self._places(None)
        if not places:
            return QSize(0, 0)
        return QSize(max(place.width() for place in places), places[0].height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the marks and names."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        palette, size = self.palette(), self._mark_size
        is_green = self._is_verified
        for mark, place in zip(self._marks, self._places(self.width()), strict=True):
            place = self._mirrored(place)
            left = self.layoutDirection() is Qt.LayoutDirection.LeftToRight
            mark_x = place.left() if left else place.right() - size
            top = place.top() + (place.height() - size) / 2
            circle = QRectF(mark_x + 0.5, top + 0.5, size - 1, size - 1)
            _paint_mark(painter, circle, mark.state, palette, is_green=is_green)
            indent = size + MARK_GAP
            words = place.adjusted(indent if left else 0, 0, 0 if left else -indent, 0)
            painter.setPen(_name_color(mark.state, palette))
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, mark.label)
        painter.end()

    @property
    def _mark_size(self) -> int:
        return self.fontMetrics().ascent()

    def _places(self, width: int | None) -> list[QRect]:
        """Return the rectangle of each stage, from left to right; None for a single line."""
        metrics = self.fontMetrics()
        height = metrics.height() + 2
        x = y = 0
        places = []
        for mark in self._marks:
            item = self._mark_size + MARK_GAP + metrics.horizontalAdvance(mark.label) + 1
            if width is not None and x and x + item > width:
                x, y = 0, y + height + LINE_GAP
            places.append(QRect(x, y, item, height))
            x += item + ITEM_GAP
        return places

    def _mirrored(self, place: QRect) -> QRect:
        if self.layoutDirection() is Qt.LayoutDirection.LeftToRight:
            return place
        return QRect(self.width() - place.right() - 1, place.top(), place.width(), place.height())


def marks_text(marks: Iterable[StageMark]) -> str:
    """Return all stages and their states in words, for screen readers. Translated."""
    texts = {
        StageState.NOT_TRIED: translate("widgets", "{stage}: not tried."),
        StageState.RUNNING: translate("widgets", "{stage}: running."),
        StageState.PASSED: translate("widgets", "{stage}: passed."),
        StageState.UNREACHABLE: translate(
            "widgets", "{stage}: cannot be reached from this computer."
        ),
        StageState.FAILED: translate("widgets", "{stage}: failed."),
    }
    return " ".join(texts[mark.state].format(stage=mark.name) for mark in marks)


def _name_color(state: StageState, palette: QPalette) -> QColor:
    if state is StageState.FAILED:
        return error_color(palette)
    if state is StageState.PASSED:
        return palette.color(QPalette.ColorRole.WindowText)
    return muted_text_color(palette)


def _paint_mark(
    painter: QPainter, circle: QRectF, state: StageState, palette: QPalette, *, is_green: bool
) -> None:
    """Paint the mark of a state: filled for a verdict, an outline for anything less."""
    color = muted_text_color(palette)
    if state is StageState.FAILED:
        color = error_color(palette)
    elif state is StageState.PASSED and is_green:
        color = success_color(palette)
    is_filled = state is StageState.FAILED or (state is StageState.PASSED and is_green)
    painter.setPen(QPen(color, max(1.0, circle.width() / 11)))
    painter.setBrush(color if is_filled else Qt.BrushStyle.NoBrush)
    painter.drawEllipse(circle)
    inside = palette.color(QPalette.ColorRole.Window) if is_filled else color
    pen = QPen(inside, max(1.4, circle.width() / 8))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for line in _mark_lines(state):
        painter.drawPolyline(QPolygonF([_inside(circle, *corner) for corner in line]))


def _mark_lines(state: StageState) -> tuple[tuple[tuple[float, float], ...], ...]:
    """Return the lines inside a mark's circle, as fractions of it."""
    return {
        StageState.PASSED: (TICK,),
        StageState.FAILED: (((0.32, 0.32), (0.68, 0.68)), ((0.68, 0.32), (0.32, 0.68))),
        StageState.UNREACHABLE: (((0.30, 0.5), (0.70, 0.5)),),
        StageState.RUNNING: (((0.5, 0.28), (0.5, 0.52), (0.68, 0.62)),),
        StageState.NOT_TRIED: (),
    }[state]


def _inside(circle: QRectF, x: float, y: float) -> QPointF:
    return QPointF(circle.left() + x * circle.width(), circle.top() + y * circle.height())
