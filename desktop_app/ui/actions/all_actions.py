"""All action groups of the main window."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction

from desktop_app.ui.actions.action_group import ActionGroup, tooltip_for
from desktop_app.ui.actions.bulk_actions import BulkActions
from desktop_app.ui.actions.check_actions import CheckActions
from desktop_app.ui.actions.help_actions import HelpActions
from desktop_app.ui.actions.history_actions import HistoryActions
from desktop_app.ui.actions.list_actions import ListActions
from desktop_app.ui.actions.mailbox_actions import MailboxActions
from desktop_app.ui.actions.profile_actions import ProfileActions
from desktop_app.ui.actions.program_actions import ProgramActions
from desktop_app.ui.actions.side_pane_actions import SidePaneActions

if TYPE_CHECKING:
    from desktop_app.services.support.support import Support
    from desktop_app.services.workspace.workspaces import WorkspaceManager
    from desktop_app.ui.actions.action_window import ActionWindow


class AllActions:
    """Creates the action groups, which fill the menus; iterates in the order of the toolbar.

    Created after the first paint, which shows only the titles of the menus.
    """

    def __init__(
        self, window: ActionWindow, workspaces: WorkspaceManager, support: Support
    ) -> None:
        self.profile = ProfileActions(window)
        self.mailbox = MailboxActions(window)
        self.list = ListActions(window)
        self.side_pane = SidePaneActions(window)
        self.history = HistoryActions(window, workspaces, lambda: self.bulk.windows)
        self.check = CheckActions(window)
        self.bulk = BulkActions(window)
        self.program = ProgramActions(window)
        self.help = HelpActions(window, support)
        for menu in window.menus.all():
            menu.aboutToShow.connect(self.draw_icons)

    def __iter__(self) -> Iterator[ActionGroup]:
        yield self.mailbox
        yield self.check
        yield self.list
        yield self.side_pane
        yield self.bulk
        yield self.profile
        yield self.history
        yield self.program
        yield self.help

    def update(self) -> None:
        """Enable the actions that are possible now."""
        for group in self:
            group.update()

    def draw_icons(self) -> None:
        """Draw all icons in the colours of the palette."""
        for group in self:
            group.draw_icons()

    def draw_toolbar_icons(self) -> None:
        """Draw the icons of the toolbar; those of a menu are drawn when the menu opens."""
        for group in self:
            group.draw_icons(group.toolbar_actions())

    def toolbar_actions(self) -> list[QAction]:
        """Return the actions that the toolbar shows beside a list, with tooltips."""
        actions = [action for group in self for action in group.toolbar_actions()]
        for action in actions:
            action.setToolTip(tooltip_for(action))
        return actions

    def context_menu_actions(self) -> list[QAction]:
        """Return the actions for the context menu of the list's rows."""
        return [action for group in self for action in group.context_menu_actions()]
