"""The program online, its list and details there, nobody at the keyboard. Run by row_idle."""

import sys

from PySide6.QtWidgets import QApplication

from tests.bench.heartbeat import wait_until
from tests.bench.running_program import Login, is_settled, pane_of, program

with program(Login(*sys.argv[1:4])) as window:
    pane = pane_of(window)
    wait_until(lambda: is_settled(pane) and not pane.workspace.list_loader.is_busy)
    pane.view.setFocus()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    QApplication.exec()
