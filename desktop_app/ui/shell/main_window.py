"""The main window: toolbar, menus, banner, and the mailbox list of the current profile."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.ui.actions.action_window import ActionWindow
from desktop_app.ui.actions.main_toolbar import MainToolBar, Menus
from desktop_app.ui.i18n import translate
from desktop_app.ui.mailbox_edit.open_editors import OpenEditors
from desktop_app.ui.profiles.profile_controller import ProfileController
from desktop_app.ui.profiles.profile_flows import ProfileFlows
from desktop_app.ui.shell.profile_changes import ProfileChanges
from desktop_app.ui.shell.window_pages import StartActions, WindowPages
from desktop_app.ui.widgets.windows import resize_to_fit

if TYPE_CHECKING:  # at run time imported where used: the first paint has no list or dialog
    from desktop_app.core.errors import ApiOutsideDomain, AppError
    from desktop_app.core.journal import JournalQuery
    from desktop_app.core.mailbox.mailbox import Mailbox
    from desktop_app.core.profiles.profile import Profile
    from desktop_app.core.saved_draft import SavedDraft
    from desktop_app.services.bulk.save_queue import SaveQueue
    from desktop_app.services.profiles.profile_service import ProfileService
    from desktop_app.services.support.support import Support
    from desktop_app.services.workspace.workspace import Workspace
    from desktop_app.services.workspace.workspaces import WorkspaceManager
    from desktop_app.ui.actions.all_actions import AllActions
    from desktop_app.ui.bulk.bulk_windows import BulkWindows
    from desktop_app.ui.mailbox_list.list_pane import ListPane
    from desktop_app.ui.mailbox_list.list_status import StatusKind
    from desktop_app.ui.receipt.receipt import Receipt
    from desktop_app.ui.shell.quitting import SessionEndHandler
    from desktop_app.ui.shell.receipts import Receipts
    from desktop_app.ui.shell.sign_ins import SignIns
    from desktop_app.ui.shell.status_segments import StatusSegments
    from desktop_app.ui.sign_in.sign_in_form import SignInForm
    from desktop_app.ui.widgets.banner import Banner


UPDATE_DELAY_MS = 30
"""Milliseconds from a list's signal to the update of actions and status: rows are painted first."""


