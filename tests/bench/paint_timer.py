"""Clicking, and the moment at which what followed from it has been painted."""

from __future__ import annotations

import time

from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QToolBar

from tests.bench.heartbeat import LIMIT

PAINTED = QEvent.Type(QEvent.registerEventType())


def click(bar: QToolBar, action: QAction) -> None:
    """Click on the button of an action, as a person does."""
    QTest.mouseClick(bar.widgetForAction(action), Qt.MouseButton.LeftButton)


class PaintTimer(QObject):
    """Waits for the first paint of a view after its model was reset."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._loop = QEventLoop(self)
        self._view = view
        self._reset = False
        self._ended = 0.0
        view.model().modelReset.connect(self._on_reset)
        view.viewport().installEventFilter(self)

    def start(self) -> None:
        """What was painted before does not count."""
        self._reset, self._ended = False, 0.0

    def wait(self) -> float:
        """Let the program run until then; gives the clock of that moment."""
        QTimer.singleShot(round(LIMIT * 1000), self._loop, self._loop.quit)
        if not self._ended:
            self._loop.exec()
        assert self._ended, "nothing was painted"
        return self._ended

    def end(self) -> None:
        """Watch no longer."""
        self._view.viewport().removeEventFilter(self)
        self.deleteLater()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._reset and not self._ended:
            self._reset = False
            # the paint comes after this filter, and whatever is posted now after the paint
            QCoreApplication.postEvent(self, QEvent(PAINTED))
        return False

    def customEvent(self, _event: QEvent) -> None:
        self._ended = time.perf_counter()
        self._loop.quit()

    def _on_reset(self) -> None:
        self._reset = True
