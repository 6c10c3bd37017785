"""Icons in the colours of the system's palette (Lucide, ISC licence, resources/icons)."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPalette, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from desktop_app.core.journal import SaveOutcome
from desktop_app.resource_paths import resource_path
from desktop_app.ui.widgets.colors import (
    error_color,
    muted_text_color,
    success_color,
    warning_color,
)

ICON_SIZES = (16, 18)
"""Sizes in logical pixels in which icons are drawn: for menus, and for buttons."""
_NORMAL, _DISABLED, _SELECTED = QIcon.Mode.Normal, QIcon.Mode.Disabled, QIcon.Mode.Selected


def icon(name: str) -> QIcon:
    """Return an icon in the palette's text colour, greyed while disabled."""
    palette = QGuiApplication.palette()
    normal = palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.ButtonText)
    disabled = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText)
    return _make_icon(name, ((normal.name(), _NORMAL), (disabled.name(), _DISABLED)), _sizes())


def colored_icon(name: str, color: QColor) -> QIcon:
    """Return an icon in a colour of its own, and in that of selected text in a selected row."""
    selected = QGuiApplication.palette().color(
        QPalette.ColorGroup.Active, QPalette.ColorRole.HighlightedText
    )
    return _make_icon(name, ((color.name(), _NORMAL), (selected.name(), _SELECTED)), _sizes())


def save_state_icon(outcome: SaveOutcome | None, *, is_conflict: bool = False) -> QIcon:
    """Return shape and colour for the outcome of a save; None means that the save waits.

    The same in every table; the text beside the icon says the same. GUI thread.
    """
    palette = QGuiApplication.palette()
    if is_conflict:
        return colored_icon("git-compare", warning_color(palette))
    if outcome is None or outcome is SaveOutcome.UNDER_WAY:
        return colored_icon("circle-dashed", muted_text_color(palette))
    if outcome.is_saved:
        return colored_icon("circle-check", success_color(palette))
    if outcome.is_open:
        return colored_icon("triangle-alert", warning_color(palette))
    return colored_icon("circle-x", error_color(palette))


def _sizes() -> tuple[int, ...]:
    """Return the sides in device pixels in which the screens show icons."""
    ratios = {screen.devicePixelRatio() for screen in QGuiApplication.screens()}
    return tuple(sorted({round(side * ratio) for side in ICON_SIZES for ratio in ratios}))


def disable_pixmap_cache() -> None:
    """Disable Qt's pixmap cache, whose timer wakes up every ten seconds until it is empty.

    Icons are drawn in the sizes in which they are shown, so a paint takes no longer without it.
    """
    QPixmapCache.setCacheLimit(0)


def program_icon() -> QIcon:
    """Return the program's icon."""
    return QIcon(str(resource_path("mailbox-admin.svg")))


def icon_pixmap(name: str, size: int, color: QColor, ratio: float) -> QPixmap:
    """Return an icon of ``size`` logical pixels; ``ratio`` is the device pixel ratio."""
    pixmap = _pixmap(_renderer(name, color.name()), round(size * ratio))
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


@lru_cache(maxsize=256)
def _make_icon(
    name: str, colors: tuple[tuple[str, QIcon.Mode], ...], sizes: tuple[int, ...]
) -> QIcon:
    drawn = QIcon()
    for color, mode in colors:
        renderer = _renderer(name, color)
        for size in sizes:
            drawn.addPixmap(_pixmap(renderer, size), mode)
    return drawn


@lru_cache(maxsize=64)
def _svg_source(name: str) -> str:
    return resource_path(f"icons/{name}.svg").read_text("utf-8")


def _renderer(name: str, color: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_svg_source(name).replace("currentColor", color).encode()))


def _pixmap(renderer: QSvgRenderer, size: int) -> QPixmap:
    pixmap = QPixmap(QSize(size, size))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap
