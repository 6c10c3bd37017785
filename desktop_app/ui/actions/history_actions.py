"""Actions on data stored on this computer: pending changes, journal, snapshots, all profiles."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction

from desktop_app.core.errors import AppError
from desktop_app.core.journal import JournalQuery
from desktop_app.ui.actions.action_group import ActionGroup
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.errors.explain import explain

if TYPE_CHECKING:
    from desktop_app.core.pending_change import PendingChange
    from desktop_app.core.profiles.profile import Profile
    from desktop_app.core.saved_draft import SavedDraft
    from desktop_app.services.workspace.workspace import Workspace
    from desktop_app.services.workspace.workspaces import WorkspaceManager
    from desktop_app.ui.actions.action_window import ActionWindow


class HistoryActions(ActionGroup):
    """The History menu; also shows errors of the local store in the banner."""

    def __init__(self, window: ActionWindow, workspaces: WorkspaceManager) -> None:
        super().__init__(window)
        self._workspaces = workspaces
        action = self._make_action
        self.pending_changes = action(
            translate("actions", "Pending &changes"),
            "Ctrl+H",
            self._show_pending_changes,
            "list-checks",
        )
        self.compare_snapshots = action(
            translate("actions", "&Differences…"),
            "Ctrl+Shift+H",
            self._compare_snapshots,
            "git-compare",
        )
        self.mark_seen = action(
            translate("actions", "Mark changes as &seen"), "Ctrl+Shift+L", self._mark_list_seen
        )
        self.journal = action(
            translate("actions", "&Journal…"), "Ctrl+J", self._show_journal, "scroll-text"
        )
        self.mailbox_history = action(
            translate("actions", "&History of this mailbox…"),
            "Ctrl+Shift+J",
            self._show_mailbox_history,
            "history",
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
        self._fill_menu()
        workspaces.pending_changes_changed.connect(self._update_count)
        self._connect_errors()

    def _fill_menu(self) -> None:
        menu = self._window.menus.history
        menu.addActions([self.pending_changes, self.compare_snapshots, self.mark_seen])
        menu.addSeparator()
        menu.addActions([self.journal, self.mailbox_history])
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

    def toolbar_actions(self) -> list[QAction]:
        """Return the pending changes, so that their number is always visible."""
        return [self.pending_changes]

    def context_menu_actions(self) -> list[QAction]:
        """Return the history of one mailbox."""
        return [self.mailbox_history]

    def update(self) -> None:
        """Enable the actions for which there is a local store, a list, a selection or a profile."""
        pane = self._window.pane
        kept = self._workspaces.store is not None
        selected = pane is not None and pane.view.current_id() is not None
        self.pending_changes.setEnabled(self._workspaces.change_set is not None)
        self.compare_snapshots.setEnabled(pane is not None and kept)
        self.mark_seen.setEnabled(
            pane is not None and bool(pane.workspace.list_loader.changes.counts)
        )
        self.journal.setEnabled(kept)
        self.mailbox_history.setEnabled(kept and selected)
        several = bool(self._window.profile_service.profiles)
        self.refresh_all.setEnabled(several)
        self.find_all.setEnabled(several and kept)

    def _update_count(self) -> None:
        from desktop_app.ui.pending.change_set_text import changes_action_text  # lazy: start

        changes = self._workspaces.change_set
        ids = changes.profile_ids if changes is not None else ()
        count = sum(len(changes.of_profile(each)) for each in ids) if changes is not None else 0
        self.pending_changes.setText(changes_action_text(count))
        self.update()

    def _show_pending_changes(self) -> None:
        from desktop_app.ui.pending.change_set_dialog import ChangeSetDialog  # lazy: start

        changes = self._workspaces.change_set
        if changes is not None:
            view = ChangeSetDialog(changes, self._find_profile, self._workspaces.open, self._window)
            view.edit_requested.connect(self._edit_pending_change)
            view.show()

    def _compare_snapshots(self) -> None:
        from desktop_app.ui.snapshots.compare_dialog import CompareDialog  # lazy: start

        pane, store_service = self._window.pane, self._workspaces.store
        if pane is not None and store_service is not None:
            others, exporter = self._window.profile_service.profiles, self._workspaces.exporter
            view = CompareDialog(
                pane.workspace, store_service.snapshots, others, exporter, self._window
            )
            view.edit_requested.connect(self._open_draft)
            view.show()

    def _mark_list_seen(self) -> None:
        if (pane := self._window.pane) is not None:
            pane.workspace.list_loader.mark_seen()

    def _show_journal(self) -> None:
        self._open_journal(JournalQuery())

    def _show_mailbox_history(self) -> None:
        pane = self._window.pane
        number = None if pane is None else pane.view.current_id()
        if pane is not None and number is not None:
            profile_id = pane.workspace.profile.id
            self._open_journal(replace(JournalQuery(), profile_id=profile_id, mailbox_id=number))

    def _open_journal(self, query: JournalQuery) -> None:
        from desktop_app.ui.journal.journal_dialog import JournalDialog  # lazy: start

        store_service = self._workspaces.store
        if store_service is not None:
            exporter = self._workspaces.exporter
            view = JournalDialog(
                store_service.journal, self._find_profile, exporter, self._window, query
            )
            view.restore_requested.connect(self._restore)
            view.show()

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

    def _find_profile(self, profile_id: str) -> Profile | None:
        profiles = self._window.profile_service.profiles
        return next((each for each in profiles if each.id == profile_id), None)

    def _edit_pending_change(self, workspace: Workspace, change: PendingChange) -> None:
        self._window.editors.edit(workspace, change.mailbox_id, pending=change)

    def _open_draft(self, workspace: Workspace, draft: SavedDraft) -> None:
        self._window.editors.edit(workspace, draft.mailbox_id, draft)

    def _restore(self, profile: Profile, draft: SavedDraft) -> None:
        self._open_draft(self._workspaces.open(profile), draft)

    def _open_mailbox(self, profile: Profile, mailbox_id: int) -> None:
        self._window.show_profile(profile)
        if self._window.pane is not None:
            self._window.pane.select_mailbox(mailbox_id)
        self._window.edit(mailbox_id)

    def _show_error(self, error: AppError) -> None:
        message = explain(error)
        self._window.show_message(message.text, message.detail)
