"""Moves the focus from one region of the window to the next."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def focus_next_region(regions: Sequence[QWidget], step: int) -> None:
    """Focus the next visible region; ``step`` is 1, or -1 for backwards."""
    there = [found for stop in regions if stop.isVisible() and (found := _focus_target(stop))]
    if not there:
        return
    focus = QApplication.focusWidget()
    here = [n for n, widget in enumerate(there) if focus and _has_focus(widget, focus, regions)]
    place = here[0] + step if here else 0
    there[place % len(there)].setFocus(Qt.FocusReason.TabFocusReason)


def _has_focus(target: QWidget, focus: QWidget, regions: Sequence[QWidget]) -> bool:
    """Return whether the focus is in the region of ``target``."""
    part = next(stop for stop in regions if stop is target or stop.isAncestorOf(target))
    return part is focus or part.isAncestorOf(focus)


def _focus_target(region: QWidget) -> QWidget | None:
    """Return the region, or else its first enabled widget that Tab reaches; None if none."""
    if region.focusPolicy() is not Qt.FocusPolicy.NoFocus:
        return region
    inside = (child for child in region.findChildren(QWidget) if child.isVisible())
    return next((c for c in inside if c.isEnabled() and _accepts_tab(c)), None)


def _accepts_tab(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
