"""The strip of stages: words for screen readers, a green tick only after a login."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from pytestqt.qtbot import QtBot

from desktop_app.core.mail_check.check_verdicts import CheckStage
from desktop_app.core.mail_check.stage_states import StageState, StageStatus
from desktop_app.ui.mail_check.stage_strip import StageStrip
from desktop_app.ui.widgets.colors import error_color, success_color

S, T = CheckStage, StageState
BEFORE_LOGIN = (S.NAME, S.CONNECT, S.TLS, S.GREETING)


def statuses(login: StageState) -> list[StageStatus]:
    """Return the stages of a check that came as far as the login."""
    return [*(StageStatus(stage, T.PASSED) for stage in BEFORE_LOGIN), StageStatus(S.LOGIN, login)]


def make_strip(qtbot: QtBot, login: StageState) -> StageStrip:
    """Return a visible strip."""
    strip = StageStrip()
    qtbot.addWidget(strip)
    strip.set_stages(statuses(login))
    strip.resize(strip.sizeHint())
    return strip


def colors_of(strip: StageStrip) -> set[str]:
    """Return the names of all colours that the strip paints."""
    image = strip.grab().toImage()
    return {
        QColor(image.pixel(x, y)).name()
        for x in range(image.width())
        for y in range(image.height())
    }


def test_the_strip_is_hidden_without_stages(qtbot: QtBot) -> None:
    strip = make_strip(qtbot, T.PASSED)
    assert not strip.isHidden()
    strip.set_stages(())
    assert strip.isHidden()
    assert strip.accessibleName() == ""
    assert strip.heightForWidth(100) == 0


def test_screen_readers_read_each_stage_and_its_state(qtbot: QtBot) -> None:
    strip = make_strip(qtbot, T.NOT_TRIED)
    assert strip.accessibleName() == (
        "Name: passed. Connection: passed. TLS: passed. Greeting: passed. Login: not tried."
    )
    strip.set_stages([StageStatus(S.CONNECT, T.UNREACHABLE), StageStatus(S.LOGIN, T.RUNNING)])
    assert strip.accessibleName() == (
        "Connection: cannot be reached from this computer. Login: running."
    )


@pytest.mark.parametrize("login", [state for state in StageState if state is not T.PASSED])
def test_no_tick_is_green_unless_the_login_passed(qtbot: QtBot, login: StageState) -> None:
    green = success_color(QPalette()).name()
    assert green not in colors_of(make_strip(qtbot, login))
    assert green in colors_of(make_strip(qtbot, T.PASSED))


def test_a_failure_is_red_and_the_unreachable_is_not(qtbot: QtBot) -> None:
    red = error_color(QPalette()).name()
    assert red in colors_of(make_strip(qtbot, T.FAILED))
    assert red not in colors_of(make_strip(qtbot, T.UNREACHABLE))


def test_states_differ_by_shape_and_not_by_colour_alone(qtbot: QtBot) -> None:
    pictures = []
    for state in StageState:
        strip = StageStrip()
        qtbot.addWidget(strip)
        strip.set_stages([StageStatus(S.NAME, state)])
        strip.resize(strip.sizeHint())
        image = strip.grab().toImage()
        dark = [
            QColor(image.pixel(x, y)).lightness() < 160
            for x in range(image.height())
            for y in range(image.height())
        ]
        pictures.append(tuple(dark))
    assert len(set(pictures)) == len(pictures)


def test_a_narrow_strip_takes_more_lines(qtbot: QtBot) -> None:
    strip = make_strip(qtbot, T.NOT_TRIED)
    wide = strip.sizeHint().width()
    assert strip.heightForWidth(wide) == strip.sizeHint().height()
    assert strip.heightForWidth(wide // 2) >= 2 * strip.sizeHint().height()
    assert strip.minimumSizeHint().width() < wide


def test_the_strip_is_mirrored_from_right_to_left(qtbot: QtBot) -> None:
    strip = make_strip(qtbot, T.FAILED)
    strip.resize(strip.width() + 100, strip.height())
    assert is_empty(strip, strip.width() - 50)
    assert not is_empty(strip, 0)
    strip.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert is_empty(strip, 0)
    assert not is_empty(strip, strip.width() - 50)


def is_empty(strip: StageStrip, left: int) -> bool:
    """Return whether nothing is painted in the 50 pixels from ``left`` on."""
    image = strip.grab().toImage()
    places = [(left + x, y) for x in range(50) for y in range(image.height())]
    return len({image.pixel(x, y) for x, y in places}) == 1
