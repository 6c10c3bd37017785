"""The clipboard of a desktop, from outside the program.

``put`` holds stdin, copied and selected; ``get`` prints what is copied. A process of its own,
because on X11 whoever copied has to stay to be asked.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QTimer
from PySide6.QtGui import QClipboard, QGuiApplication


def main(what: str) -> int:
    app = QGuiApplication([])
    clipboard = app.clipboard()
    if what == "get":
        QTimer.singleShot(0, lambda: (print(clipboard.text(), flush=True), app.quit()))
        return app.exec()
    text = sys.stdin.read()
    clipboard.setText(text)
    clipboard.setText(text, QClipboard.Mode.Selection)  # for the middle button of the mouse
    QTimer.singleShot(0, lambda: print("held", flush=True))
    return app.exec()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
