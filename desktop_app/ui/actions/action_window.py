"""The window that the actions work in: what they may use of the main window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMainWindow

if TYPE_CHECKING:
    from desktop_app.core.profiles.profile import Profile
    from desktop_app.services.profiles.profile_service import ProfileService
    from desktop_app.ui.actions.main_toolbar import MainToolBar, Menus
    from desktop_app.ui.mailbox_edit.open_editors import OpenEditors
    from desktop_app.ui.mailbox_list.list_pane import ListPane
    from desktop_app.ui.profiles.profile_controller import ProfileController
    from desktop_app.ui.profiles.profile_flows import ProfileFlows
    from desktop_app.ui.widgets.banner import Banner


class ActionWindow(QMainWindow):
    """The base of the main window, which makes the parts and implements the methods."""

    profile_service: ProfileService
    profile_controller: ProfileController
    profile_flows: ProfileFlows
    editors: OpenEditors
    toolbar: MainToolBar
    menus: Menus

    @property
    def pane(self) -> ListPane | None:
        """The list that is shown, if one is."""
        raise NotImplementedError

    @property
    def banner(self) -> Banner:
        """The banner for what concerns the program as a whole."""
        raise NotImplementedError

    def edit(self, mailbox_id: int) -> None:
        """Open a mailbox of the list that is shown; id 0 makes a new one."""
        raise NotImplementedError

    def show_profile(self, profile: Profile) -> None:
        """Show the list of a profile."""
        raise NotImplementedError

    def show_demo(self) -> None:
        """Show the demo."""
        raise NotImplementedError

    def show_start_page(self) -> None:
        """Show the ways to a list in place of one."""
        raise NotImplementedError

    def refresh_profile(self) -> None:
        """Show again what is told of the profile whose list is shown."""
        raise NotImplementedError

    def show_message(self, text: str, detail: str = "") -> None:
        """Show a message in the banner, until the user closes it."""
        raise NotImplementedError
