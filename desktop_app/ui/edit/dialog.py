"""The edit dialog: one mailbox of one profile, from reading it to knowing that the save worked."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QFrame,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.drafts import KeptDraft
from desktop_app.core.errors import Cancelled, Trouble
from desktop_app.core.mailbox import Draft, Field, Keep, KeepVerdict, Mailbox, Replace, Value
from desktop_app.core.twins import Twin
from desktop_app.tasks.background import Done, Failed, Ticket
from desktop_app.tasks.restoring import restore
from desktop_app.tasks.saving import Conflict, Look, Saved, SaveUnknown
from desktop_app.tasks.workplace import Workplace
from desktop_app.ui.banner import Banner
from desktop_app.ui.buttons import Standard, button_box, close_instead_of_cancel
from desktop_app.ui.edit.confirmations import Confirmations
from desktop_app.ui.edit.conflict_panel import ConflictPanel
from desktop_app.ui.edit.draft_keeper import DraftKeeper
from desktop_app.ui.edit.form import MailboxForm
from desktop_app.ui.edit.trial import TrialDialog
from desktop_app.ui.face import Face
from desktop_app.ui.questions import ask
from desktop_app.ui.words.confirmations import Confirm
from desktop_app.ui.words.elsewhere import created_words
from desktop_app.ui.words.mailboxes import why_words
from desktop_app.ui.words.saving import (
    differs_words,
    name_of,
    restored_words,
    saved_words,
    will_send,
)
from desktop_app.ui.words.troubles import explain


class EditDialog(QDialog):
    """Edits one mailbox; id 0 creates one. Not modal, and it belongs to its profile."""

    saved = Signal(str)
    """A sentence for the status bar."""
    created = Signal(str)
    """What is left to do after a mailbox was created."""

    def __init__(
        self,
        workplace: Workplace,
        mailbox_id: int,
        parent: QWidget | None = None,
        unsaved: KeptDraft | None = None,
    ) -> None:
        super().__init__(parent)
        self.workplace = workplace
        self.mailbox_id = mailbox_id
        self._unsaved = unsaved
        self._template: int | None = None
        self._ticket: Ticket | None = None
        self._saving = False
        self._focused: QWidget | None = None
        self.banner = Banner()
        self.face = Face()
        self.form = MailboxForm()
        self._keeper = DraftKeeper(workplace, self.form)
        self.conflict = ConflictPanel()
        self._mine: dict[Field, Value] = {}
        self.confirmations = Confirmations()
        self.sends = self._sends_label()
        self.buttons = button_box(Standard.Cancel)
        self.save_button = QPushButton(self.tr("&Save to %s") % workplace.profile.name)
        self._pages = QStackedWidget()
        self._arrange()
        self._connect()
        self.reload()

    def _arrange(self) -> None:
        self.setWindowTitle(self._title(""))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.buttons.addButton(self.save_button, QDialogButtonBox.ButtonRole.AcceptRole)
        self.buttons.button(Standard.Cancel).setAutoDefault(False)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(self.form)
        self._pages.addWidget(self.face)
        self._pages.addWidget(scroll)
        layout = QVBoxLayout(self)
        for widget in (
            self.banner,
            self.conflict,
            self._pages,
            self.confirmations,
            self.sends,
            self.buttons,
        ):
            layout.addWidget(widget)
        layout.setStretchFactor(self._pages, 1)
        self.save_button.setDefault(True)
        self.resize(600, 560)

    def _connect(self) -> None:
        self.buttons.accepted.connect(self.save)
        self.buttons.rejected.connect(self.reject)
        self.form.changed.connect(self._on_change)
        self.confirmations.changed.connect(self._on_change)
        self.confirmations.trial_wanted.connect(self._try_keep)
        self.conflict.changed.connect(self._take_choices)
        QShortcut(QKeySequence.StandardKey.Save, self, self.save)

    @property
    def has_unsaved_work(self) -> bool:
        """Whether closing would lose something."""
        return self.is_ready and not self.form.draft().is_empty

    @property
    def is_ready(self) -> bool:
        """Whether the mailbox is shown."""
        return self._pages.currentIndex() == 1

    @property
    def is_saving(self) -> bool:
        """Whether a save is under way."""
        return self._saving

    def reload(self) -> None:
        """Read the mailbox from the server."""
        self._forget_ticket()
        self.banner.hide()
        self.conflict.clear()
        self._pages.setCurrentIndex(0)
        self.face.show_state("mailbox", self.tr("Reading the mailbox …"))
        self._on_change()
        self._ticket = self.workplace.read(self.mailbox_id, self._take)

    def fill_from(self, mailbox_id: int) -> None:
        """Begin a new mailbox with the values of another one; its password stays where it is."""
        self._template = mailbox_id
        if self.is_ready:
            self._read_template()

    def move_to(self, workplace: Workplace) -> None:
        """Go on with the changed profile; what was typed stays."""
        was_saving, was_reading = self._saving, not self.is_ready
        self._forget_ticket()
        self.workplace = workplace
        self._keeper.move_to(workplace)
        self._set_saving(False)
        if was_reading:
            self.reload()
        elif was_saving:
            lost = Cancelled(may_have_run=True)
            self._show_refusal(SaveUnknown(lost, Look.COULD_NOT_LOOK))

    def save(self) -> None:
        """Send the draft, if it is right and confirmed; one save at a time."""
        if self._saving or not self.save_button.isEnabled():
            return
        undecided = self.conflict.open_field
        if undecided is not None:
            self.conflict.focus(undecided)
            return
        wrong = self.form.first_error()
        if wrong is not None:
            self.form.focus(wrong)
            return
        unconfirmed = self.confirmations.missing()
        if unconfirmed is not None:
            unconfirmed.setFocus()
            return
        self._send()

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
        self._keeper.drop()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window's own close button does what Cancel does."""
        event.ignore()
        self.reject()

    def may_close(self) -> bool:
        """Ask, if there is unsaved work."""
        if not self.has_unsaved_work:
            return True
        return ask(
            self,
            self.tr("Close without saving?"),
            self.tr("What you changed in this mailbox would be lost."),
            self.tr("&Close without saving"),
            self.tr("&Keep editing"),
        )

    def _take(self, outcome: Done[Mailbox] | Failed) -> None:
        self._ticket = None
        if isinstance(outcome, Failed):
            self._show_failure(outcome.trouble)
            return
        self.form.load(outcome.value)
        self.form.take_verdict(self.workplace.keep_verdict)
        self._say_lock()
        self._pages.setCurrentIndex(1)
        self.save_button.setDefault(True)  # "Try again" may have been it
        self.setWindowTitle(self._title(name_of(outcome.value)))
        self._on_change()
        self.form.focus(Field.SERVER_TYPE if self.mailbox_id == 0 else Field.ADDRESS)
        self._take_unsaved(outcome.value)
        if self._template is not None:
            self._read_template()

    def _read_template(self) -> None:
        template, self._template = self._template, None
        if template is not None:
            self._ticket = self.workplace.read(template, self._take_template)

    def _take_template(self, outcome: Done[Mailbox] | Failed) -> None:
        self._ticket = None
        if isinstance(outcome, Failed):
            self.banner.say(explain(outcome.trouble).text)
            return
        for which in self.form.editors:
            self.form.put(which, outcome.value.values.get(which))
        self.form.focus(Field.ADDRESS)

    def _take_unsaved(self, current: Mailbox) -> None:
        """Go on with an edit of an earlier run, once."""
        kept, self._unsaved = self._unsaved, None
        if kept is None:
            return
        self._keeper.adopt(kept.mailbox_id)
        restored = restore(kept, current)
        for which, value in restored.draft.changes.items():
            self.form.put(which, value)
        self.banner.say(restored_words(restored))
        if restored.colliding:
            self._pick(restored.draft, current, restored.colliding)

    def _say_lock(self) -> None:
        lock = self.form.row_lock
        if lock is not None:
            self.banner.say(why_words(lock))
        if not self.form.can_write:
            close_instead_of_cancel(self.buttons, self.tr("&Close"))

    def _show_failure(self, trouble: Trouble) -> None:
        said = explain(trouble)
        retry = (self.tr("&Try again"), self.reload)
        self.face.show_state("circle-alert", said.happened, said.advice, retry)

    def _send(self) -> None:
        self._set_saving(True)
        self.banner.hide()
        self._ticket = self.workplace.save(self.form.draft(), self._saved)

    def _saved(self, outcome: Done[Saved] | Failed) -> None:
        self._ticket = None
        self._set_saving(False)
        if isinstance(outcome, Failed):
            self._show_refusal(outcome.trouble)
            return
        draft = self.form.draft()
        replaced = isinstance(draft.password, Replace)
        self.mailbox_id = outcome.value.mailbox.id
        self.conflict.clear()
        self._keeper.drop()
        self.form.load(outcome.value.mailbox)
        if draft.creates:
            self.created.emit(created_words(outcome.value.mailbox))
        if outcome.value.differs:
            self.banner.say(differs_words(outcome.value))
            return
        self.saved.emit(saved_words(outcome.value, replaced_password=replaced))
        self.accept()

    def _show_refusal(self, trouble: Trouble) -> None:
        said = explain(trouble)
        if isinstance(trouble, Conflict):
            self._show_conflict(trouble)
        elif isinstance(trouble, Cancelled) and not trouble.may_have_run:
            self.banner.say(self.tr("The save was stopped before anything was sent."))
        else:
            self.banner.say(said.text, detail=said.detail)

    def _show_conflict(self, conflict: Conflict) -> None:
        """Let the user pick; what does not collide is merged without asking."""
        draft = self.form.draft()
        said = explain(conflict)
        self.banner.say(said.text, (self.tr("Re&load"), self.reload), detail=said.detail)
        self.form.rebase(conflict.theirs)
        self._pick(draft, conflict.theirs, conflict.fields)

    def _pick(self, draft: Draft, theirs: Mailbox, fields: tuple[Field, ...]) -> None:
        self.conflict.ask(draft, theirs, fields)
        self._mine = {f: draft.changes[f] for f in fields}
        self.conflict.focus(fields[0])

    def _take_choices(self) -> None:
        for which, mine in self.conflict.choices().items():
            if mine:
                self.form.put(which, self._mine[which])
            else:
                self.form.undo(which)

    def _on_change(self) -> None:
        if self._saving:
            self.save_button.setEnabled(False)
            return  # what was confirmed stays so: the save may fail
        draft = self.form.draft()
        self._keeper.note_change()
        changed = self.is_ready and (draft.creates or not draft.is_empty)
        self.confirmations.ask(*self._to_confirm(draft) if changed else ([], []))
        text = will_send(draft) if changed else ""
        self.sends.setText(self.tr("Save will send:") + "\n" + text if text else "")
        self.sends.setVisible(bool(text))
        self.save_button.setEnabled(changed and self.form.can_write)

    def _to_confirm(self, draft: Draft) -> tuple[list[Confirm], list[Twin]]:
        """What a person has to say before this draft may be sent."""
        if draft.creates:
            twins = self.workplace.twins_of(draft)
            always = [Confirm.OLD_MAIL, Confirm.AT_HAND, Confirm.AUTO_REPLY]
            return [*always, Confirm.TWIN] if twins else always, twins
        wanted = []
        verdict = self.workplace.keep_verdict
        if isinstance(draft.password, Keep) and verdict is KeepVerdict.UNPROVED:
            wanted.append(Confirm.KEEP)
        if self.workplace.asks_for_notes:
            wanted.append(Confirm.NOTES)
        return wanted, []

    def _try_keep(self) -> None:
        trial = TrialDialog(self.workplace, self.form.mailbox, self)
        trial.decided.connect(self._take_verdict)
        trial.open()

    def _take_verdict(self) -> None:
        self.form.take_verdict(self.workplace.keep_verdict)

    def _set_saving(self, saving: bool) -> None:
        if saving:
            self._focused = self.focusWidget()
        self._saving = saving
        self.form.setEnabled(not saving)
        if not saving and self._focused is not None:
            self._focused.setFocus()
        self.save_button.setText(
            self.tr("Saving …") if saving else self.tr("&Save to %s") % self.workplace.profile.name
        )
        self._on_change()

    def _forget_ticket(self) -> None:
        if self._ticket is not None:
            self._ticket.forget()
            self._ticket = None

    def _title(self, name: str) -> str:
        name = name or self.workplace.address_of(self.mailbox_id)
        what = self.tr("New mailbox") if self.mailbox_id == 0 else self.tr("Edit %s") % name
        return f"{what} — {self.workplace.profile.name}"

    def _sends_label(self) -> QLabel:
        label = QLabel()
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label
