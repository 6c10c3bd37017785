"""The clipboard of a desktop, from outside the program: ``put`` holds stdin, ``get`` prints it.

A process of its own, because on X11 whoever copied has to stay to be asked.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QTimer
from PySide6.QtGui import QGuiApplication


def main(what: str) -> int:
    app = QGuiApplication([])
    clipboard = app.clipboard()
    if what == "get":
        QTimer.singleShot(0, lambda: (print(clipboard.text(), flush=True), app.quit()))
        return app.exec()
    clipboard.setText(sys.stdin.read())
    QTimer.singleShot(0, lambda: print("held", flush=True))
    return app.exec()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
