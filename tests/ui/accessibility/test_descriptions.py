"""No markup is read aloud: tooltips, which become descriptions, included."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop_app.core.profiles.profile import Profile
from desktop_app.ui.receipt.receipt import Receipt
from tests.ui.conftest import Start
from tests.ui.windows import pane_of

PARTS = (QAccessible.Text.Name, QAccessible.Text.Description, QAccessible.Text.Value)
CELLS = 60
"""Enough of a table for each column of some rows."""


def spoken(item: QAccessibleInterface) -> Iterator[str]:
    """Return all that a screen reader can say of something and of what is in it."""
    yield from (item.text(part) for part in PARTS)
    for number in range(min(item.childCount(), CELLS)):
        child = item.child(number)
        if child is not None:
            yield from spoken(child)


def marked_up(window: QWidget) -> list[str]:
    texts = spoken(QAccessible.queryAccessibleInterface(window))
    return [text for text in texts if "<qt>" in text or "&lt;" in text]


def test_no_markup_is_read_in_the_main_window(
    start: Start, profile: Profile, qtbot: QtBot, tmp_path: Path
) -> None:
    file = tmp_path / "given.json"
    policy = '{"mail_check": false, "write": false, "discovery": false}'
    file.write_text(f'{{"version": 2, "profiles": [], "policy": {policy}}}', "utf-8")
    window = start(profile, machine_wide=file)
    qtbot.waitUntil(lambda: window.pane is not None)
    text = "Saved <info@example.com> (<b>Example</b> & Co)."
    window.show_receipt(Receipt(text, pane_of(window).workspace.profile.id))
    window.show_message("The profile could not be saved.", "<class 'OSError'>")
    pane = pane_of(window)
    pane.banner.show_message("The list is as of today.", detail="<a detail>")
    window.all_actions.update()
    assert marked_up(window) == []
    assert "administrator" in " ".join(spoken(QAccessible.queryAccessibleInterface(window)))
