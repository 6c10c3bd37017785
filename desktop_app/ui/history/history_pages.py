"""Makes the pages of the History window, and passes on what they ask for."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from desktop_app.core.profiles.profile import Profile
from desktop_app.services.workspace.profile_data import ProfileData
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.services.workspace.workspaces import WorkspaceManager
from desktop_app.ui.bulk.run_history_page import RunHistoryPage
from desktop_app.ui.dialogs.table_page import TablePage
from desktop_app.ui.history.history_text import HistoryTab
from desktop_app.ui.journal.journal_page import JournalPage
from desktop_app.ui.mailbox_edit.keep_trial_offer import can_test_keep
from desktop_app.ui.pending.pending_changes_page import PendingChangesPage
from desktop_app.ui.snapshots.differences_page import DifferencesPage


class HistoryPages(QObject):
    """Makes the pages for the profile that the main window shows. GUI thread.

    Attributes:
        workspace: The profile of the pages that belong to one; None on the start page.
    """

    edit_requested = Signal(object, object)
    """The Workspace, and the PendingChange that the user wants to edit."""
    test_requested = Signal(object, object)
    """The Workspace, and the Mailbox to test whether SuperOffice keeps the stored password."""
    draft_opened = Signal(object, object)
    """The Workspace, and a SavedDraft to edit."""
    restore_requested = Signal(object, object)
    """The Profile, and a SavedDraft that restores the values from before a save."""
    resume_requested = Signal(object, object)
    """The Workspace and the BulkRunRecord to resume."""
    undo_requested = Signal(object, object)
    """The Workspace, and the key (str) of the bulk run to undo."""

    def __init__(
        self,
        workspaces: WorkspaceManager,
        store: ProfileData,
        profiles: Callable[[], Sequence[Profile]],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self.workspace: Workspace | None = None
        self._workspaces = workspaces
        self._store = store
        self._profiles = profiles

    def make(self, tab: HistoryTab) -> TablePage | None:
        """Return a new page; None if the page needs a profile and none is open."""
        return {
            HistoryTab.PENDING_CHANGES: self._pending_changes,
            HistoryTab.JOURNAL: self._journal,
            HistoryTab.DIFFERENCES: self._differences,
            HistoryTab.BULK_RUNS: self._bulk_runs,
        }[tab]()

    def _pending_changes(self) -> TablePage | None:
        changes = self._workspaces.change_set
        if changes is None:
            return None
        page = PendingChangesPage(changes, self._find_profile, self._workspaces.open, can_test_keep)
        page.edit_requested.connect(self.edit_requested)
        page.test_requested.connect(self.test_requested)
        return page

    def _journal(self) -> TablePage:
        page = JournalPage(self._store.journal, self._find_profile, self._workspaces.exporter)
        page.restore_requested.connect(self.restore_requested)
        return page

    def _differences(self) -> TablePage | None:
        if self.workspace is None:
            return None
        page = DifferencesPage(
            self.workspace, self._store.snapshots, self._profiles(), self._workspaces.exporter
        )
        page.edit_requested.connect(self.draft_opened)
        return page

    def _bulk_runs(self) -> TablePage | None:
        if self.workspace is None:
            return None
        page = RunHistoryPage(self.workspace)
        page.resume_requested.connect(self.resume_requested)
        page.undo_requested.connect(self.undo_requested)
        return page

    def _find_profile(self, profile_id: str) -> Profile | None:
        return next((each for each in self._profiles() if each.id == profile_id), None)
