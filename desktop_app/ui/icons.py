"""Icons in the colours of the system's palette (Lucide, ISC licence, resources/icons)."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop_app.resources_folder import resource

SIZES = (16, 18, 24, 27, 32, 36)
"""Sizes in pixels that an icon is drawn in: 16 and 18 at 100, 150 and 200 %."""


def icon(name: str) -> QIcon:
    """An icon in the palette's text colour, greyed for what is disabled."""
    palette = QGuiApplication.palette()
    normal = palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.ButtonText)
    disabled = palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.ButtonText)
    return _drawn(name, normal.name(), disabled.name())


def program_icon() -> QIcon:
    """The icon of the windows."""
    return QIcon(str(resource("mailbox-admin.svg")))


def picture(name: str, size: int, color: QColor, ratio: float) -> QPixmap:
    """One icon as a picture of ``size`` logical pixels."""
    pixmap = _pixmap(_source(name), color.name(), round(size * ratio))
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


@lru_cache(maxsize=256)
def _drawn(name: str, normal: str, disabled: str) -> QIcon:
    drawn = QIcon()
    source = _source(name)
    for size in SIZES:
        drawn.addPixmap(_pixmap(source, normal, size), QIcon.Mode.Normal)
        drawn.addPixmap(_pixmap(source, disabled, size), QIcon.Mode.Disabled)
    return drawn


@lru_cache(maxsize=64)
def _source(name: str) -> str:
    return resource(f"icons/{name}.svg").read_text("utf-8")


def _pixmap(source: str, color: str, size: int) -> QPixmap:
    pixmap = QPixmap(QSize(size, size))
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer = QSvgRenderer(QByteArray(source.replace("currentColor", color).encode()))
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap
