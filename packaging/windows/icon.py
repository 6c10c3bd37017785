"""``icon.py DRAWING FILE``: the program's icon for Windows, in the sizes that it asks for."""

from __future__ import annotations

import struct
import sys
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

SIDES = (16, 20, 24, 32, 40, 48, 64, 256)


def drawn(renderer: QSvgRenderer, side: int) -> bytes:
    """One size as PNG."""
    image = QImage(side, side, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


def ico(pictures: dict[int, bytes]) -> bytes:
    """An ICO file of PNGs (Windows Vista and later): header, directory, pictures."""
    directory, data = b"", b""
    start = 6 + 16 * len(pictures)
    for side, png in pictures.items():
        place = start + len(data)
        directory += struct.pack("<BBBBHHII", side % 256, side % 256, 0, 0, 1, 32, len(png), place)
        data += png
    return struct.pack("<HHH", 0, 1, len(pictures)) + directory + data


def main(drawing: str, file: str) -> None:
    """Write it."""
    application = QGuiApplication(sys.argv[:1])
    renderer = QSvgRenderer(drawing)
    Path(file).write_bytes(ico({side: drawn(renderer, side) for side in SIDES}))
    del application


if __name__ == "__main__":
    main(*sys.argv[1:])
