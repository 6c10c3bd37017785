"""What the pane of a list says in each state of its connection: on its face, or in its banner."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from desktop_app.core.errors import SecretStoreTrouble, Trouble
from desktop_app.core.retry import Waiting
from desktop_app.services.background import Done, Failed
from desktop_app.services.workspace.workspace import Phase
from desktop_app.ui.mailbox_list.filter.filter_text import read_all_words, unknown_words
from desktop_app.ui.sign_in.sign_in_recovery import (
    given_up,
    is_about_the_profile,
    waits_for_browser,
    ways_in,
)
from desktop_app.ui.text.dates import as_of_words
from desktop_app.ui.text.errors.explain import explain, wait_words
from desktop_app.ui.widgets.banner import Action

if TYPE_CHECKING:
    from desktop_app.ui.mailbox_list.list_pane import MailboxPane


class PaneStates(QObject):
    """Loading, failed, empty, filtered to nothing. Over rows that are shown, the banner says it."""

    def __init__(self, pane: MailboxPane) -> None:
        super().__init__(pane)
        self.waiting: Waiting | None = None
        """The read that pauses before it is tried again."""
        self._pane = pane
        self._workplace = pane.workplace
        self._table = pane.table
        self._face = pane.face
        self._banner = pane.banner
        self._connect()

    def _connect(self) -> None:
        work = self._workplace
        work.standing_changed.connect(self.stand)
        work.waiting.connect(self._show_wait)
        work.browser_sign_in.began.connect(self._show_browser)
        work.browser_sign_in.ended.connect(self._signed_in)
        work.card_changed.connect(self._tell_card)

    def stand(self) -> None:
        """Show how things stand."""
        if not self._still_waits():
            self.waiting = None
        standing = self._workplace.standing
        if standing.phase is Phase.FAILED and standing.trouble is not None:
            self._show_trouble(standing.trouble)
        elif standing.phase is Phase.READY:
            self._warn_of_unreadable()
            self.show_table()
        elif standing.phase is Phase.LOADING:
            self._show_loading()
        self._pane.status_changed.emit()

    def show_table(self) -> None:
        """Show the rows, or why there are none."""
        if self._table.rowCount():
            self._pane.show_view()
            return
        if self._table.total:
            self._show_no_match()
        else:
            create = (self.tr("&New mailbox"), self._pane.create_wanted.emit)
            text = self.tr("SuperOffice shows this user no mailbox.")
            self._face.show_state("inbox", self.tr("No mailboxes"), text, create)
        self._pane.show_face()

    def wait_no_more(self) -> None:
        """Details have come, or failed: it may have been they that paused."""
        if self.waiting is not None and not self._workplace.list.is_of(self.waiting):
            self.waiting = None
            self._pane.status_changed.emit()

    def _still_waits(self) -> bool:
        """Whether the read that was told of may be waiting yet."""
        work, wait = self._workplace, self.waiting
        if wait is None or work.list.is_of(wait):
            return wait is not None
        return work.standing.phase is not Phase.LOADING and work.details.busy

    def _show_loading(self) -> None:
        self._banner.hide()
        if self._table.total:
            self._show_recalled()
            if self.waiting is not None:
                self._banner.say(wait_words(self.waiting), self._stop)
            return
        focused = QApplication.focusWidget()
        if focused is not None and self._pane.isAncestorOf(focused):
            self._pane.setFocus()
        text = self.tr("Loading the mailboxes of %s …") % self._workplace.profile.name
        wait = wait_words(self.waiting) if self.waiting else ""
        self._face.show_state("mailbox", text, wait, self._stop)
        self._pane.show_face()

    def _show_recalled(self) -> None:
        """The list of an earlier run, while nobody knows yet whether it is still so."""
        standing = self._workplace.standing
        if standing.recalled and standing.loaded_at is not None:
            text = self.tr("The list is %s. SuperOffice is being asked for a new one …")
            self._banner.say(text % as_of_words(standing.loaded_at), self._stop)
            self.show_table()

    @property
    def _stop(self) -> Action:
        return self.tr("&Stop"), self._workplace.list.stop

    def _show_trouble(self, trouble: Trouble) -> None:
        if self._workplace.browser_sign_in.under_way:
            self._show_browser()
            return
        said = explain(trouble)
        actions = self._ways_out(trouble)
        if self._pane.still_coming:
            self._pane.still_coming = False
            self._table.show((), self._workplace.details)
        if self._table.total:
            self._banner.say(f"{said.text} {self._old_words()}", *actions, detail=said.detail)
            self.show_table()
            return
        copy = (self.tr("Copy the &details"), partial(_copy, f"{said.text}\n{said.detail}"))
        mine = self._pane.hasFocus() or self._pane.view.hasFocus()
        self._face.show_state("circle-alert", said.happened, said.advice, *actions, copy)
        self._pane.show_face()
        if mine:
            self._face.take_focus()

    def _old_words(self) -> str:
        loaded_at = self._workplace.standing.loaded_at
        return self.tr("The list is %s.") % as_of_words(loaded_at) if loaded_at else ""

    def _ways_out(self, trouble: Trouble) -> list[Action]:
        again: Action = (self.tr("&Try again"), self._workplace.refresh)
        actions = [*ways_in(trouble, self._workplace, self._pane.password_wanted.emit), again]
        if isinstance(trouble, SecretStoreTrouble):
            actions.append((self.tr("Where sec&rets live …"), self._pane.secrets_wanted.emit))
        if is_about_the_profile(trouble) and not self._workplace.is_demo:
            change = partial(self._pane.profile_wanted.emit, trouble)
            actions.append((self.tr("Chan&ge the profile …"), change))
        return actions

    def _show_browser(self) -> None:
        said = waits_for_browser()
        cancel: Action = (self.tr("&Cancel"), self._workplace.browser_sign_in.stop)
        if self._table.total:
            self._banner.say(said.happened, cancel)
        else:
            self._face.show_state("mailbox", said.happened, said.advice, cancel)

    def _signed_in(self, outcome: Done[None] | Failed) -> None:
        trouble = given_up(outcome)
        if trouble is not None:
            self._show_trouble(trouble)

    def _show_wait(self, wait: Waiting) -> None:
        """The status bar tells of every wait; a list that waits has a button to stop it."""
        is_list = self._workplace.list.is_of(wait)
        if self.waiting is not None and not is_list and self._workplace.list.is_of(self.waiting):
            return  # the list is what the user waits for
        self.waiting = wait
        if is_list:
            self._show_loading()
        self._pane.status_changed.emit()

    def _show_no_match(self) -> None:
        clear: Action = (self.tr("&Clear the filter"), self._pane.clear_filter)
        headline = self.tr("Nothing matches the filter")
        if self._table.unknown:
            read: Action = (read_all_words(self._pane.calls_for_all()), self._pane.read_all)
            text = unknown_words(self._table.unknown)
            self._face.show_state("search-x", headline, text, clear, read)
        else:
            text = self.tr("None of the mailboxes holds these words.")
            self._face.show_state("search-x", headline, text, clear)

    def _warn_of_unreadable(self) -> None:
        unreadable = self._workplace.standing.unreadable
        if unreadable:
            self._banner.say(
                self.tr("Entries of the server's list that could not be read: %d.") % unreadable
            )
        else:
            self._banner.hide()

    def _tell_card(self, mailbox_id: int, before: object, now: object) -> None:
        name = self._workplace.address_of(mailbox_id)
        self._banner.say(
            self.tr("After the save, category or priority of %s is another: %s before, %s now.")
            % (name, _card(before), _card(now))
        )


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def _card(pair: object) -> str:
    return " / ".join(str(part or "–") for part in pair) if isinstance(pair, tuple) else ""
