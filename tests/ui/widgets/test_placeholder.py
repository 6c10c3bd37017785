"""What a pane shows in place of its content."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop_app.ui.widgets.placeholder import PlaceholderPage

LONG = "A profile connects this program to a SuperOffice installation. " * 3


@pytest.mark.parametrize("text", ["", "Short.", LONG])
def test_no_line_of_a_text_is_cut(qtbot: QtBot, text: str) -> None:
    face = PlaceholderPage()
    qtbot.addWidget(face)
    face.resize(900, 500)
    face.show_state("inbox", "A headline that is so long that it needs a second line " * 2, text)
    face.show()
    labels = [label for label in face.findChildren(QLabel) if label.text()]
    assert len(labels) == (2 if text else 1)
    for label in labels:
        assert label.height() >= label.heightForWidth(label.width())


def test_the_keyboard_goes_on_to_the_first_way_out_of_a_failure(qtbot: QtBot) -> None:
    """The button that was pressed has gone while the page waited."""
    page = PlaceholderPage()
    qtbot.addWidget(page)
    pressed: list[str] = []
    page.show_failure("Failed", "", ("First", lambda: pressed.append("first")))
    page.show()
    page.focus_first_action()
    page.show_state("mailbox", "Waiting", "", ("Stop", lambda: pressed.append("stop")))
    assert page.window().focusWidget() is page, "another Enter does not stop it"
    ways = (("Second", lambda: pressed.append("second")), ("Third", pressed.clear))
    page.show_failure("Failed again", "", *ways)
    focused = page.window().focusWidget()
    assert isinstance(focused, QPushButton)
    focused.click()
    assert pressed == ["second"]
