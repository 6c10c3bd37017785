"""The base class of the action groups."""

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
    """Return a tooltip for an icon: ``text``, or else the action's own, and its shortcut."""
    message = text or action.text().replace("&", "")
    return f"{message} ({action.shortcut().toString(NATIVE_TEXT)})"


class ActionGroup(QObject):
    """A group of actions with texts, shortcuts and handlers; adds itself to the window's menus."""

    def __init__(self, window: ActionWindow) -> None:
        super().__init__(window)
        self._window = window
        self._icon_names: dict[QAction, str] = {}

    def update(self) -> None:
        """Enable the actions that are possible now; called when list, selection or lock change."""

    def toolbar_actions(self) -> list[QAction]:
        """Return the actions that the toolbar shows beside a list."""
        return []

    def context_menu_actions(self) -> list[QAction]:
        """Return the actions for the context menu of the list's rows."""
        return []

    def draw_icons(self, actions: Iterable[QAction] | None = None) -> None:
        """Draw the icons of ``actions``, or of the whole group, in the colours of the palette."""
        for action in self._icon_names if actions is None else actions:
            action.setIcon(icon(self._icon_names[action]))

    def _make_action(
        self,
        text: str,
        shortcut: str,
        on_triggered: Callable[[], object],
        icon: str = "",
    ) -> QAction:
        """Return a new action of the window; its icon is drawn later, by `draw_icons`."""
        made = QAction(text, self._window)
        made.setProperty("shortcut", shortcut)  # as a property: see qt_enum_values.py
        made.triggered.connect(on_triggered)
        if icon:
            self._icon_names[made] = icon
        return made
