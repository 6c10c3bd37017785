"""The program locks after idle time, also while the computer slept."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop_app.services import deadline
from desktop_app.ui.profiles.idle_timer import IdleTimer


@dataclass
class Clocks:
    """The steady clock stands still while the computer sleeps."""

    of_day: float = 1_700_000_000.0

    def monotonic(self) -> float:
        return 1000.0

    def time(self) -> float:
        return self.of_day


def touch(somebody: QObject) -> None:
    QCoreApplication.sendEvent(somebody, QEvent(QEvent.Type.Wheel))


def test_who_comes_back_to_a_computer_that_slept_finds_it_locked(
    qtbot: QtBot, application: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    clocks, somebody, idle = Clocks(), QWindow(), IdleTimer(application)
    monkeypatch.setattr(deadline, "time", clocks)
    told: list[bool] = []
    idle.timed_out.connect(lambda: told.append(True))
    idle.set_timeout(30)
    touch(somebody)
    clocks.of_day += 1801
    touch(somebody)
    assert told == [True], "the key that wakes it does not unlock it"
    touch(somebody)
    clocks.of_day += 1799
    touch(somebody)
    assert told == [True]
    idle.set_timeout(0)
    clocks.of_day += 1801
    touch(somebody)
    assert told == [True], "never"
    idle.deleteLater()
    qtbot.wait(0)
