"""Reads the mailbox of an edit dialog, or recalls it, and says meanwhile what is going on."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop_app.core.errors import Trouble
from desktop_app.core.mailbox.mailbox import Mailbox
from desktop_app.core.retry import Waiting
from desktop_app.services.background import Done, Failed, Ticket
from desktop_app.services.session.reconnect import may_pass
from desktop_app.services.workspace.workspace import Workplace
from desktop_app.ui.mailbox_edit.mailbox_editor import MailboxEditor
from desktop_app.ui.pending.change_set_text import recalled_words
from desktop_app.ui.sign_in.sign_in_recovery import Interrupted
from desktop_app.ui.text.errors.explain import explain, wait_words
from desktop_app.ui.text.errors.message import Said
from desktop_app.ui.widgets.banner import Action
from desktop_app.ui.widgets.placeholder import Face


class Reader(QObject):
    """Says on the face why there is no mailbox yet, and in the editor's banner how old it is."""

    arrived = Signal(object)
    """The Mailbox that can be edited."""
    again_wanted = Signal()
    """It is to be read again: the user says so, or somebody is signed in now."""
    secret_wanted = Signal()
    """The user wants to type the profile's password again."""

    def __init__(self, workplace: Workplace, editor: MailboxEditor, face: Face) -> None:
        super().__init__(editor)
        self.template: int | None = None
        """The mailbox whose values the new one is to begin with."""
        self._workplace = workplace
        self._editor = editor
        self._face = face
        self._mailbox_id = 0
        self._ticket: Ticket | None = None
        self._fills = False
        """Whether it is the template that is being read."""
        self._interrupted = Interrupted(workplace, self)
        self._interrupted.go_on.connect(self.again_wanted)
        self._interrupted.secret_wanted.connect(self.secret_wanted)
        workplace.waiting.connect(self._show_wait)

    def read(self, mailbox_id: int) -> None:
        """Ask for the mailbox; without a connection, go on with what was last seen of it."""
        self.forget()
        self._mailbox_id = mailbox_id
        self._face.show_state("mailbox", self.tr("Reading the mailbox …"))
        recalled = self._workplace.recalled(mailbox_id) if self._workplace.is_away else None
        if recalled is not None:
            self._take_recalled(recalled)
        else:
            self._fills = False
            self._ticket = self._workplace.read(mailbox_id, self._take)

    def fill(self) -> None:
        """Take over the values of the template, if there is one, once."""
        template, self.template = self.template, None
        away = self._editor.collects
        recalled = self._workplace.recalled(template) if template and away else None
        if recalled is not None:
            self._editor.fill(recalled)
        elif template is not None:
            self._fills = True
            self._ticket = self._workplace.read(template, self._take_template)

    def forget(self) -> None:
        """Whatever is being read, or waits for a sign-in, is not wanted any more."""
        self._forget_ticket()
        self._interrupted.forget()

    def move_to(self, workplace: Workplace) -> None:
        """The profile was changed: nothing of the old one is read any more."""
        if workplace is not self._workplace:
            workplace.waiting.connect(self._show_wait)
        self._interrupted.move_to(workplace)
        self._forget_ticket()
        self._workplace = workplace

    def _take(self, outcome: Done[Mailbox] | Failed) -> None:
        self._ticket = None
        if isinstance(outcome, Failed):
            self._take_failure(outcome.trouble)
        else:
            self.arrived.emit(outcome.value)

    def _take_failure(self, trouble: Trouble) -> None:
        recalled = self._workplace.recalled(self._mailbox_id) if may_pass(trouble) else None
        if recalled is not None:
            self._take_recalled(recalled)
        elif not self._interrupted.take(trouble, self._show_way_in):
            said = explain(trouble)
            self._face.show_state("circle-alert", said.happened, said.advice, self._again)

    def _take_recalled(self, mailbox: Mailbox) -> None:
        """There is no connection: go on with the mailbox as it was last seen."""
        self._editor.set_collects(self._workplace.change_set is not None)
        self.arrived.emit(mailbox)
        seen_at = self._workplace.seen_at(self._mailbox_id)
        text = recalled_words(seen_at, creates=mailbox.id == 0)
        self._editor.banner.say(text, self._again)

    def _take_template(self, outcome: Done[Mailbox] | Failed) -> None:
        self._ticket = None
        if isinstance(outcome, Failed):
            self._editor.banner.say(explain(outcome.trouble).text)
        else:
            self._editor.fill(outcome.value)

    @property
    def _again(self) -> Action:
        return self.tr("&Try again"), self.again_wanted.emit

    def _show_way_in(self, said: Said, actions: list[Action]) -> None:
        self._face.show_state("circle-alert", said.happened, said.advice, *actions)

    def _show_wait(self, waiting: Waiting) -> None:
        """The read pauses before it is tried again."""
        if self._ticket is None or not self._ticket.is_of(waiting):
            return
        if self._fills:
            self._editor.banner.say(wait_words(waiting))
        else:
            text, stop = self.tr("Reading the mailbox …"), (self.tr("&Stop"), self._ticket.cancel)
            self._face.show_state("mailbox", text, wait_words(waiting), stop)

    def _forget_ticket(self) -> None:
        if self._ticket is not None:
            self._ticket.forget()
            self._ticket = None
