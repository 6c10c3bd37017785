"""Sends what was typed into an editor, or lets it wait, and says there what became of it."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop_app.core.errors import Cancelled, Trouble
from desktop_app.core.mailbox.mailbox import Draft, Keep, Mailbox
from desktop_app.core.pending_change import PendingEdit
from desktop_app.core.profiles.profile import same_connection
from desktop_app.core.retry import Waiting
from desktop_app.services.background import Done, Failed, Ticket
from desktop_app.services.saving.save import Conflict, LockedMeanwhile, Look, Saved, SaveUnknown
from desktop_app.services.session.reconnect import may_pass
from desktop_app.services.workspace.workspace import Workplace
from desktop_app.ui.mailbox_edit.draft_autosave import DraftKeeper
from desktop_app.ui.mailbox_edit.mailbox_editor import MailboxEditor
from desktop_app.ui.mailbox_edit.pending_edit import as_kept, collect, with_pending
from desktop_app.ui.pending.change_set_text import collected_words
from desktop_app.ui.sign_in.sign_in_recovery import Interrupted
from desktop_app.ui.text.errors.explain import explain, wait_words
from desktop_app.ui.text.errors.message import Said
from desktop_app.ui.text.profiles import title_of
from desktop_app.ui.text.saving import differs_words, saved_words
from desktop_app.ui.text.superoffice_places import created_words
from desktop_app.ui.widgets.banner import Action


class Saver(QObject):
    """One save at a time. It belongs to the editor whose draft it sends."""

    changed = Signal()
    """A save has begun or ended."""
    accepted = Signal(object)
    """The Mailbox as the server has it after a save; a new one has its id now."""
    finished = Signal(str)
    """Nothing is left to do here: a sentence for the status bar."""
    created = Signal(str)
    """What is left to do after a mailbox was created."""
    reload_wanted = Signal()
    secret_wanted = Signal()
    """The user wants to type the profile's password again."""

    def __init__(
        self,
        workplace: Workplace,
        editor: MailboxEditor,
        keeper: DraftKeeper,
        pending: PendingEdit | None,
    ) -> None:
        super().__init__(editor)
        self.is_saving = False
        self._workplace = workplace
        self._editor = editor
        self._keeper = keeper
        self._pending = pending
        """The edit of the change set that goes on here."""
        self._ticket: Ticket | None = None
        self._refused: Draft | None = None
        """What was to be saved when a sign-in was missing."""
        self._interrupted = Interrupted(workplace, self)
        self._interrupted.go_on.connect(self._go_on)
        self._interrupted.secret_wanted.connect(self.secret_wanted)
        workplace.waiting.connect(self._show_wait)

    def send(self, draft: Draft) -> None:
        """Save it; what is wrong with it, or has to be confirmed, was asked before."""
        self._interrupted.forget()
        self._set_saving(True)
        self._editor.banner.hide()
        sent, way = with_pending(draft, self._pending)
        self._ticket = self._workplace.save(sent, lambda outcome: self._take(draft, outcome), way)

    def collect(self) -> None:
        """Let the edit wait to be sent, until there is a connection and the user says so."""
        draft = self._editor.draft
        trouble = collect(self._workplace, draft, self._pending)
        if trouble:
            self._editor.banner.say(trouble)
            return
        self._keeper.drop()
        place = title_of(self._workplace.profile, is_demo=self._workplace.is_demo)
        self.finished.emit(collected_words(draft, place))

    def stop(self) -> None:
        """Stop a save that is under way; what became of it is still said."""
        if self._ticket is not None:
            self._ticket.cancel()

    def forget(self) -> None:
        """Whatever is under way, or waits for a sign-in, is not wanted any more."""
        self._forget_ticket()
        self._interrupted.forget()

    def move_to(self, workplace: Workplace) -> None:
        """Go on with the changed profile; how a save went that was under way is not known."""
        was_saving = self.is_saving
        if not same_connection(workplace.profile, self._workplace.profile):
            self._refused = None  # it was meant for another server, or another user
        if workplace is not self._workplace:
            workplace.waiting.connect(self._show_wait)
        self._interrupted.move_to(workplace)
        self._forget_ticket()
        self._workplace = workplace
        self._set_saving(False)
        if was_saving:
            lost = Cancelled(may_have_run=True)
            self.show_refusal(SaveUnknown(lost, Look.COULD_NOT_LOOK))

    def take_pending(self, current: Mailbox) -> None:
        """Go on with the edit of this mailbox that waits to be sent, if there is one."""
        changes = self._workplace.change_set
        if self._pending is None and changes is not None:
            self._pending = changes.find(self._workplace.profile.id, current.id)
        if self._pending is not None:
            self._editor.go_on_with(as_kept(self._pending), current)

    def show_refusal(self, trouble: Trouble) -> None:
        """Say why it was not saved, or is not known to be, and what can be done about it."""
        said = explain(trouble)
        banner = self._editor.banner
        if isinstance(trouble, Conflict):
            reload = (self.tr("Re&load"), self.reload_wanted.emit)
            self._editor.show_conflict(trouble, reload)
        elif isinstance(trouble, LockedMeanwhile):
            there = (
                self.tr("Show what is there"),
                lambda: self._editor.take_theirs(trouble.theirs),
            )
            banner.say(said.text, there, detail=said.detail)
        elif may_pass(trouble) and not trouble.may_have_run and self._workplace.change_set:
            add: Action = (self.tr("Add to chan&ges"), self.collect)
            banner.say(said.text, add, detail=said.detail)
        elif isinstance(trouble, Cancelled) and not trouble.may_have_run:
            banner.say(self.tr("The save was stopped before anything was sent."))
        else:
            banner.say(said.text, detail=said.detail)
            self._editor.look_for_password()
        if isinstance(trouble, SaveUnknown) and self._editor.draft.creates:
            self._workplace.refresh()  # if it was made, the next save asks about its twin

    def _take(self, draft: Draft, outcome: Done[Saved] | Failed) -> None:
        self._ticket = None
        self._set_saving(False)
        if isinstance(outcome, Done):
            self._take_saved(draft, outcome.value)
        elif self._interrupted.take(outcome.trouble, self._say_way_in):
            self._refused = draft
        else:
            self.show_refusal(outcome.trouble)

    def _take_saved(self, draft: Draft, saved: Saved) -> None:
        self.accepted.emit(saved.mailbox)
        self._drop_kept()
        accepted_at = self._editor.check.accepted_at(draft)
        self._editor.take_saved(draft, saved.mailbox)
        if draft.creates:
            self.created.emit(created_words(saved.mailbox))
        if saved.differs:
            self._editor.banner.say(differs_words(saved))
            return
        replaced = not isinstance(draft.password, Keep)
        words = saved_words(saved, replaced_password=replaced, accepted_at=accepted_at)
        self.finished.emit(words)

    def _drop_kept(self) -> None:
        """What was kept on this computer until the save is done with."""
        self._keeper.drop()
        if self._pending is not None and self._workplace.change_set is not None:
            self._workplace.change_set.drop(self._pending.number)
            self._pending = None

    def _go_on(self) -> None:
        """Somebody is signed in again: save what was refused, if it is still what is wanted."""
        refused, self._refused = self._refused, None
        if refused == self._editor.draft and self._editor.may_send:
            self.send(refused)
        else:
            self._editor.banner.say(self.tr("You are signed in again. Save when you are ready."))

    def _say_way_in(self, said: Said, actions: list[Action]) -> None:
        then = self.tr("The save goes on when you are signed in.")
        self._editor.banner.say(f"{said.happened} {then}", *actions, detail=said.detail)

    def _show_wait(self, waiting: Waiting) -> None:
        """A read of this save pauses before it is tried again."""
        if self._ticket is not None and self._ticket.is_of(waiting):
            self._editor.banner.say(wait_words(waiting))

    def _set_saving(self, saving: bool) -> None:
        self.is_saving = saving
        self.changed.emit()

    def _forget_ticket(self) -> None:
        if self._ticket is not None:
            self._ticket.forget()
            self._ticket = None
