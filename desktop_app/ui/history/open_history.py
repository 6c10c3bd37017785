"""Opens the History window, and what is chosen in it: edits, restored values, bulk runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from desktop_app.core.journal import JournalQuery
from desktop_app.core.mailbox.mailbox import Mailbox
from desktop_app.core.pending_change import PendingChange
from desktop_app.core.profiles.profile import Profile
from desktop_app.core.saved_draft import SavedDraft
from desktop_app.services.bulk.run_history import BulkRunRecord
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.services.workspace.workspaces import WorkspaceManager
from desktop_app.ui.bulk.bulk_windows import BulkWindows
from desktop_app.ui.history.history_pages import HistoryPages
from desktop_app.ui.history.history_text import HistoryTab
from desktop_app.ui.history.history_window import HistoryLayout, HistoryWindow
from desktop_app.ui.journal.journal_page import JournalPage
from desktop_app.ui.mailbox_edit.open_editors import OpenEditors
from desktop_app.ui.mailbox_edit.password_trial_dialog import KeepPasswordTestDialog


class OpenHistory(QObject):
    """The History window of the main window, of which there is at most one. GUI thread.

    ``page_actions`` open the pages; their keys work in the History window too.
    """

    def __init__(
        self,
        window: QWidget,
        editors: OpenEditors,
        pages: HistoryPages,
        workspaces: WorkspaceManager,
        bulk_windows: Callable[[], BulkWindows],
        page_actions: Sequence[QAction],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._editors = editors
        self._pages = pages
        self._workspaces = workspaces
        self._bulk_windows = bulk_windows
        self._page_actions = list(page_actions)
        self._layout = HistoryLayout()
        self._history: HistoryWindow | None = None
        pages.edit_requested.connect(self._edit_pending_change)
        pages.test_requested.connect(self._test_keep)
        pages.draft_opened.connect(self._open_draft)
        pages.restore_requested.connect(self._restore)
        pages.resume_requested.connect(self._resume)
        pages.undo_requested.connect(self._undo)

    def show_tab(self, tab: HistoryTab) -> HistoryWindow:
        """Show a page of the History window."""
        history = self._history
        if history is None or not isValid(history) or not history.isVisible():
            history = self._history = HistoryWindow(self._pages, self._layout, self._window)
            history.addActions(self._page_actions)
        history.show_tab(tab)
        return history

    def show_journal(self, query: JournalQuery) -> None:
        """Show the journal entries that a query selects, the newest selected."""
        page = self.show_tab(HistoryTab.JOURNAL).page(HistoryTab.JOURNAL)
        if isinstance(page, JournalPage):
            page.show_query(query)

    def show_workspace(self, workspace: Workspace | None) -> None:
        """Follow the main window to another profile; None if none is shown."""
        if self._history is not None and isValid(self._history):
            self._history.show_workspace(workspace)
        else:
            self._pages.workspace = workspace

    def _edit_pending_change(self, workspace: Workspace, change: PendingChange) -> None:
        self._editors.edit(workspace, change.mailbox_id, pending=change)

    def _test_keep(self, workspace: Workspace, mailbox: Mailbox) -> None:
        KeepPasswordTestDialog(workspace, mailbox, self._history or self._window).open()

    def _open_draft(self, workspace: Workspace, draft: SavedDraft) -> None:
        self._editors.edit(workspace, draft.mailbox_id, draft)

    def _restore(self, profile: Profile, draft: SavedDraft) -> None:
        self._open_draft(self._workspaces.open(profile), draft)

    def _resume(self, workspace: Workspace, run: BulkRunRecord) -> None:
        self._bulk_windows().resume(workspace, run)

    def _undo(self, workspace: Workspace, bulk_run_key: str) -> None:
        self._bulk_windows().undo(workspace, bulk_run_key)
