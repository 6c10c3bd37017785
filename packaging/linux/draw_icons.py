"""``draw_icons.py DRAWING FOLDER SIDE...``: the program's icon as FOLDER/SIDExSIDE/apps/*.png."""

from __future__ import annotations

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer


def main(drawing: str, folder: str, *sides: str) -> None:
    """Draw each size afresh: a small icon is no shrunken large one."""
    application = QGuiApplication(sys.argv[:1])
    renderer = QSvgRenderer(drawing)
    for side in map(int, sides):
        image = QImage(side, side, QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
        file = f"{folder}/{side}x{side}/apps/mailbox-admin.png"
        if not image.save(file):
            raise SystemExit(f"{file} could not be written")
    del application


main(*sys.argv[1:])