class MainWindow(ActionWindow):
    """Shows the mailbox list of one profile at a time; keeps a pane for each opened profile.

    `finish_startup` creates what the first paint does not need.
    """

    def __init__(
        self,
        profile_service: ProfileService,
        workspaces: WorkspaceManager,
        make_demo: Callable[[], Workspace],
        support: Support,
    ) -> None:
        super().__init__()
        self.profile_service = profile_service
        self._workspaces = workspaces
        self._support = support
        self._all_actions: AllActions | None = None
        self._make_demo = make_demo
        self._session_end_handler: SessionEndHandler | None = None
        self._update_timer = QTimer(self, singleShot=True, interval=UPDATE_DELAY_MS)
        self._update_timer.timeout.connect(self._update)
        self.toolbar = MainToolBar()
        self._banner: Banner | None = None
        self._status_segments: StatusSegments | None = None
        self._receipts: Receipts | None = None
        self._existing_sign_ins: SignIns | None = None
        self.editors = OpenEditors(self)
        self.profile_flows = ProfileFlows(profile_service, self)
        self.profile_controller = ProfileController(profile_service, workspaces, self)
        self.pages = WindowPages(profile_service, self._start_actions())
        self._profile_changes = ProfileChanges(self, self.pages, workspaces)
        self._build_ui()
        self._connect()
        self.menus = Menus(self.menuBar())
        self._show_loading()

    def _start_actions(self) -> StartActions:
        return StartActions(
            create=self.profile_flows.create,
            open_demo=self.show_demo,
            import_profiles=self._import_profiles,
            open_profile=self.show_profile,
            open_last_at_start=self.profile_controller.open_last_at_start,
            read_summaries=self.profile_controller.read_summaries,
        )

    def _build_ui(self) -> None:
        self.addToolBar(self.toolbar)
        self._middle = middle = QWidget()
        self._central_layout = layout = QVBoxLayout(middle)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.pages)
        self.setCentralWidget(middle)
        self.statusBar()  # there from the first paint on, so that nothing moves
        resize_to_fit(self, 1200, 700)

    def _connect(self) -> None:
        self._workspaces.pending_changes_changed.connect(self._schedule_update)
        self._workspaces.pending_run_started.connect(self.watch_run)
        self.profile_controller.notice.connect(self.show_message)
        self.profile_controller.store_failed.connect(self.show_store_failure)
        self.profile_controller.unlocked.connect(self._on_unlocked)
        self.profile_controller.locked.connect(self._end_receipts)
        self.profile_controller.succeeded.connect(self._show_sentence)
        self.toolbar.profile_chosen.connect(self.show_profile)
        self.toolbar.profile_button.popup_opened.connect(self.profile_controller.read_summaries)
        self.toolbar.filter_changed.connect(self._set_filter)
        self.editors.saved.connect(self.show_receipt)
        self.editors.unlock_requested.connect(self.profile_controller.unlock)
        self.editors.secret_requested.connect(self._resolve_sign_in)
        self.profile_flows.notice.connect(self.show_message)
        self.profile_flows.store_failed.connect(self.show_store_failure)
        self.profile_flows.has_unsaved_work = self.editors.has_unsaved_work
        self.profile_flows.interrupts_bulk_run = self._interrupts_bulk_run

    def finish_start_page(self) -> None:
        """Show the list of profiles, which the first paint does without, and paint once more."""
        self.pages.finish_startup()
        self.update()

    def finish_startup(self) -> None:
        """Create the icons, actions and session handler, which the first paint does not need."""
        from desktop_app.ui.shell.quitting import SessionEndHandler  # lazy: start
        from desktop_app.ui.widgets.icons import disable_pixmap_cache, program_icon  # lazy: start

        disable_pixmap_cache()
        self.setWindowIcon(program_icon())
        self._session_end_handler = SessionEndHandler(
            self._may_quit, self.editors.save_drafts, self
        )
        self.finish_start_page()
        self._make_actions()

    @property
    def all_actions(self) -> AllActions:
        """The actions of all menus; created after the first paint, or for the first list."""
        return self._all_actions or self._make_actions()

    def _make_actions(self) -> AllActions:
        from desktop_app.ui.actions.all_actions import AllActions  # lazy: start

        if self._all_actions is None:
            self._all_actions = AllActions(self, self._workspaces, self._support)
            self.toolbar.set_actions(self._all_actions.toolbar_actions())
            self._all_actions.update()
        return self._all_actions

    @property
    def banner(self) -> Banner:
        """The banner for messages about the whole program; created at the first message."""
        if self._banner is None:
            from desktop_app.ui.widgets.banner import Banner  # lazy: start

            self._banner = Banner()
            self._central_layout.insertWidget(0, self._banner)
        return self._banner

    @property
    def pane(self) -> ListPane | None:
        """The mailbox list that is shown; None on the start page."""
        return self.pages.pane

    def show_profile(self, profile: Profile) -> None:
        """Show the mailbox list of a profile; the first time, load the list."""
        self._show_workspace(self._workspaces.open(profile))
        self.profile_service.record_opened(profile.id)

    def _import_profiles(self) -> None:
        self.all_actions.profile.import_profiles()

    def show_demo(self) -> None:
        """Show the mailbox list of the demo."""
        self._show_workspace(self._make_demo())

    def _show_workspace(self, workspace: Workspace) -> None:
        pane = self.pages.pane_of(workspace.profile.id) or self._add_pane(workspace)
        if self._banner is not None:
            self._banner.hide()
        self.pages.setCurrentWidget(pane)
        self.all_actions.draw_toolbar_icons()
        self.toolbar.show_workspace(workspace, pane)
        self._update_title()
        self._update()
        if not workspace.list_loader.was_requested:
            self.profile_controller.open_vault_if_needed(workspace)
            find_shown = partial(self._find_shown, workspace)
            self.profile_flows.ask_api_host_if_needed(workspace, find_shown)
            workspace.refresh()
        pane.focus_list()

    def _add_pane(self, workspace: Workspace) -> ListPane:
        from desktop_app.ui.mailbox_list.list_pane import ListPane  # lazy: start

        pane = ListPane(workspace)
        self.pages.add_pane(pane)
        pane.status_changed.connect(self._schedule_update)
        pane.workspace.write_lock.changed.connect(self._update)
        pane.workspace.saved.connect(partial(self._end_receipt, workspace.profile.id))
        pane.workspace.details.arrived.connect(partial(self._on_details, workspace.profile.id))
        pane.password_requested.connect(partial(self._resolve_sign_in, workspace))
        pane.sign_in_form_created.connect(partial(self._connect_sign_in_form, workspace))
        pane.secret_storage_requested.connect(self._show_secret_storage)
        pane.profile_edit_requested.connect(partial(self._change_profile, workspace))
        pane.api_host_requested.connect(partial(self._ask_api_host, workspace))
        pane.filter_cleared.connect(self.toolbar.filter_box.clear)
        pane.create_requested.connect(partial(self.edit, 0))
        pane.draft_restore_requested.connect(partial(self._resume_draft, pane.workspace))
        pane.view.mailbox_opened.connect(self.edit)
        pane.view.selection_changed.connect(self._update)
        pane.view.selection_restored.connect(self._schedule_update)
        pane.view.text_typed.connect(self.toolbar.filter_box.append_typed)
        pane.view.addActions(self.all_actions.context_menu_actions())
        return pane

    def _show_loading(self) -> None:
        self.pages.show_loading()
        self._show_no_profile()

    def show_start_page(self) -> None:
        """Show the start page: choose or create a profile, or open the demo."""
        self.pages.show_start()
        self._show_no_profile()

    def _show_no_profile(self) -> None:
        self.toolbar.clear_profile()
        self._update_title()
        self._update()

    def refresh_profile(self) -> None:
        """Update toolbar, title, actions and status after a change of the current profile."""
        if self.pane is not None:
            workspace = self.pane.workspace
            self.toolbar.show_profile(workspace.profile, is_demo=workspace.is_demo)
            self._update_title()
            self._update()

    def edit(self, mailbox_id: int) -> None:
        """Open a mailbox of the current list in an editor; id 0 creates a new mailbox."""
        if self.pane is not None:
            self.editors.edit(self.pane.workspace, mailbox_id)

    def _resume_draft(self, workspace: Workspace, draft: SavedDraft) -> None:
        self.editors.edit(workspace, draft.mailbox_id, draft)

    def _set_filter(self, text: str) -> None:
        if self.pane is not None:
            self.pane.set_filter(text)

    @property
    def _sign_ins(self) -> SignIns:
        """Ways to sign in again; created at the first need."""
        if self._existing_sign_ins is None:
            from desktop_app.ui.shell.sign_ins import SignIns  # lazy: start

            self._existing_sign_ins = SignIns(self)
        return self._existing_sign_ins

    def _resolve_sign_in(self, workspace: Workspace) -> None:
        self._sign_ins.resolve(workspace)

    def _connect_sign_in_form(self, workspace: Workspace, form: SignInForm) -> None:
        self._sign_ins.connect_form(form, workspace)

    def _change_profile(self, workspace: Workspace, error: AppError) -> None:
        own = self.profile_controller.find_own(workspace.profile)
        if own is not None:
            self.profile_flows.change_connection(own, error)

    def _ask_api_host(self, workspace: Workspace, error: ApiOutsideDomain) -> None:
        own = self.profile_controller.find_own(workspace.profile)
        if own is not None:
            self.profile_flows.ask_api_host(own, error)

    def _find_shown(self, workspace: Workspace) -> Profile | None:
        """Return the stored profile of a workspace; None unless its list is shown."""
        is_shown = self.pane is not None and self.pane.workspace is workspace
        return self.profile_controller.find_own(workspace.profile) if is_shown else None

    def show_message(self, text: str, detail: str = "") -> None:
        """Show a translated text in the banner until the user closes the banner."""
        self.banner.show_message(
            text, (translate("shell", "&Close"), self.banner.hide), detail=detail
        )

    def show_store_failure(self, text: str, detail: str = "") -> None:
        """Show why a secret could not be stored, with a button to choose another storage."""
        elsewhere = (translate("shell", "Passwo&rd storage…"), self._show_secret_storage)
        self.banner.show_message(
            text, elsewhere, (translate("shell", "&Close"), self.banner.hide), detail=detail
        )

    def _show_secret_storage(self) -> None:
        self.profile_controller.show_secret_storage(
            None if self.pane is None else self.pane.workspace
        )

    @property
    def receipts(self) -> Receipts:
        """The receipts of what has just succeeded; created at the first."""
        if self._receipts is None:
            from desktop_app.ui.shell.receipts import Receipts  # lazy: start

            self._receipts = Receipts(self, self._middle)
        return self._receipts

    @property
    def status_segments(self) -> StatusSegments:
        """The status bar's segments; created for the first list."""
        if self._status_segments is None:
            from desktop_app.ui.shell.status_segments import StatusSegments  # lazy: start

            self._status_segments = StatusSegments()
            self._status_segments.chosen.connect(self._on_segment_chosen)
            self.statusBar().addWidget(self._status_segments, 1)
        return self._status_segments

    def _on_segment_chosen(self, kind: StatusKind) -> None:
        """Lead where a segment of the status bar leads."""
        from desktop_app.ui.mailbox_list.list_status import StatusKind  # lazy: start

        actions = self.all_actions
        {
            StatusKind.MAILBOXES: self._show_all_mailboxes,
            StatusKind.NEWS: self._show_news,
            StatusKind.PENDING: actions.history.pending_changes.trigger,
            StatusKind.ACCOUNT: actions.mailbox.rights.trigger,
            StatusKind.LOADED: actions.mailbox.refresh.trigger,
        }[kind]()

    def _show_news(self) -> None:
        """Show only new mailboxes; without any, the differences to the list as last seen."""
        from desktop_app.core.mailbox_list.mailbox_state import MailboxState  # lazy: start
        from desktop_app.core.mailbox_list.quick_filter import QuickFilter  # lazy: start

        if self.pane is not None and self.pane.workspace.list_loader.changes.new_ids:
            self.pane.clear_filter()
            self.pane.set_quick_filter(QuickFilter(states=frozenset({MailboxState.NEW})))
            self.pane.focus_list()
        else:
            self.all_actions.history.differences.trigger()

    def _show_all_mailboxes(self) -> None:
        if self.pane is not None:
            self.pane.clear_filter()
            self.pane.focus_list()

    def show_receipt(self, receipt: Receipt) -> None:
        """Show what has just succeeded over the list of its profile, for some seconds."""
        self.receipts.show(receipt)

    def watch_run(self, queue: SaveQueue) -> None:
        """Show a receipt once a bulk run or the pending changes are all saved."""
        self.receipts.watch_run(queue)

    def undo_run(self, workspace: Workspace, bulk_run_key: str) -> None:
        """Open the review that restores the old values of several saves."""
        self.all_actions.bulk.windows.undo(workspace, bulk_run_key)

    def show_journal(self, query: JournalQuery) -> None:
        """Show the journal entries that a query selects."""
        self.all_actions.history.show_journal(query)

    @property
    def can_undo_save(self) -> bool:
        """Whether the last save of the shown profile can be undone now."""
        return self._receipts is not None and self._receipts.can_undo

    @property
    def undo_tooltip(self) -> str:
        """What an undo does, with its key. Translated."""
        return self.all_actions.mailbox.undo_tooltip

    def undo_save(self) -> None:
        """Undo the last save of the shown profile."""
        self.receipts.undo()

    def refresh_list(self) -> None:
        """Load the list of the shown profile again: what was said before it ends."""
        if self.pane is not None:
            self._end_receipt(self.pane.workspace.profile.id)
            self.pane.workspace.refresh()

    def focus_regions(self) -> list[QWidget]:
        """Return the parts of the window that F6 visits after those of the list, in order."""
        parts = [None if self._receipts is None else self._receipts.bar, self._status_segments]
        return [part for part in parts if part is not None]

    def _show_sentence(self, text: str, profile_id: str = "") -> None:
        from desktop_app.ui.receipt.receipt import Receipt  # lazy: start

        self.show_receipt(Receipt(text, profile_id))

    def _on_unlocked(self, text: str, workspace: Workspace) -> None:
        self._show_sentence(text, workspace.profile.id)

    def _end_receipt(self, profile_id: str, _saved: object = None) -> None:
        if self._receipts is not None:
            self._receipts.end(profile_id)

    def _end_receipts(self) -> None:
        if self._receipts is not None:
            self._receipts.end_all()

    def _on_details(self, profile_id: str, mailbox: Mailbox) -> None:
        if self._receipts is not None:
            self._receipts.on_mailbox_read(profile_id, mailbox)

    def _schedule_update(self) -> None:
        """Start the update timer, so that a list's many signals cause one update.

        A user's own action calls `_update` directly.
        """
        if not self._update_timer.isActive():
            self._update_timer.start()

    def update_actions(self) -> None:
        """Enable the actions that are possible now."""
        if self._all_actions is not None:
            self._all_actions.update()

    def _update(self) -> None:
        self._update_timer.stop()
        self.update_actions()
        if self.pane is not None:
            self.profile_controller.mark_tested_if_connected(self.pane.workspace)
        if self.pane is not None:
            self.toolbar.show_lock(self.pane.workspace.write_lock)
            self.status_segments.show_segments(self.pane.status_segments())
        elif self._status_segments is not None:
            self._status_segments.show_segments(())
        if self._receipts is not None:
            self._receipts.update()

    def _update_title(self) -> None:
        name = "Mailbox Admin"
        if self.pane is not None:
            from desktop_app.ui.text.plain_text import one_line  # lazy: start
            from desktop_app.ui.text.profiles import workspace_title  # lazy: start

            work = self.pane.workspace
            shown = workspace_title(work.profile, is_demo=work.is_demo)
            name = one_line(f"{shown} — {name}")
        self.setWindowTitle(name)

    def changeEvent(self, event: QEvent) -> None:
        """Redraw the icons when the palette changes between light and dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._all_actions is not None:
            self._all_actions.draw_icons()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Quit, unless the user cancels a question about work that would be lost."""
        answered = self._session_end_handler is not None and self._session_end_handler.is_confirmed
        if not answered and not self._may_quit():
            event.ignore()
            return
        self.editors.close_without_asking()
        if (several := self._bulk_windows) is not None:
            several.shut_down()
        self.pages.save_layouts()
        self.profile_controller.close()
        self._workspaces.close()
        self.profile_service.close()
        event.accept()

    def _may_quit(self) -> bool:
        """Return whether the user agrees to lose unsaved work, if any; close nothing yet."""
        from desktop_app.ui.shell.quitting import may_quit  # lazy: start

        return may_quit(self, self._workspaces.active_save_count, self._bulk_windows, self.editors)

    @property
    def _bulk_windows(self) -> BulkWindows | None:
        """The bulk edit windows; None if none was ever opened."""
        return None if self._all_actions is None else self._all_actions.bulk.existing_windows

    def _interrupts_bulk_run(self, profile_id: str) -> bool:
        return self._bulk_windows is not None and self._bulk_windows.would_lose_work(profile_id)
