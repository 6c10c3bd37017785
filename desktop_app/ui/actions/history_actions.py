"""Actions on data stored on this computer: pending changes, journal, snapshots, all profiles."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction

from desktop_app.core.errors import AppError
from desktop_app.core.journal import JournalQuery
from desktop_app.ui.actions.action_group import ActionGroup
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.errors.explain import explain

if TYPE_CHECKING:
    from desktop_app.core.profiles.profile import Profile
    from desktop_app.services.workspace.workspaces import WorkspaceManager
    from desktop_app.ui.actions.action_window import ActionWindow
    from desktop_app.ui.bulk.bulk_windows import BulkWindows
    from desktop_app.ui.history.history_text import HistoryTab
    from desktop_app.ui.history.open_history import OpenHistory


class HistoryActions(ActionGroup):
    """The History menu; also shows errors of the local store in the banner.

    ``bulk_windows`` returns the windows in which a bulk run is resumed or undone.
    """

    def __init__(
        self,
        window: ActionWindow,
        workspaces: WorkspaceManager,
        bulk_windows: Callable[[], BulkWindows],
    ) -> None:
        super().__init__(window)
        self._workspaces = workspaces
        self._bulk_windows = bulk_windows
        self._history: OpenHistory | None = None
        self._make_actions()
        self._fill_menu()
        workspaces.pending_changes_changed.connect(self._update_count)
        self._connect_errors()

    def _make_actions(self) -> None:
        action = self._make_action
        self.pending_changes = action(
            translate("actions", "Pending &changes"),
            "Ctrl+H",
            self._show_pending_changes,
            "list-checks",
        )
        self.journal = action(
            translate("actions", "&Journal"), "Ctrl+J", self._show_whole_journal, "scroll-text"
        )
        self.differences = action(
            translate("actions", "&Differences"),
            "Ctrl+Shift+H",
            self._show_differences,
            "git-compare",
        )
        self.bulk_runs = action(
            translate("actions", "&Bulk runs"), "Ctrl+Shift+R", self._show_bulk_runs
        )
        self.mailbox_history = action(
            translate("actions", "&History of this mailbox"),
            "Ctrl+Shift+J",
            self._show_mailbox_history,
            "history",
        )
        self.mark_seen = action(
            translate("actions", "Mark changes as &seen"), "Ctrl+Shift+L", self._mark_list_seen
        )
        self.refresh_all = action(
            translate("actions", "&Refresh all profiles…"), "Ctrl+Shift+F5", self._refresh_all
        )
        self.find_all = action(
            translate("actions", "&Find in all profiles…"),
            "Ctrl+Shift+G",
            self._find_all,
            "search-check",
        )

    @property
    def _page_actions(self) -> list[QAction]:
        """The actions that open a page of the History window."""
        return [self.pending_changes, self.journal, self.differences, self.bulk_runs]

    def _fill_menu(self) -> None:
        menu = self._window.menus.history
        menu.addActions(self._page_actions)
        menu.addSeparator()
        menu.addActions([self.mailbox_history, self.mark_seen])
        menu.addSeparator()
        menu.addActions([self.refresh_all, self.find_all])

    def _connect_errors(self) -> None:
        store_service = self._workspaces.store
        if store_service is not None:
            for heard in (
                store_service.failed,
                store_service.replaced,
                store_service.journal.export_failed,
            ):
                heard.connect(self._show_error)
            for error in store_service.errors:  # errors from before the first paint
                self._show_error(error)

    def context_menu_actions(self) -> list[QAction]:
        """Return the history of one mailbox."""
        return [self.mailbox_history]

    def update(self) -> None:
        """Enable the actions for which there is a local store, a list, a selection or a profile."""
        pane = self._window.pane
        kept = self._workspaces.store is not None
        selected = pane is not None and pane.view.current_id() is not None
        self.pending_changes.setEnabled(self._workspaces.change_set is not None)
        self.differences.setEnabled(pane is not None and kept)
        self.bulk_runs.setEnabled(pane is not None and pane.workspace.run_history is not None)
        self.mark_seen.setEnabled(
            pane is not None and bool(pane.workspace.list_loader.changes.counts)
        )
        self.journal.setEnabled(kept)
        self.mailbox_history.setEnabled(kept and selected)
        several = bool(self._window.profile_service.profiles)
        self.refresh_all.setEnabled(several)
        self.find_all.setEnabled(several and kept)
        if self._history is not None:
            self._history.show_workspace(None if pane is None else pane.workspace)

    def _update_count(self) -> None:
        from desktop_app.ui.pending.change_set_text import changes_action_text  # lazy: start

        changes = self._workspaces.change_set
        ids = changes.profile_ids if changes is not None else ()
        count = sum(len(changes.of_profile(each)) for each in ids) if changes is not None else 0
        self.pending_changes.setText(changes_action_text(count))
        self.update()

    def show_journal(self, query: JournalQuery) -> None:
        """Show the journal entries that a query selects, the newest selected."""
        if (history := self._open_history()) is not None:
            history.show_journal(query)

    def _show_whole_journal(self) -> None:
        self.show_journal(JournalQuery())

    def _show_pending_changes(self) -> None:
        from desktop_app.ui.history.history_text import HistoryTab  # lazy: start

        self._show_page(HistoryTab.PENDING_CHANGES)

    def _show_differences(self) -> None:
        from desktop_app.ui.history.history_text import HistoryTab  # lazy: start

        self._show_page(HistoryTab.DIFFERENCES)

    def _show_bulk_runs(self) -> None:
        from desktop_app.ui.history.history_text import HistoryTab  # lazy: start

        self._show_page(HistoryTab.BULK_RUNS)

    def _show_page(self, tab: HistoryTab) -> None:
        if (history := self._open_history()) is not None:
            history.show_tab(tab)

    def _show_mailbox_history(self) -> None:
        pane = self._window.pane
        number = None if pane is None else pane.view.current_id()
        if pane is not None and number is not None:
            profile_id = pane.workspace.profile.id
            self.show_journal(JournalQuery(profile_id=profile_id, mailbox_id=number))

    def _mark_list_seen(self) -> None:
        if (pane := self._window.pane) is not None:
            pane.workspace.list_loader.mark_seen()

    def _open_history(self) -> OpenHistory | None:
        """Return what opens the History window, made on first use; None without a local store."""
        store = self._workspaces.store
        if self._history is None and store is not None:
            from desktop_app.ui.history.history_pages import HistoryPages  # lazy: start
            from desktop_app.ui.history.open_history import OpenHistory  # lazy: start

            profiles = self._window.profile_service
            pages = HistoryPages(self._workspaces, store, lambda: profiles.profiles, self)
            pages.workspace = None if self._window.pane is None else self._window.pane.workspace
            self._history = OpenHistory(
                self._window,
                self._window.editors,
                pages,
                self._workspaces,
                self._bulk_windows,
                self._page_actions,
            )
        return self._history

    def _refresh_all(self) -> None:
        from desktop_app.services.workspace.all_profiles import RefreshAll  # lazy: start
        from desktop_app.ui.mailbox_list.refresh_all_dialog import RefreshAllDialog  # lazy: start

        profiles = self._window.profile_service.profiles
        run = RefreshAll(profiles, self._workspaces.open, self)
        view = RefreshAllDialog(run, {each.id: each for each in profiles}, self._window)
        view.show()
        run.start()

    def _find_all(self) -> None:
        from desktop_app.ui.mailbox_list.find_all_dialog import FindAllDialog  # lazy: start

        store_service = self._workspaces.store
        if store_service is not None:
            view = FindAllDialog(store_service, self._window.profile_service.profiles, self._window)
            view.mailbox_opened.connect(self._open_mailbox)
            view.show()

    def _open_mailbox(self, profile: Profile, mailbox_id: int) -> None:
        self._window.show_profile(profile)
        if self._window.pane is not None:
            self._window.pane.select_mailbox(mailbox_id)
        self._window.edit(mailbox_id)

    def _show_error(self, error: AppError) -> None:
        message = explain(error)
        self._window.show_message(message.text, message.detail)
