"""All groups of commands of the main window, in the order in which its toolbar offers them."""

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
    """Fills the menus. Made after the first paint, which shows their titles alone."""

    def __init__(
        self, window: ActionWindow, workspaces: WorkspaceManager, support: Support
    ) -> None:
        self.profile = ProfileActions(window)
        self.mailbox = MailboxActions(window)
        self.list = ListActions(window)
        self.side_pane = SidePaneActions(window)
        self.history = HistoryActions(window, workspaces)
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
        """Enable what can be done now."""
        for group in self:
            group.update()

    def draw_icons(self) -> None:
        """Draw all icons in the colours of the palette."""
        for group in self:
            group.draw_icons()

    def draw_toolbar_icons(self) -> None:
        """Draw the icons that are always in sight."""
        for group in self:
            group.draw_icons(group.toolbar_actions())

    def toolbar_actions(self) -> list[QAction]:
        """What the toolbar offers beside a list."""
        actions = [action for group in self for action in group.toolbar_actions()]
        for action in actions:
            action.setToolTip(tooltip_for(action))
        return actions

    def context_menu_actions(self) -> list[QAction]:
        """What the menu of a row offers."""
        return [action for group in self for action in group.context_menu_actions()]
