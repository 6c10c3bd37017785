"""The edit dialog: one mailbox of one profile, from reading it to knowing that the save worked."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.drafts import KeptDraft
from desktop_app.core.errors import Cancelled, Trouble
from desktop_app.core.mailbox import Draft, Keep, Mailbox
from desktop_app.core.pending import PendingEdit
from desktop_app.core.profile import same_connection
from desktop_app.core.waiting import Waiting
from desktop_app.tasks.background import Done, Failed, Ticket
from desktop_app.tasks.lookout import may_pass
from desktop_app.tasks.saving import Conflict, LockedMeanwhile, Look, Saved, SaveUnknown
from desktop_app.tasks.workplace import Workplace
from desktop_app.ui.banner import Action
from desktop_app.ui.buttons import Standard, button_box, name_way_out
from desktop_app.ui.edit.collecting import as_kept, collect, with_pending
from desktop_app.ui.edit.draft_keeper import DraftKeeper
from desktop_app.ui.edit.editor import MailboxEditor
from desktop_app.ui.edit.questions import may_create, may_lose_changes
from desktop_app.ui.environment_mark import EnvironmentMark
from desktop_app.ui.face import Face
from desktop_app.ui.ways_in import Interrupted
from desktop_app.ui.words.changes import collected_words, recalled_words
from desktop_app.ui.words.elsewhere import created_words
from desktop_app.ui.words.profiles import profile_title
from desktop_app.ui.words.said import Said
from desktop_app.ui.words.saving import differs_words, name_of, saved_words
from desktop_app.ui.words.troubles import explain, wait_words

WIDTH, HEIGHT = 620, 660
FRAME = 60
"""Logical pixels: what shows everything at once, and what a window's frame takes of a screen."""


class EditDialog(QDialog):
    """Edits one mailbox; id 0 creates one. Not modal, and it belongs to its profile."""

    saved = Signal(str)
    """A sentence for the status bar."""
    unlock_wanted = Signal(object)
    """The Workplace that the user wants to write to."""
    secret_wanted = Signal(object)
    """The Workplace whose password the user wants to type again."""
    created = Signal(str)
    """What is left to do after a mailbox was created."""

    def __init__(
        self,
        workplace: Workplace,
        mailbox_id: int,
        parent: QWidget | None = None,
        unsaved: KeptDraft | None = None,
        pending: PendingEdit | None = None,
    ) -> None:
        super().__init__(parent)
        self.workplace = workplace
        self._pending = pending
        """The edit of the change set that goes on here."""
        self.mailbox_id = mailbox_id
        self._unsaved = unsaved
        self._template: int | None = None
        self._ticket: Ticket | None = None
        self._saving = False
        self._refused: Draft | None = None
        """What was to be saved when a sign-in was missing."""
        self._focused: QWidget | None = None
        self.face = Face()
        self.editor = MailboxEditor(workplace)
        self._keeper = DraftKeeper(workplace, self.editor.form)
        self._interrupted = Interrupted(workplace, self)
        self.buttons = button_box(Standard.Cancel)
        self.save_button = QPushButton(self.tr("&Save to %s") % self._profile_words)
        self._pages = QStackedWidget()
        self._arrange()
        self._connect()
        self.reload()

    def _arrange(self) -> None:
        self.setWindowTitle(self._title(""))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.buttons.addButton(self.save_button, QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.button(Standard.Cancel).setAutoDefault(False)
        self._pages.addWidget(self.face)
        self._pages.addWidget(self.editor)
        layout = QVBoxLayout(self)
        if not self.workplace.is_demo:
            self.mark = EnvironmentMark(self.workplace.profile.environment)
            layout.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignRight)
        layout.addWidget(self._pages, 1)
        layout.addWidget(self.buttons)
        self.save_button.setDefault(True)
        room = self.screen().availableGeometry()
        self.resize(min(WIDTH, room.width()), min(HEIGHT, room.height() - FRAME))

    def _connect(self) -> None:
        self.buttons.accepted.connect(self.save)
        self.buttons.rejected.connect(self.reject)
        self.editor.changed.connect(self._on_change)
        self.editor.unlock_wanted.connect(self._want_unlock)
        self._interrupted.go_on.connect(self._go_on)
        self._interrupted.secret_wanted.connect(self._want_secret)
        self.workplace.waiting.connect(self._show_wait)
        self.workplace.standing_changed.connect(self._follow_connection)
        QShortcut(QKeySequence.StandardKey.Save, self, self.save)

    @property
    def has_unsaved_work(self) -> bool:
        """Whether closing would lose something."""
        return self.is_ready and not self.editor.draft.is_empty

    @property
    def is_ready(self) -> bool:
        """Whether the mailbox is shown."""
        return self._pages.currentWidget() is self.editor

    @property
    def is_saving(self) -> bool:
        """Whether a save is under way."""
        return self._saving

    def reload(self) -> None:
        """Read the mailbox from the server."""
        self._forget_ticket()
        self._interrupted.forget()
        self._pages.setCurrentWidget(self.face)
        self.face.show_state("mailbox", self.tr("Reading the mailbox …"))
        self._on_change()
        recalled = self.workplace.recalled(self.mailbox_id) if self.workplace.is_away else None
        if recalled is not None:
            self._take_recalled(recalled)
        else:
            self._ticket = self.workplace.read(self.mailbox_id, self._take)

    def fill_from(self, mailbox_id: int) -> None:
        """Begin a new mailbox with the values of another one; its password stays where it is."""
        self._template = mailbox_id
        if self.is_ready:
            self._read_template()

    def refuse_template(self) -> None:
        """Another mailbox is being made here: nothing that was typed for it is written over."""
        self.editor.banner.say(
            self.tr("Save or close this new mailbox before you make one like another.")
        )

    def move_to(self, workplace: Workplace) -> None:
        """Go on with the changed profile; what was typed stays."""
        was_saving, was_reading = self._saving, not self.is_ready
        if not same_connection(workplace.profile, self.workplace.profile):
            self._refused = None  # it was meant for another server, or another user
        if workplace is not self.workplace:
            workplace.waiting.connect(self._show_wait)
            workplace.standing_changed.connect(self._follow_connection)
        self._interrupted.move_to(workplace)
        self._forget_ticket()
        self.workplace = workplace
        self.editor.move_to(workplace)
        self._keeper.move_to(workplace)
        self._set_saving(False)
        if was_reading:
            self.reload()
        elif was_saving:
            lost = Cancelled(may_have_run=True)
            self._show_refusal(SaveUnknown(lost, Look.COULD_NOT_LOOK))

    def save(self) -> None:
        """Send the draft, if it is right and confirmed; one save at a time."""
        if self._saving or not self.save_button.isEnabled() or self.editor.focus_obstacle():
            return
        draft = self.editor.draft
        if self.editor.collects:
            self._collect()
        elif may_create(self, self.workplace, draft):
            self._send(draft)

    def _send(self, draft: Draft) -> None:
        self._interrupted.forget()
        self._set_saving(True)
        self.editor.banner.hide()
        sent, way = with_pending(draft, self._pending)
        self._ticket = self.workplace.save(sent, lambda outcome: self._saved(draft, outcome), way)

    def _collect(self) -> None:
        """Let the edit wait to be sent, until there is a connection and the user says so."""
        edit, draft = self._pending, self.editor.draft
        trouble = collect(self.workplace, draft, edit)
        if trouble:
            self.editor.banner.say(trouble)
            return
        self._keeper.drop()
        self.saved.emit(collected_words(draft, self._profile_words))
        self.accept()

    def _go_on(self) -> None:
        """Somebody is signed in again: read what could not be read, or save what was refused."""
        refused, self._refused = self._refused, None
        if not self.is_ready:
            self.reload()
        elif refused == self.editor.draft and self.save_button.isEnabled():
            self._send(refused)
        else:
            self.editor.banner.say(self.tr("You are signed in again. Save when you are ready."))

    def _want_secret(self) -> None:
        self.secret_wanted.emit(self.workplace)

    def _want_unlock(self) -> None:
        self.unlock_wanted.emit(self.workplace)

    def reject(self) -> None:
        """Close, after asking if something would be lost. During a save, stop that first."""
        if self._saving and self._ticket is not None:
            self._ticket.cancel()
        elif self.may_close():
            self.give_up()
            super().reject()

    def give_up(self) -> None:
        """Nothing of this edit is wanted any more."""
        self._forget_ticket()
        self._interrupted.forget()
        self._keeper.drop()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window's own close button does what Cancel does."""
        event.ignore()
        self.reject()

    def may_close(self) -> bool:
        """Ask, if there is unsaved work."""
        return not self.has_unsaved_work or may_lose_changes(self)

    def keep_draft(self) -> None:
        """Put the edit on disk now: the program may be ended without being asked."""
        self._keeper.keep_now()

    def _take(self, outcome: Done[Mailbox] | Failed) -> None:
        self._ticket = None
        if isinstance(outcome, Failed):
            self._take_failure(outcome.trouble)
        else:
            self._show(outcome.value)

    def _take_failure(self, trouble: Trouble) -> None:
        recalled = self.workplace.recalled(self.mailbox_id) if may_pass(trouble) else None
        if recalled is not None:
            self._take_recalled(recalled)
        elif not self._interrupted.take(trouble, self._show_way_in):
            self._show_failure(trouble)

    def _take_recalled(self, mailbox: Mailbox) -> None:
        """There is no connection: go on with the mailbox as it was last seen."""
        self._set_collects(self.workplace.change_set is not None)
        self._show(mailbox)
        seen_at = self.workplace.seen_at(self.mailbox_id)
        text = recalled_words(seen_at, creates=mailbox.id == 0)
        self.editor.banner.say(text, (self.tr("&Try again"), self.reload))

    def _set_collects(self, collects: bool) -> None:
        self.editor.collects = collects
        self.save_button.setText(self._save_words)
        self.editor.refresh()

    def _follow_connection(self) -> None:
        """The connection is back while the edit is open: it can be saved after all."""
        if self.editor.collects and self.workplace.is_ready and not self._saving:
            self._set_collects(False)
            self.editor.banner.say(
                self.tr("SuperOffice can be reached again: what it holds is read before the save.")
            )

    @property
    def _save_words(self) -> str:
        if self._saving:
            return self.tr("Saving …")
        if self.editor.collects:
            return self.tr("Add to chan&ges")
        return self.tr("&Save to %s") % self._profile_words

    def _show(self, mailbox: Mailbox) -> None:
        self._pages.setCurrentWidget(self.editor)
        self.editor.show_mailbox(mailbox)
        self.save_button.setDefault(True)  # "Try again" may have been it
        self.setWindowTitle(self._title(name_of(mailbox)))
        self._take_unsaved(mailbox)
        self._take_pending(mailbox)
        self._read_template()

    def _take_pending(self, current: Mailbox) -> None:
        """Go on with an edit that waits to be sent."""
        changes = self.workplace.change_set
        if self._pending is None and changes is not None:
            self._pending = changes.find(self.workplace.profile.id, current.id)
        if self._pending is not None:
            self.editor.go_on_with(as_kept(self._pending), current)

    def _take_unsaved(self, current: Mailbox) -> None:
        """Go on with an edit of an earlier run, once."""
        kept, self._unsaved = self._unsaved, None
        if kept is not None:
            self._keeper.adopt(kept.mailbox_id)
            self.editor.go_on_with(kept, current)

    def _read_template(self) -> None:
        template, self._template = self._template, None
        recalled = self.workplace.recalled(template) if template and self.editor.collects else None
        if recalled is not None:
            self.editor.fill(recalled)
        elif template is not None:
            self._ticket = self.workplace.read(template, self._take_template)

    def _take_template(self, outcome: Done[Mailbox] | Failed) -> None:
        self._ticket = None
        if isinstance(outcome, Failed):
            self.editor.banner.say(explain(outcome.trouble).text)
        else:
            self.editor.fill(outcome.value)

    def _show_way_in(self, said: Said, actions: list[Action]) -> None:
        self.face.show_state("circle-alert", said.happened, said.advice, *actions)

    def _say_way_in(self, said: Said, actions: list[Action]) -> None:
        then = self.tr("The save goes on when you are signed in.")
        self.editor.banner.say(f"{said.happened} {then}", *actions, detail=said.detail)

    def _show_wait(self, waiting: Waiting) -> None:
        """A read of this dialog pauses before it is tried again."""
        if self._ticket is None or not self._ticket.is_of(waiting):
            return
        if self.is_ready:
            self.editor.banner.say(wait_words(waiting))
        else:
            text, stop = self.tr("Reading the mailbox …"), (self.tr("&Stop"), self._ticket.cancel)
            self.face.show_state("mailbox", text, wait_words(waiting), stop)

    def _show_failure(self, trouble: Trouble) -> None:
        said = explain(trouble)
        retry = (self.tr("&Try again"), self.reload)
        self.face.show_state("circle-alert", said.happened, said.advice, retry)

    def _saved(self, draft: Draft, outcome: Done[Saved] | Failed) -> None:
        self._ticket = None
        self._set_saving(False)
        if isinstance(outcome, Failed):
            if self._interrupted.take(outcome.trouble, self._say_way_in):
                self._refused = draft
            else:
                self._show_refusal(outcome.trouble)
        else:
            self._take_saved(draft, outcome.value)

    def _take_saved(self, draft: Draft, saved: Saved) -> None:
        self.mailbox_id = saved.mailbox.id
        self._keeper.drop()
        if self._pending is not None and self.workplace.change_set is not None:
            self.workplace.change_set.drop(self._pending.number)
            self._pending = None
        accepted_at = self.editor.check.accepted_at(draft)
        self.editor.take_saved(draft, saved.mailbox)
        if draft.creates:
            self.created.emit(created_words(saved.mailbox))
        if saved.differs:
            self.editor.banner.say(differs_words(saved))
            return
        replaced = not isinstance(draft.password, Keep)
        words = saved_words(saved, replaced_password=replaced, accepted_at=accepted_at)
        self.saved.emit(words)
        self.accept()

    def _reload_asking(self) -> None:
        if self.may_close():
            self.reload()

    def _show_refusal(self, trouble: Trouble) -> None:
        said = explain(trouble)
        if isinstance(trouble, Conflict):
            self.editor.show_conflict(trouble, (self.tr("Re&load"), self._reload_asking))
        elif isinstance(trouble, LockedMeanwhile):
            there = (self.tr("Show what is there"), lambda: self.editor.take_theirs(trouble.theirs))
            self.editor.banner.say(said.text, there, detail=said.detail)
        elif may_pass(trouble) and not trouble.may_have_run and self.workplace.change_set:
            add: Action = (self.tr("Add to chan&ges"), self._collect)
            self.editor.banner.say(said.text, add, detail=said.detail)
        elif isinstance(trouble, Cancelled) and not trouble.may_have_run:
            self.editor.banner.say(self.tr("The save was stopped before anything was sent."))
        else:
            self.editor.banner.say(said.text, detail=said.detail)
            self.editor.look_for_password()
        if isinstance(trouble, SaveUnknown) and self.mailbox_id == 0:
            self.workplace.refresh()  # if it was made after all, the next save asks about its twin

    def _on_change(self) -> None:
        if not self._saving:
            self._keeper.note_change()
        ready = self.is_ready and not self._saving
        can_change = not self.is_ready or self.editor.form.can_write
        name_way_out(self.buttons, self.tr("&Cancel"), self.tr("&Close"), can_change=can_change)
        self.save_button.setEnabled(ready and self.editor.may_send)

    def _set_saving(self, saving: bool) -> None:
        if saving:
            self._focused = self.focusWidget()
        self._saving = saving
        self.editor.setEnabled(not saving)
        if not saving and self._focused is not None:
            self._focused.setFocus()
        self.save_button.setText(self._save_words)
        self._on_change()

    def _forget_ticket(self) -> None:
        if self._ticket is not None:
            self._ticket.forget()
            self._ticket = None

    def _title(self, name: str) -> str:
        name = name or self.workplace.address_of(self.mailbox_id)
        what = self.tr("New mailbox") if self.mailbox_id == 0 else self.tr("Edit %s") % name
        return f"{what} — {self._profile_words}"

    @property
    def _profile_words(self) -> str:
        profile = self.workplace.profile
        return profile.name if self.workplace.is_demo else profile_title(profile)
