"""The shapes of the list's first column: each state has a form and a colour of its own."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication, QIcon, QPalette

from desktop_app.core.mailbox_list.mailbox_state import MailboxState
from desktop_app.ui.widgets.colors import (
    accent_color,
    error_color,
    muted_text_color,
    success_color,
    warning_color,
)
from desktop_app.ui.widgets.icons import colored_icon

_ICON_NAMES = {
    MailboxState.UNSAVED: "pencil",
    MailboxState.PENDING: "git-compare",
    MailboxState.FAILING: "circle-x",
    MailboxState.WARNING: "triangle-alert",
    MailboxState.LOCKED: "lock",
    MailboxState.NEW: "star-four",
    MailboxState.WORKS: "circle-check",
    MailboxState.UNKNOWN: "circle-dashed",
}
_COLORS = {
    MailboxState.UNSAVED: accent_color,
    MailboxState.PENDING: accent_color,
    MailboxState.NEW: accent_color,
    MailboxState.FAILING: error_color,
    MailboxState.WARNING: warning_color,
    MailboxState.WORKS: success_color,
    MailboxState.UNKNOWN: muted_text_color,
}
"""The colours of states; a lock has the colour of the text."""


class StateIcons:
    """One icon for each state, drawn on first use in the colours of the palette. GUI thread."""

    def __init__(self) -> None:
        self._icons: dict[MailboxState, QIcon] = {}

    def icon(self, state: MailboxState) -> QIcon:
        """Return the icon of a state; on a selected row it has the colour of selected text."""
        if state not in self._icons:
            palette = QGuiApplication.palette()
            find_color = _COLORS.get(state)
            text = palette.color(QPalette.ColorGroup.Active, QPalette.ColorRole.Text)
            color = text if find_color is None else find_color(palette)
            self._icons[state] = colored_icon(_ICON_NAMES[state], color)
        return self._icons[state]

    def clear(self) -> None:
        """Draw the icons again in the colours of another palette."""
        self._icons.clear()
