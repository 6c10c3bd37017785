"""All groups of commands of the main window, in the order in which its toolbar offers them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction

from desktop_app.ui.actions.action_group import Commands, tip_of
from desktop_app.ui.actions.bulk_actions import SeveralCommands
from desktop_app.ui.actions.check_actions import CheckCommands
from desktop_app.ui.actions.help_actions import HelpCommands
from desktop_app.ui.actions.history_actions import HistoryCommands
from desktop_app.ui.actions.list_actions import ListCommands
from desktop_app.ui.actions.mailbox_actions import MailboxCommands
from desktop_app.ui.actions.profile_actions import ProfileCommands
from desktop_app.ui.actions.program_actions import ProgramCommands
from desktop_app.ui.actions.side_pane_actions import SideCommands

if TYPE_CHECKING:
    from desktop_app.services.support.support import Support
    from desktop_app.services.workspace.workspaces import Workplaces
    from desktop_app.ui.shell.main_window import MainWindow


class AllCommands:
    """Fills the menus. Made after the first paint, which shows their titles alone."""

    def __init__(self, window: MainWindow, workplaces: Workplaces, support: Support) -> None:
        self.profile = ProfileCommands(window)
        self.mailbox = MailboxCommands(window)
        self.list = ListCommands(window)
        self.side = SideCommands(window)
        self.history = HistoryCommands(window, workplaces)
        self.check = CheckCommands(window)
        self.several = SeveralCommands(window)
        self.program = ProgramCommands(window)
        self.help = HelpCommands(window, support)
        for menu in window.menus.all():
            menu.aboutToShow.connect(self.draw_icons)

    def __iter__(self) -> Iterator[Commands]:
        yield self.mailbox
        yield self.check
        yield self.list
        yield self.side
        yield self.several
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
            group.draw_icons(group.for_toolbar())

    def for_toolbar(self) -> list[QAction]:
        """What the toolbar offers beside a list."""
        actions = [action for group in self for action in group.for_toolbar()]
        for action in actions:
            action.setToolTip(tip_of(action))
        return actions

    def for_row(self) -> list[QAction]:
        """What the menu of a row offers."""
        return [action for group in self for action in group.for_row()]
