"""The interface of a list pane for its parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop_app.core.mailbox_list.quick_filter import QuickFilter

if TYPE_CHECKING:
    from desktop_app.services.workspace.workspace import Workspace
    from desktop_app.ui.mailbox_list.detail_progress_bar import DetailProgressBar
    from desktop_app.ui.mailbox_list.table.list_model import MailboxListModel
    from desktop_app.ui.mailbox_list.table.list_view import MailboxListView
    from desktop_app.ui.sign_in.sign_in_sheet import SignInSheet
    from desktop_app.ui.widgets.banner import Banner
    from desktop_app.ui.widgets.placeholder import PlaceholderPage


class ListPaneBase(QWidget):
    """The base class of ListPane, which creates the parts and implements the methods."""

    status_changed = Signal()
    password_requested = Signal()
    """The user wants to unlock the password vault, or to change the profile, to sign in."""
    sign_in_form_created = Signal(object)
    """The SignInForm over the list, to be connected with the profile."""
    secret_storage_requested = Signal()
    """The user wants to change the password storage."""
    profile_edit_requested = Signal(object)
    """The AppError that a change of the profile's address, proxy or CA file may solve."""
    api_host_requested = Signal(object)
    """The ApiOutsideDomain whose host the user may allow."""
    filter_cleared = Signal()
    quick_filter_changed = Signal()
    create_requested = Signal()
    draft_restore_requested = Signal(object)
    """A SavedDraft that the user wants to continue."""

    workspace: Workspace
    model: MailboxListModel
    view: MailboxListView
    placeholder: PlaceholderPage
    banner: Banner
    detail_progress_bar: DetailProgressBar
    is_partial: bool
    """Whether the rows shown are only the first of a list that is still loading."""

    @property
    def sign_in_sheet(self) -> SignInSheet:
        """The sheet that asks for the password; created when first needed."""
        raise NotImplementedError

    @property
    def has_sign_in_sheet(self) -> bool:
        """Whether the sheet that asks for the password is shown."""
        raise NotImplementedError

    @property
    def quick_filter(self) -> QuickFilter:
        """The quick filter that is on."""
        raise NotImplementedError

    def status_text(self) -> str:
        """Return the state of list and connection in one translated line."""
        raise NotImplementedError

    def set_quick_filter(self, quick_filter: QuickFilter) -> None:
        """Show only the mailboxes that match."""
        raise NotImplementedError

    def clear_filter(self) -> None:
        """Show all mailboxes."""
        raise NotImplementedError

    def calls_to_read_all(self) -> int:
        """The number of calls that reading all missing details takes."""
        raise NotImplementedError

    def read_all_details(self) -> None:
        """Read the details of all mailboxes."""
        raise NotImplementedError

    def focus_list(self) -> None:
        """Focus the list, now or as soon as it is shown."""
        raise NotImplementedError

    def show_list(self) -> None:
        """Show the list."""
        raise NotImplementedError

    def show_placeholder(self) -> None:
        """Show the placeholder in place of the list."""
        raise NotImplementedError
