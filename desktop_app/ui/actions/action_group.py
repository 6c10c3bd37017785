"""What the groups of actions have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence

from desktop_app.ui.widgets.icons import icon

if TYPE_CHECKING:
    from desktop_app.ui.actions.action_window import ActionWindow

NATIVE_TEXT = QKeySequence.SequenceFormat.NativeText


def tooltip_for(action: QAction, text: str = "") -> str:
    """What an icon alone does not say: what it does, in these words or its own, and its key."""
    message = text or action.text().replace("&", "")
    return f"{message} ({action.shortcut().toString(NATIVE_TEXT)})"


class ActionGroup(QObject):
    """A group of actions: their words and keys, what they do, and when they can be done.

    A group puts its actions into the menus of the window when it is made.
    """

    def __init__(self, window: ActionWindow) -> None:
        super().__init__(window)
        self._window = window
        self._icon_names: dict[QAction, str] = {}

    def update(self) -> None:
        """Enable what can be done now; called whenever something of that has changed."""

    def toolbar_actions(self) -> list[QAction]:
        """What the toolbar offers beside a list."""
        return []

    def context_menu_actions(self) -> list[QAction]:
        """What the menu of a row offers."""
        return []

    def draw_icons(self, actions: Iterable[QAction] | None = None) -> None:
        """Draw the icons of these actions, or of all, in the colours of the palette."""
        for action in self._icon_names if actions is None else actions:
            action.setIcon(icon(self._icon_names[action]))

    def _make_action(
        self,
        text: str,
        shortcut: str,
        on_triggered: Callable[[], object],
        icon: str = "",
    ) -> QAction:
        """An action of the window, to be shown in a menu; its icon is drawn with the menu."""
        made = QAction(text, self._window)
        made.setProperty("shortcut", shortcut)  # as a property: see qt_numbers.py
        made.triggered.connect(on_triggered)
        if icon:
            self._icon_names[made] = icon
        return made
