"""A window that disables parts of itself: it is freed at once when nobody holds it any more."""

from __future__ import annotations

import gc
from weakref import ref

import pytest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop_app.ui.widgets.focus.focus_memory import FocusMemory


class Form(QWidget):
    """A window with one field."""

    def __init__(self) -> None:
        super().__init__()
        self.memory = FocusMemory(self)
        self.field = QLineEdit()
        QVBoxLayout(self).addWidget(self.field)


def test_the_focus_comes_back_to_the_field_that_was_disabled(qtbot: QtBot) -> None:
    form = Form()
    qtbot.addWidget(form)
    form.show()
    form.field.setFocus()
    form.memory.set_enabled(False, form.field)
    assert form.focusWidget() is form
    form.memory.set_enabled(True, form.field)
    assert form.focusWidget() is form.field


@pytest.mark.usefixtures("qapp")
def test_a_window_is_in_no_reference_cycle() -> None:
    """The garbage collector may run in a worker, and no window may be deleted there."""
    gc.disable()
    try:
        form = Form()
        form.memory.set_enabled(False, form.field)
        form.memory.set_enabled(True, form.field)
        held = ref(form)
        del form
        assert held() is None
    finally:
        gc.enable()
