"""From one part of the window to the next by a key."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def go_to_next(stops: Sequence[QWidget], step: int) -> None:
    """Give the keyboard to the next of these that is seen; ``step`` -1 is backwards."""
    there = [found for stop in stops if stop.isVisible() and (found := _taker(stop))]
    if not there:
        return
    focus = QApplication.focusWidget()
    here = [n for n, widget in enumerate(there) if focus and _holds(widget, focus, stops)]
    place = here[0] + step if here else 0
    there[place % len(there)].setFocus(Qt.FocusReason.TabFocusReason)


def _holds(taker: QWidget, focus: QWidget, stops: Sequence[QWidget]) -> bool:
    """Whether the keyboard is in the part that this widget takes it for."""
    part = next(stop for stop in stops if stop is taker or stop.isAncestorOf(taker))
    return part is focus or part.isAncestorOf(focus)


def _taker(stop: QWidget) -> QWidget | None:
    """What takes the keyboard in a part: itself, or the first in it that Tab goes to."""
    if stop.focusPolicy() is not Qt.FocusPolicy.NoFocus:
        return stop
    inside = (child for child in stop.findChildren(QWidget) if child.isVisible())
    return next((c for c in inside if c.isEnabled() and _takes_tab(c)), None)


def _takes_tab(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
