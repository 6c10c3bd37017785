"""The list of one profile, with its notes and what stands beside it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.core.mailbox.mailbox import Mailbox
from desktop_app.core.mailbox_list.quick_filter import ALL, QuickFilter
from desktop_app.services.mailbox_list.detail_loader import BY_ITSELF
from desktop_app.services.saving.save import Saved
from desktop_app.services.workspace.workspace import Workplace
from desktop_app.ui.mailbox_list.detail_progress_bar import DetailsNote
from desktop_app.ui.mailbox_list.filter.filter_bar import FilterNote
from desktop_app.ui.mailbox_list.filter.quick_filter_text import others_words
from desktop_app.ui.mailbox_list.list_model import MailboxTable
from desktop_app.ui.mailbox_list.list_pane_states import PaneStates
from desktop_app.ui.mailbox_list.list_status import status_words
from desktop_app.ui.mailbox_list.list_view import MailboxView
from desktop_app.ui.mailbox_list.side.side_pane import Side
from desktop_app.ui.mailbox_list.side.side_pane_controller import Beside
from desktop_app.ui.mailbox_list.table.layout_saver import LookKeeper
from desktop_app.ui.mailbox_list.unsaved_edits_bar import UnsavedNote
from desktop_app.ui.widgets.banner import Banner
from desktop_app.ui.widgets.placeholder import Face

if TYPE_CHECKING:
    from desktop_app.core.mailbox_list.listing import ListedMailbox


class MailboxPane(QWidget):
    """Shows a workplace. It keeps its own selection, scroll position and filter."""

    status_changed = Signal()
    password_wanted = Signal()
    """The user wants to type the profile's password again."""
    secrets_wanted = Signal()
    """The user wants another place for secrets."""
    profile_wanted = Signal(object)
    """The Trouble that another address, proxy or CA file in the profile may end."""
    filter_cleared = Signal()
    quick_changed = Signal()
    create_wanted = Signal()
    unsaved_wanted = Signal(object)
    """A KeptDraft that the user wants to go on with."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self.workplace = workplace
        self.filter_text = ""
        self._to_select: int | None = None
        self._to_fill = False
        self.table = MailboxTable(self)
        self.table.find_risks = workplace.risks.find
        self.table.say_others = lambda number: others_words(workplace.risks.others_of(number))
        self.view = MailboxView(self.table)
        self.face = Face()
        self.banner = Banner()
        self.unsaved = UnsavedNote(workplace)
        self.filter_note = FilterNote()
        self.details_note = DetailsNote(workplace.details)
        self.still_coming = False
        """Whether the rows that are shown are only the first ones of a list."""
        self._pages = QStackedWidget()
        self._splitter = QSplitter()
        self.beside = Beside(self, self._splitter)
        self.states = PaneStates(self)
        self._arrange()
        self._look_keeper = self._keep_look()
        self._connect()
        self.states.stand()

    def _arrange(self) -> None:
        self._pages.addWidget(self.face)
        self._pages.addWidget(self.view)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self._pages)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.banner)
        layout.addWidget(self.unsaved)
        layout.addWidget(self.filter_note)
        layout.addWidget(self._splitter, 1)
        layout.addWidget(self.details_note)

    def _keep_look(self) -> LookKeeper | None:
        """The columns and what stands beside the list, as they were for this profile."""
        looks, columns = self.workplace.looks, self.view.columns
        if looks is None:
            return None
        return LookKeeper(self.workplace.profile.id, looks, self.table, columns, self.beside)

    def _connect(self) -> None:
        work = self.workplace
        work.coming.connect(self._take_first)
        work.listed.connect(self._take_list)
        work.saved.connect(self._note_saved)
        work.drafts.found.connect(self.unsaved.offer)
        work.details.arrived.connect(self._take_details)
        work.details.failed.connect(self._miss_details)
        work.last_checks.changed.connect(self.table.refresh_row)
        work.risks.changed.connect(self.table.refresh_risks)
        self.unsaved.wanted.connect(self.unsaved_wanted)
        self.table.modelReset.connect(self._tell_filter)
        self.details_note.changed.connect(self.status_changed)
        self.filter_note.cleared.connect(partial(self.set_quick, ALL))
        self.filter_note.read_wanted.connect(self.read_all)
        self.view.looked_at.connect(self._look)
        self.view.escaped.connect(self.clear_filter)

    def end(self) -> None:
        """The pane is about to go: what is not written yet is written."""
        if self._look_keeper is not None:
            self._look_keeper.keep_now()

    def take_focus(self) -> None:
        """Give the keyboard to the list, now or as soon as it is there."""
        (self.view if self.view.isVisible() else self).setFocus()

    def stops(self) -> list[QWidget]:
        """The parts that the keyboard goes to one after another."""
        notes = (self.banner, self.unsaved, self.filter_note)
        beside = () if self.beside.side is Side.NOTHING else (self.beside.pane,)
        return [*notes, self.face, self.view, *beside, self.details_note]

    def show_view(self) -> None:
        """Show the list, and give it the keyboard that waited for it."""
        self._pages.setCurrentWidget(self.view)
        if self.hasFocus():
            self.view.setFocus()

    def show_face(self) -> None:
        """Show what there is to say in place of a list."""
        self._pages.setCurrentWidget(self.face)

    def status(self) -> str:
        """The list and the connection in one line."""
        return status_words(self)

    def set_filter(self, text: str) -> None:
        """Show only rows that hold these words."""
        self.filter_text = text
        self.table.set_filter(text)

    @property
    def quick(self) -> QuickFilter:
        """The quick filter that the list is shown by."""
        return self.table.quick

    def set_quick(self, quick: QuickFilter) -> None:
        """Show only what this asks for, among the rows that hold the filter's words."""
        self.table.set_quick(quick)
        self.quick_changed.emit()

    def clear_filter(self) -> None:
        """Show all mailboxes again."""
        self.filter_cleared.emit()
        if self.quick:
            self.set_quick(ALL)
        self.view.show_current()

    @property
    def is_filtered(self) -> bool:
        """Whether less is shown than there is."""
        return bool(self.filter_text.strip() or self.quick)

    def set_grouped(self, groups: bool) -> None:
        """Show the rows under their mail servers, or not."""
        self.table.set_grouped(groups)

    def calls_for_all(self) -> int:
        """How many calls it takes to know the details of all mailboxes."""
        return self.workplace.details.calls_for(row.id for row in self.table.all_rows)

    def read_all(self) -> None:
        """Read the details of all mailboxes, those that are shown first."""
        rows = (*self.table.rows, *self.table.all_rows)
        self.workplace.details.load(dict.fromkeys(row.id for row in rows))

    def read_selected(self) -> None:
        """Read the details of the selected mailboxes again, failed or not."""
        self.workplace.details.retry(self.view.selected_ids())

    def _tell_filter(self) -> None:
        """The rows are others, or in another order."""
        unknown = self.table.unknown
        calls = self.calls_for_all() if unknown and self.quick else 0
        self.filter_note.show_filter(self.quick, unknown, calls)
        if self.table.total:
            self.states.show_table()
        self.status_changed.emit()

    def _note_saved(self, saved: Saved) -> None:
        """A mailbox that was just created is to be seen in the next list."""
        if self.table.line_of(saved.mailbox.id) is None:
            self._to_select = saved.mailbox.id

    def _take_first(self, rows: Sequence[ListedMailbox]) -> None:
        """The rows of a list that is still coming in, where nothing is shown yet."""
        work = self.workplace
        if self.table.total and not self.still_coming:
            return
        self.still_coming = True
        self.table.show(rows, work.details, work.last_checks)
        if self.table.rowCount():
            self.show_view()
        self.status_changed.emit()

    def _take_list(self) -> None:
        work = self.workplace
        self.still_coming = False
        self.table.show(work.rows, work.details, work.last_checks)
        self._to_fill = True
        self.states.stand()
        self._select_wanted()

    def select(self, mailbox_id: int) -> None:
        """Select a mailbox, filtered out or not; of a list that is still to come, once it came."""
        self._to_select = mailbox_id
        if self.table.total and not self.still_coming:
            self._select_wanted()

    def _select_wanted(self) -> None:
        wanted, self._to_select = self._to_select, None
        if wanted is None:
            return
        if self.table.line_of(wanted) is None:
            self.filter_cleared.emit()
        self.view.select(wanted)

    def _look(self, in_view: list[int]) -> None:
        """Details are read for what is in view, then for the rest of a list that is not long."""
        if self.still_coming:
            return
        details = self.workplace.details
        details.want(in_view)
        fills, self._to_fill = self._to_fill, False
        if fills and self.table.total <= BY_ITSELF:
            shown_first = (*self.table.rows, *self.table.all_rows)
            details.fill(list(dict.fromkeys(row.id for row in shown_first)))

    def _take_details(self, mailbox: Mailbox) -> None:
        self.table.refresh_row(mailbox.id)
        self.states.wait_no_more()

    def _miss_details(self, mailbox_id: int) -> None:
        self.table.refresh_row(mailbox_id)
        self.states.wait_no_more()
