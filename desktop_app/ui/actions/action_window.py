"""The part of the main window that the actions use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMainWindow

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop_app.core.journal import JournalQuery
    from desktop_app.core.profiles.profile import Profile
    from desktop_app.services.bulk.save_queue import SaveQueue
    from desktop_app.services.profiles.profile_service import ProfileService
    from desktop_app.services.workspace.workspace import Workspace
    from desktop_app.ui.actions.main_toolbar import MainToolBar, Menus
    from desktop_app.ui.mailbox_edit.open_editors import OpenEditors
    from desktop_app.ui.mailbox_list.list_pane import ListPane
    from desktop_app.ui.profiles.profile_controller import ProfileController
    from desktop_app.ui.profiles.profile_flows import ProfileFlows
    from desktop_app.ui.widgets.banner import Banner


class ActionWindow(QMainWindow):
    """Abstract base of the main window, which creates the attributes and implements the methods."""

    profile_service: ProfileService
    profile_controller: ProfileController
    profile_flows: ProfileFlows
    editors: OpenEditors
    toolbar: MainToolBar
    menus: Menus

    @property
    def pane(self) -> ListPane | None:
        """The mailbox list that is shown; None on the start page."""
        raise NotImplementedError

    @property
    def banner(self) -> Banner:
        """The banner for messages about the whole program."""
        raise NotImplementedError

    def edit(self, mailbox_id: int) -> None:
        """Open a mailbox of the current list in an editor; id 0 creates a new mailbox."""
        raise NotImplementedError

    def show_profile(self, profile: Profile) -> None:
        """Show the mailbox list of a profile."""
        raise NotImplementedError

    def show_demo(self) -> None:
        """Show the mailbox list of the demo."""
        raise NotImplementedError

    def show_start_page(self) -> None:
        """Show the start page in place of a list."""
        raise NotImplementedError

    def refresh_profile(self) -> None:
        """Update toolbar, title, actions and status after a change of the current profile."""
        raise NotImplementedError

    def show_message(self, text: str, detail: str = "") -> None:
        """Show a translated text in the banner until the user closes the banner."""
        raise NotImplementedError

    @property
    def can_undo_save(self) -> bool:
        """Whether the last save of the shown profile can be undone now."""
        raise NotImplementedError

    @property
    def undo_tooltip(self) -> str:
        """What an undo does, with its key. Translated."""
        raise NotImplementedError

    def undo_save(self) -> None:
        """Undo the last save of the shown profile."""
        raise NotImplementedError

    def undo_run(self, workspace: Workspace, bulk_run_key: str) -> None:
        """Open the review that restores the old values of several saves."""
        raise NotImplementedError

    def watch_run(self, queue: SaveQueue) -> None:
        """Show a receipt once a bulk run or the pending changes are all saved."""
        raise NotImplementedError

    def show_journal(self, query: JournalQuery) -> None:
        """Show the journal entries that a query selects."""
        raise NotImplementedError

    def refresh_list(self) -> None:
        """Load the list of the shown profile again."""
        raise NotImplementedError

    def update_actions(self) -> None:
        """Enable the actions that are possible now."""
        raise NotImplementedError

    def focus_regions(self) -> list[QWidget]:
        """Return the parts of the window that F6 visits after those of the list, in order."""
        raise NotImplementedError
