"""The list of one profile in each of its states: loading, empty, filtered to nothing, failed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from desktop_app.core.drafts import KeptDraft
from desktop_app.core.errors import Trouble
from desktop_app.core.mailbox import Mailbox
from desktop_app.core.traits import ALL, QuickFilter
from desktop_app.core.waiting import Waiting
from desktop_app.tasks.background import Done, Failed
from desktop_app.tasks.details import BY_ITSELF
from desktop_app.tasks.saving import Saved
from desktop_app.tasks.workplace import Phase, Workplace
from desktop_app.ui.banner import Action, Banner
from desktop_app.ui.details_note import DetailsNote
from desktop_app.ui.face import Face
from desktop_app.ui.filter_note import FilterNote
from desktop_app.ui.mailbox_table import MailboxTable
from desktop_app.ui.mailbox_view import MailboxView
from desktop_app.ui.side.beside import Beside
from desktop_app.ui.side.side_pane import Side
from desktop_app.ui.table.look_keeper import LookKeeper
from desktop_app.ui.ways_in import given_up, is_about_the_profile, waits_for_browser, ways_in
from desktop_app.ui.words.ages import as_of_words, clock_words
from desktop_app.ui.words.filters import read_all_words, unknown_words
from desktop_app.ui.words.saving import drafts_words
from desktop_app.ui.words.snapshots import counts_words
from desktop_app.ui.words.troubles import explain, wait_words

if TYPE_CHECKING:
    from desktop_app.core.listing import ListedMailbox


class MailboxPane(QWidget):
    """Shows a workplace. It keeps its own selection, scroll position and filter."""

    status_changed = Signal()
    password_wanted = Signal()
    """The user wants to type the profile's password again."""
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
        self._just_created: int | None = None
        self._to_fill = False
        self.table = MailboxTable(self)
        self.table.find_risks = workplace.risks.find
        self.view = MailboxView(self.table)
        self.face = Face()
        self.banner = Banner()
        self.unsaved = Banner()
        self.filter_note = FilterNote()
        self.details_note = DetailsNote(workplace.details)
        self._waiting: Waiting | None = None
        self._still_coming = False
        """Whether the rows that are shown are only the first ones of a list."""
        self._pages = QStackedWidget()
        self._pages.addWidget(self.face)
        self._pages.addWidget(self.view)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.banner)
        layout.addWidget(self.unsaved)
        layout.addWidget(self.filter_note)
        self._splitter = QSplitter()
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(self._pages)
        self.beside = Beside(self, self._splitter)
        layout.addWidget(self._splitter, 1)
        layout.addWidget(self.details_note)
        self._look_keeper: LookKeeper | None = None
        if workplace.looks is not None:
            self._look_keeper = LookKeeper(
                workplace.profile.id, workplace.looks, self.table, self.view.columns, self.beside
            )
        self._connect()
        self._stand()

    def _connect(self) -> None:
        work = self.workplace
        work.standing_changed.connect(self._stand)
        work.coming.connect(self._take_first)
        work.listed.connect(self._take_list)
        work.waiting.connect(self._show_wait)
        work.browser_sign_in.began.connect(self._show_browser)
        work.browser_sign_in.ended.connect(self._signed_in)
        work.card_changed.connect(self._tell_card)
        work.saved.connect(self._note_saved)
        work.drafts_found.connect(self._offer_unsaved)
        work.details.arrived.connect(self._take_details)
        work.details.failed.connect(self._miss_details)
        work.last_checks.changed.connect(self.table.refresh_row)
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
            self._show_table()
        self.status_changed.emit()

    def status(self) -> str:
        """The list and the connection in one line."""
        standing = self.workplace.standing
        parts = [self._count()] if self.table.total else []
        if standing.loaded_at is not None and (standing.recalled or self._is_old):
            parts.append(as_of_words(standing.loaded_at))
        elif standing.loaded_at is not None:
            time = clock_words(standing.loaded_at)
            seconds = QLocale().toString(standing.seconds, "f", 1)
            parts.append(self.tr("loaded %s in %s s") % (time, seconds))
        news = self.workplace.news
        parts += [self.details_note.words, self._connection()]
        parts.append(counts_words(news.counts, news.since))
        return " · ".join(part for part in parts if part)

    @property
    def _is_old(self) -> bool:
        """Whether the list cannot be read again now."""
        return self.workplace.standing.phase is Phase.FAILED

    def _count(self) -> str:
        total, shown = self.table.total, self.table.shown
        text = self.tr("1 mailbox") if total == 1 else self.tr("%n mailboxes", "", total)
        if self._still_coming:
            text += self.tr(" so far")
        if shown != total:
            text += self.tr(", %d shown") % shown
        if self.table.unknown:
            text += self.tr(", %d not known yet") % self.table.unknown
        return text

    def _connection(self) -> str:
        standing = self.workplace.standing
        if self._waiting is not None:
            return wait_words(self._waiting)
        if standing.phase is Phase.LOADING:
            return self.tr("loading …")
        if standing.phase is Phase.FAILED:
            return self.tr("not connected")
        if standing.anonymous:
            return self.tr("not signed in: the server takes you for nobody")
        if standing.signed_in_as:
            return self.tr("signed in as %s") % standing.signed_in_as
        return self.tr("connected") if standing.phase is Phase.READY else ""

    def _note_saved(self, saved: Saved) -> None:
        """A mailbox that was just created is to be seen in the next list."""
        if self.table.line_of(saved.mailbox.id) is None:
            self._just_created = saved.mailbox.id

    @property
    def _stop(self) -> Action:
        return self.tr("&Stop"), self.workplace.stop_loading

    def _take_first(self, rows: Sequence[ListedMailbox]) -> None:
        """The rows of a list that is still coming in, where nothing is shown yet."""
        work = self.workplace
        if self.table.total and not self._still_coming:
            return
        self._still_coming = True
        self.table.show(rows, work.details, work.last_checks)
        if self.table.rowCount():
            self._pages.setCurrentWidget(self.view)
            if self.hasFocus():
                self.view.setFocus()
        self.status_changed.emit()

    def _take_list(self) -> None:
        work = self.workplace
        self._still_coming = False
        self.table.show(work.rows, work.details, work.last_checks)
        self._to_fill = True
        self._stand()
        self._show_created()

    def _show_created(self) -> None:
        created, self._just_created = self._just_created, None
        if created is None:
            return
        if self.table.line_of(created) is None:
            self.filter_cleared.emit()
        self.view.select(created)

    def _look(self, in_view: list[int]) -> None:
        """Details are read for what is in view, then for the rest of a list that is not long."""
        if self._still_coming:
            return
        details = self.workplace.details
        details.want(in_view)
        fills, self._to_fill = self._to_fill, False
        if fills and self.table.total <= BY_ITSELF:
            shown_first = (*self.table.rows, *self.table.all_rows)
            details.fill(list(dict.fromkeys(row.id for row in shown_first)))

    def _take_details(self, mailbox: Mailbox) -> None:
        self.table.refresh_row(mailbox.id)
        self._wait_no_more()

    def _miss_details(self, mailbox_id: int) -> None:
        self.table.refresh_row(mailbox_id)
        self._wait_no_more()

    def _wait_no_more(self) -> None:
        if self._waiting is not None and not self.workplace.is_loading(self._waiting):
            self._waiting = None
            self.status_changed.emit()

    def _still_waits(self) -> bool:
        """Whether the read that was told of may be waiting yet."""
        work, wait = self.workplace, self._waiting
        if wait is None or work.is_loading(wait):
            return wait is not None
        return work.standing.phase is not Phase.LOADING and work.details.busy

    def _stand(self) -> None:
        if not self._still_waits():
            self._waiting = None
        standing = self.workplace.standing
        if standing.phase is Phase.FAILED and standing.trouble is not None:
            self._show_trouble(standing.trouble)
        elif standing.phase is Phase.READY:
            self._show_rows()
        elif standing.phase is Phase.LOADING:
            self._show_loading()
        self.status_changed.emit()

    def _show_loading(self) -> None:
        self.banner.hide()
        if self.table.total:
            self._show_recalled()
            return
        focused = QApplication.focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            self.setFocus()
        text = self.tr("Loading the mailboxes of %s …") % self.workplace.profile.name
        wait = wait_words(self._waiting) if self._waiting else ""
        self.face.show_state("mailbox", text, wait, self._stop)
        self._pages.setCurrentWidget(self.face)

    def _show_recalled(self) -> None:
        """The list of an earlier run, while nobody knows yet whether it is still so."""
        standing = self.workplace.standing
        if standing.recalled and standing.loaded_at is not None:
            text = self.tr("The list is %s. SuperOffice is being asked for a new one …")
            self.banner.say(text % as_of_words(standing.loaded_at), self._stop)
            self._show_table()

    def _old_words(self) -> str:
        loaded_at = self.workplace.standing.loaded_at
        return self.tr("The list is %s.") % as_of_words(loaded_at) if loaded_at else ""

    def _show_trouble(self, trouble: Trouble) -> None:
        if self.workplace.browser_sign_in.under_way:
            self._show_browser()
            return
        said = explain(trouble)
        actions = self._ways_out(trouble)
        if self._still_coming:
            self._still_coming = False
            self.table.show((), self.workplace.details)
        if self.table.total:
            self.banner.say(f"{said.text} {self._old_words()}", *actions, detail=said.detail)
            self._show_table()
            return
        copy = (self.tr("Copy the &details"), partial(_copy, f"{said.text}\n{said.detail}"))
        mine = self.hasFocus() or self.view.hasFocus()
        self.face.show_state("circle-alert", said.happened, said.advice, *actions, copy)
        self._pages.setCurrentWidget(self.face)
        if mine:
            self.face.take_focus()

    def _ways_out(self, trouble: Trouble) -> list[Action]:
        again: Action = (self.tr("&Try again"), self.workplace.refresh)
        actions = [*ways_in(trouble, self.workplace, self.password_wanted.emit), again]
        if is_about_the_profile(trouble) and not self.workplace.is_demo:
            change = partial(self.profile_wanted.emit, trouble)
            actions.append((self.tr("Chan&ge the profile …"), change))
        return actions

    def _show_browser(self) -> None:
        said = waits_for_browser()
        cancel: Action = (self.tr("&Cancel"), self.workplace.browser_sign_in.stop)
        if self.table.total:
            self.banner.say(said.happened, cancel)
        else:
            self.face.show_state("mailbox", said.happened, said.advice, cancel)

    def _signed_in(self, outcome: Done[None] | Failed) -> None:
        trouble = given_up(outcome)
        if trouble is not None:
            self._show_trouble(trouble)

    def _show_wait(self, wait: Waiting) -> None:
        """The status bar tells of every wait; a list that waits has a button to stop it."""
        self._waiting = wait
        if self.workplace.is_loading(wait):
            if self.table.total:
                self.banner.say(wait_words(wait), self._stop)
            else:
                self._show_loading()
        self.status_changed.emit()

    def _show_rows(self) -> None:
        self._warn_of_unreadable()
        self._show_table()

    def _show_table(self) -> None:
        if self.table.rowCount():
            self._pages.setCurrentWidget(self.view)
            if self.hasFocus():
                self.view.setFocus()
            return
        if self.table.total:
            self._show_no_match()
        else:
            create = (self.tr("&New mailbox"), self.create_wanted.emit)
            text = self.tr("SuperOffice shows this user no mailbox.")
            self.face.show_state("inbox", self.tr("No mailboxes"), text, create)
        self._pages.setCurrentWidget(self.face)

    def _show_no_match(self) -> None:
        clear: Action = (self.tr("&Clear the filter"), self.clear_filter)
        headline = self.tr("Nothing matches the filter")
        if self.table.unknown:
            read: Action = (read_all_words(self.calls_for_all()), self.read_all)
            text = unknown_words(self.table.unknown)
            self.face.show_state("search-x", headline, text, clear, read)
        else:
            text = self.tr("None of the mailboxes holds these words.")
            self.face.show_state("search-x", headline, text, clear)

    def _warn_of_unreadable(self) -> None:
        unreadable = self.workplace.standing.unreadable
        if unreadable:
            self.banner.say(
                self.tr("Entries of the server's list that could not be read: %d.") % unreadable
            )
        else:
            self.banner.hide()

    def _offer_unsaved(self, drafts: list[KeptDraft]) -> None:
        if not drafts:
            return

        def go_on() -> None:
            self.unsaved.hide()
            for draft in drafts:
                self.unsaved_wanted.emit(draft)

        def give_up() -> None:
            self.unsaved.hide()
            for draft in drafts:
                self.workplace.drop_draft(draft.mailbox_id)

        go_on_action = (self.tr("&Go on with them"), go_on)
        self.unsaved.say(drafts_words(drafts), go_on_action, (self.tr("&Discard"), give_up))

    def _tell_card(self, mailbox_id: int, before: object, now: object) -> None:
        name = self.workplace.address_of(mailbox_id)
        self.banner.say(
            self.tr("After the save, category or priority of %s is another: %s before, %s now.")
            % (name, _card(before), _card(now))
        )


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def _card(pair: object) -> str:
    return " / ".join(str(part or "–") for part in pair) if isinstance(pair, tuple) else ""
