"""Finding, pressing and ending what is on the screen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from desktop_app.app import Program
from desktop_app.ui.dialogs.guarded_dialog import GuardedDialog
from desktop_app.ui.mailbox_edit.edit_dialog import EditDialog
from desktop_app.ui.mailbox_list.list_pane import ListPane
from desktop_app.ui.shell.main_window import MainWindow

Widget = TypeVar("Widget", bound=QWidget)


def child(window: QWidget, kind: type[Widget]) -> Widget:
    """Return the first child of a class, which must be there."""
    found = window.findChild(kind)
    assert isinstance(found, kind), f"no {kind.__name__} in {window}"
    return found


def shown_child(window: QWidget, kind: type[Widget]) -> Widget:
    """Return the first visible child of a class, which must be there."""
    return next(widget for widget in window.findChildren(kind) if widget.isVisible())


def show_page(page: Widget, parent: QWidget) -> Widget:
    """Show a page of a window in this parent, which takes it along."""
    page.setParent(parent)
    page.show()
    parent.show()
    return page


def press(window: QWidget, text: str, qtbot: QtBot) -> None:
    """Press the button whose text contains this one, once such a button is visible."""

    def buttons() -> list[QPushButton]:
        found = window.findChildren(QPushButton)
        return [b for b in found if b.isVisible() and text in b.text().replace("&", "")]

    qtbot.waitUntil(lambda: bool(buttons()))
    buttons()[0].click()


def pane_of(window: MainWindow) -> ListPane:
    """Return the list of the profile that the main window shows."""
    assert window.pane is not None
    return window.pane


def delete_now() -> None:
    """Delete what was told to go, while Python still knows of it."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def end_dialogs(dialogs: Iterable[QWidget]) -> None:
    """Close dialogs without asking, and see them deleted.

    A dialog without a parent is Python's too, and must not be collected while Qt deletes it.
    """
    for dialog in filter(isValid, dialogs):
        dialog.done(0) if isinstance(dialog, EditDialog) else dialog.close()
    delete_now()


def end_program(program: Program) -> None:
    """Discard what is being edited, close the program, and see its window deleted."""
    for dialog in program.window.findChildren(GuardedDialog):
        dialog.discard_edit()
        dialog.done(0)
    program.window.close()
    program.close()
    program.window.deleteLater()
    delete_now()


class FakeSessionManager:
    """The desktop at the end of its session; remembers what the program asked of it."""

    def __init__(self, *, interactive: bool = True) -> None:
        self._interactive = interactive
        self.said: list[str] = []

    def allowsInteraction(self) -> bool:
        return self._interactive

    def release(self) -> None:
        self.said.append("release")

    def cancel(self) -> None:
        self.said.append("cancel")
