"""The pane of one profile: the mailbox list, its bars, and the side pane."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.core.mailbox.mailbox import Mailbox
from desktop_app.core.mailbox_list.quick_filter import NO_FILTER, QuickFilter
from desktop_app.services.mailbox_list.detail_loader import PREFETCH_LIMIT
from desktop_app.services.saving.save import SaveResult
from desktop_app.services.workspace.mailbox_marks import MarkCollector
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.mailbox_list.detail_progress_bar import DetailProgressBar
from desktop_app.ui.mailbox_list.filter.filter_bar import FilterBar
from desktop_app.ui.mailbox_list.filter.quick_filter_text import shared_mailboxes_text
from desktop_app.ui.mailbox_list.layout_saver import LayoutSaver
from desktop_app.ui.mailbox_list.list_pane_base import ListPaneBase
from desktop_app.ui.mailbox_list.list_pane_states import ListPaneStates
from desktop_app.ui.mailbox_list.list_status import StatusSegment, status_segments, status_text
from desktop_app.ui.mailbox_list.merged_changes_bar import MergedChangesBar
from desktop_app.ui.mailbox_list.side.side_pane import SidePage
from desktop_app.ui.mailbox_list.side_pane_controller import SidePaneController
from desktop_app.ui.mailbox_list.table.list_model import MailboxListModel
from desktop_app.ui.mailbox_list.table.list_view import MailboxListView
from desktop_app.ui.mailbox_list.unsaved_edits_bar import UnsavedEditsBar
from desktop_app.ui.widgets.banner import Banner
from desktop_app.ui.widgets.placeholder import PlaceholderPage

if TYPE_CHECKING:
    from desktop_app.core.mailbox_list.listing import ListedMailbox
    from desktop_app.ui.sign_in.sign_in_sheet import SignInSheet


class ListPane(ListPaneBase):
    """Shows a Workspace. Each pane has its own selection, scroll position and filter."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self.filter_text = ""
        self._pending_selection: int | None = None
        self._prefetch_pending = False
        self.model = MailboxListModel(self)
        self.model.find_risks = workspace.risks.find
        self._mark_collector = MarkCollector(workspace, self)
        self.model.set_marks(self._mark_collector.marks)
        self.model.shared_text = lambda number: shared_mailboxes_text(
            workspace.risks.shared_with(number)
        )
        self.view = MailboxListView(self.model)
        self.placeholder = PlaceholderPage()
        self.banner = Banner()
        self.unsaved_bar = UnsavedEditsBar(workspace)
        self.merged_bar = MergedChangesBar()
        self.filter_bar = FilterBar()
        self.detail_progress_bar = DetailProgressBar(workspace.details)
        self.is_partial = False
        self._sign_in_sheet: SignInSheet | None = None
        self._pages = QStackedWidget()
        self._splitter = QSplitter()
        self.side_pane_controller = SidePaneController(self, self._splitter)
        self.states = ListPaneStates(self)
        self._build_ui()
        self._layout_saver = self._create_layout_saver()
        self._connect_signals()
        self.states.update()

    def _build_ui(self) -> None:
        self._pages.addWidget(self.placeholder)
        self._pages.addWidget(self.view)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self._pages)
        self._column = layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.banner)
        layout.addWidget(self.unsaved_bar)
        layout.addWidget(self.merged_bar)
        layout.addWidget(self.filter_bar)
        layout.addWidget(self._splitter, 1)
        layout.addWidget(self.detail_progress_bar)

    def _create_layout_saver(self) -> LayoutSaver | None:
        """Return what restores columns and side pane; None if no layouts can be stored."""
        looks, columns = self.workspace.column_layouts, self.view.header_controller
        if looks is None:
            return None
        return LayoutSaver(
            self.workspace.profile.id, looks, self.model, columns, self.side_pane_controller
        )

    def _connect_signals(self) -> None:
        work = self.workspace
        work.rows_received.connect(self._on_first_rows)
        work.list_changed.connect(self._on_list_changed)
        work.saved.connect(self._on_saved)
        work.saved.connect(self.merged_bar.add)
        work.drafts.found.connect(self.unsaved_bar.offer_drafts)
        work.details.arrived.connect(self._on_details_loaded)
        work.details.failed.connect(self._on_details_failed)
        work.last_checks.changed.connect(self.model.refresh_row)
        work.risks.changed.connect(self.model.refresh_risks)
        self._mark_collector.changed.connect(self.model.set_marks)
        self.unsaved_bar.restore_requested.connect(self.draft_restore_requested)
        self.model.modelReset.connect(self._on_rows_reset)
        self.detail_progress_bar.status_changed.connect(self.status_changed)
        self.filter_bar.clear_requested.connect(partial(self.set_quick_filter, NO_FILTER))
        self.filter_bar.read_all_requested.connect(self.read_all_details)
        self.view.visible_ids_changed.connect(self._on_visible_ids_changed)
        self.view.escape_pressed.connect(self.clear_filter)

    @property
    def sign_in_sheet(self) -> SignInSheet:
        """The sheet that asks for the password; created when first needed."""
        if self._sign_in_sheet is None:
            from desktop_app.ui.sign_in.sign_in_sheet import (  # lazy: a kept list comes first
                SignInSheet,
            )

            self._sign_in_sheet = SignInSheet(self.workspace.profile)
            self._column.insertWidget(0, self._sign_in_sheet)
            self._sign_in_sheet.left.connect(self.focus_list)
            self.sign_in_form_created.emit(self._sign_in_sheet.form)
        return self._sign_in_sheet

    @property
    def has_sign_in_sheet(self) -> bool:
        """Whether the sheet that asks for the password is shown."""
        return self._sign_in_sheet is not None and not self._sign_in_sheet.isHidden()

    def save_layout(self) -> None:
        """Save the layout at once, because the pane is about to close."""
        if self._layout_saver is not None:
            self._layout_saver.save_now()

    def focus_list(self) -> None:
        """Focus the list, now or as soon as it is shown."""
        (self.view if self.view.isVisible() else self).setFocus()

    def focus_regions(self) -> list[QWidget]:
        """Return the parts of the pane that F6 visits, in order."""
        sheet = () if self._sign_in_sheet is None else (self._sign_in_sheet,)
        notes = (*sheet, self.banner, self.unsaved_bar, self.merged_bar, self.filter_bar)
        beside = (
            ()
            if self.side_pane_controller.page is SidePage.NOTHING
            else (self.side_pane_controller.pane,)
        )
        return [*notes, self.placeholder, self.view, *beside, self.detail_progress_bar]

    def show_list(self) -> None:
        """Show the list, and focus it if the pane has the focus."""
        self._pages.setCurrentWidget(self.view)
        if self.hasFocus():
            self.view.setFocus()

    def show_placeholder(self) -> None:
        """Show the placeholder in place of the list."""
        self._pages.setCurrentWidget(self.placeholder)

    def status_segments(self) -> tuple[StatusSegment, ...]:
        """Return the state of list and connection, for the segments of the status bar."""
        return status_segments(self, self.states.retry_notice)

    def status_text(self) -> str:
        """Return the state of list and connection in one translated line."""
        return status_text(self, self.states.retry_notice)

    def set_filter(self, text: str) -> None:
        """Show only rows that contain these words."""
        self.filter_text = text
        self.model.set_filter(text)

    @property
    def quick_filter(self) -> QuickFilter:
        """The active quick filter."""
        return self.model.quick_filter

    def set_quick_filter(self, quick_filter: QuickFilter) -> None:
        """Show only rows that match both this filter and the filter box."""
        self.model.set_quick_filter(quick_filter)
        self.quick_filter_changed.emit()

    def clear_filter(self) -> None:
        """Clear the filter box and the quick filter."""
        self.filter_cleared.emit()
        if self.quick_filter:
            self.set_quick_filter(NO_FILTER)
        self.view.scroll_to_current()

    @property
    def is_filtered(self) -> bool:
        """Whether any filter is active."""
        return bool(self.filter_text.strip() or self.quick_filter)

    def set_grouped(self, grouped: bool) -> None:
        """Group the rows by mail server, or not."""
        self.model.set_grouped(grouped)

    def calls_to_read_all(self) -> int:
        """Return how many requests it takes to read all missing details."""
        return self.workspace.details.call_count(row.id for row in self.model.all_rows)

    def read_all_details(self) -> None:
        """Read the details of all mailboxes, visible rows first."""
        rows = (*self.model.rows, *self.model.all_rows)
        self.workspace.details.load_all(dict.fromkeys(row.id for row in rows))

    def reread_selected_details(self) -> None:
        """Read the details of the selected mailboxes again, even if a read failed."""
        self.workspace.details.retry(self.view.selected_ids())

    def _on_rows_reset(self) -> None:
        """Update the filter bar and the pages after the rows or their order changed."""
        is_said = not (self.model.rowCount() or self.quick_filter)  # by the placeholder
        unknown = 0 if is_said else self.model.unknown_count
        self.filter_bar.show_filter(self.quick_filter, unknown, self.calls_to_read_all)
        if self.model.total_count:
            self.states.show_table()
        self.status_changed.emit()

    def _on_saved(self, saved: SaveResult) -> None:
        """Select a newly created mailbox when the next list arrives."""
        if self.model.line_of(saved.mailbox.id) is None:
            self._pending_selection = saved.mailbox.id

    def _on_first_rows(self, rows: Sequence[ListedMailbox]) -> None:
        """Show the first rows of a list that is still loading, if no list is shown yet."""
        work = self.workspace
        if self.model.total_count and not self.is_partial:
            return
        self.is_partial = True
        self.model.set_rows(rows, work.details, work.last_checks)
        if self.model.rowCount():
            self.show_list()
        self.status_changed.emit()

    def _on_list_changed(self) -> None:
        work = self.workspace
        self.is_partial = False
        self.model.set_rows(work.rows, work.details, work.last_checks)
        self._prefetch_pending = True
        self.states.update()
        self.states.announce_list()
        self._apply_pending_selection()

    def select_mailbox(self, mailbox_id: int) -> None:
        """Select a mailbox, even a filtered-out one; while the list loads, once it has loaded."""
        self._pending_selection = mailbox_id
        if self.model.total_count and not self.is_partial:
            self._apply_pending_selection()

    def _apply_pending_selection(self) -> None:
        wanted, self._pending_selection = self._pending_selection, None
        if wanted is None:
            return
        if self.model.line_of(wanted) is None:
            self.filter_cleared.emit()
        self.view.select_mailbox(wanted)

    def _on_visible_ids_changed(self, visible_ids: list[int]) -> None:
        """Read the details of visible rows, then of the rest of a list that is not long."""
        if self.is_partial:
            return
        details = self.workspace.details
        details.request_visible(visible_ids)
        fills, self._prefetch_pending = self._prefetch_pending, False
        if fills and self.model.total_count <= PREFETCH_LIMIT:
            shown_first = (*self.model.rows, *self.model.all_rows)
            details.prefetch(list(dict.fromkeys(row.id for row in shown_first)))

    def _on_details_loaded(self, mailbox: Mailbox) -> None:
        self.model.refresh_row(mailbox.id)
        self.states.clear_detail_retry()

    def _on_details_failed(self, mailbox_id: int) -> None:
        self.model.refresh_row(mailbox_id)
        self.states.clear_detail_retry()
