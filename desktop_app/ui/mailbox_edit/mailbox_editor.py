"""A mailbox being edited: its form, conflicts, what to confirm, and what will be sent."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop_app.core.mailbox.mailbox import (
    Draft,
    Field,
    Mailbox,
    Value,
)
from desktop_app.core.mailbox.rights import Cause, Why
from desktop_app.core.saved_draft import KeptDraft
from desktop_app.services.saving.draft_restore import restore
from desktop_app.services.saving.save import Conflict
from desktop_app.services.session.write_lock import Locked
from desktop_app.services.workspace.workspace import Workplace
from desktop_app.ui.mail_check.check_panel import CheckRow
from desktop_app.ui.mailbox_edit.confirmations import Confirmations
from desktop_app.ui.mailbox_edit.conflict_panel import ConflictPanel
from desktop_app.ui.mailbox_edit.fields.mailbox_form import MailboxForm
from desktop_app.ui.mailbox_edit.fields.saved_password_option import KeptChoice
from desktop_app.ui.mailbox_edit.password_trial_dialog import TrialDialog
from desktop_app.ui.mailbox_edit.required_confirmations import to_confirm
from desktop_app.ui.text.errors.explain import explain
from desktop_app.ui.text.mailbox import why_words
from desktop_app.ui.text.profiles import lock_words
from desktop_app.ui.text.saving import restored_words, will_send
from desktop_app.ui.widgets.banner import Action, Banner


class MailboxEditor(QWidget):
    """Everything about one mailbox that its dialog shows; it knows nothing of saving."""

    changed = Signal()
    unlock_wanted = Signal()
    """The user wants to write to this read-only profile."""

    def __init__(self, workplace: Workplace) -> None:
        super().__init__()
        self.workplace = workplace
        self.collects = False
        """Whether the edit will wait to be sent, because there is no connection."""
        self.banner = Banner()
        self.conflict = ConflictPanel()
        self.form = MailboxForm()
        self.confirmations = Confirmations()
        self.check = CheckRow(self.form, workplace)
        self.sends = self._sends_label()
        self.area = QScrollArea()
        self._kept = KeptChoice(self.form.password)
        self._mine: dict[Field, Value] = {}
        self._arrange()
        self.form.changed.connect(self.refresh)
        self.confirmations.changed.connect(self.refresh)
        self.confirmations.trial_wanted.connect(self._try_keep)
        self.conflict.changed.connect(self._take_choices)
        workplace.lock.changed.connect(self._follow_lock)
        workplace.listed.connect(self._look_for_twins)

    def _arrange(self) -> None:
        """Banner and summary stay; all between them scrolls where the screen is small."""
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.conflict)
        column.addWidget(self.form, 1)
        column.addWidget(self.confirmations)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # its fields are the stops
        self.area.setWidgetResizable(True)
        self.area.setWidget(inner)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.banner)
        layout.addWidget(self.area, 1)
        layout.addWidget(self.check)
        layout.addWidget(self.sends)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow_focus)

    def _follow_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        """What has the keyboard is in view, however it came by it: a scroll area knows only Tab."""
        if now is not None and self.form.isVisible() and self.area.isAncestorOf(now):
            self.area.ensureWidgetVisible(now)

    @property
    def draft(self) -> Draft:
        """What the user made of the mailbox."""
        return self.form.draft()

    @property
    def may_send(self) -> bool:
        """Whether there is something that may be sent."""
        changed = self.draft.creates or not self.draft.is_empty
        return changed and self.form.can_write and self._is_unlocked

    @property
    def _is_unlocked(self) -> bool:
        lock = self.workplace.lock
        return lock.may_create if self.draft.creates else lock.may_write

    def set_collects(self, collects: bool) -> None:
        """Whether the edit will wait to be sent, or is saved."""
        self.collects = collects
        self.refresh()

    def move_to(self, workplace: Workplace) -> None:
        """Go on with the changed profile."""
        self.workplace = workplace
        self.check.follow(workplace)
        workplace.lock.changed.connect(self._follow_lock)
        workplace.listed.connect(self._look_for_twins)
        self.look_for_password()
        self._follow_lock()

    def show_mailbox(self, mailbox: Mailbox) -> None:
        """Begin with a mailbox as the server has it."""
        self.banner.hide()
        self.conflict.clear()
        self.form.load(mailbox)
        self.form.take_verdict(self.workplace.learnt.keep_verdict)
        self.look_for_password()
        self._follow_lock()
        self.form.focus(Field.SERVER_TYPE if mailbox.id == 0 else Field.ADDRESS)

    def take_theirs(self, theirs: Mailbox) -> None:
        """Show what the server has now, under what was typed and may still be saved."""
        self.banner.hide()
        self.form.rebase(theirs)

    def _look_for_twins(self) -> None:
        """The list is new: it may hold what is about to be made."""
        if self.isVisible() and self.draft.creates:
            self.refresh()

    def look_for_password(self) -> None:
        """Offer the password that is kept on this computer, if one is."""
        self._kept.look(self.workplace, self.form.mailbox.id)

    def take_saved(self, draft: Draft, mailbox: Mailbox) -> None:
        """A save worked: keep or forget its password as was wanted, then show what is there."""
        self._kept.take_saved(draft, mailbox)
        self.check.take_saved(mailbox)
        self.show_mailbox(mailbox)

    def fill(self, template: Mailbox) -> None:
        """Take over the values of another mailbox; its password stays where it is."""
        for which in self.form.editors:
            self.form.put(which, template.values.get(which))
        self.form.focus(Field.ADDRESS)

    def go_on_with(self, kept: KeptDraft, current: Mailbox) -> None:
        """Lay an edit of an earlier run on what the server has now."""
        if self.form.row_lock is not None and self.form.row_lock.cause is Cause.TYPE_NOT_VOUCHED:
            self.form.edit_anyway()  # as it was before
        restored = restore(kept, current)
        for which, value in restored.draft.changes.items():
            self.form.put(which, value)
        self.banner.say(restored_words(restored, kept.origin))
        if restored.colliding:
            self._pick(restored.draft, current, restored.colliding)

    def show_conflict(self, conflict: Conflict, reload: Action) -> None:
        """Let the user pick; what does not collide is merged without asking."""
        draft = self.draft
        said = explain(conflict)
        self.banner.say(said.text, reload, detail=said.detail)
        self.form.rebase(conflict.theirs)
        self._pick(draft, conflict.theirs, conflict.fields)

    def focus_obstacle(self) -> bool:
        """Put the focus on what is in the way of a save; False if nothing is."""
        undecided = self.conflict.open_field
        if undecided is not None:
            self.conflict.focus(undecided)
            return True
        wrong = self.form.first_error()
        if wrong is not None:
            self.form.focus(wrong)
            return True
        unconfirmed = self.confirmations.missing()
        if unconfirmed is not None:
            unconfirmed.setFocus(Qt.FocusReason.TabFocusReason)
            if not self.banner.text:
                self.banner.say(self.tr("Nothing is sent yet: confirm first what is asked below."))
        return unconfirmed is not None

    def refresh(self) -> None:
        """Show what will be sent, and ask for what has to be confirmed before."""
        draft = self.draft
        asked = to_confirm(draft, self.workplace, collects=self.collects) if self.may_send else {}
        self.confirmations.ask(asked)
        text = will_send(draft) if self.may_send else ""
        head = self.tr("To be sent later:") if self.collects else self.tr("Save will send:")
        self.sends.setText(f"{head}\n{text}" if text else "")
        self.sends.setVisible(bool(text))
        self.changed.emit()

    def _follow_lock(self) -> None:
        """The profile was locked or unlocked. What is being edited stays as it is."""
        why, row = self.workplace.lock.why, self.form.row_lock
        if self._is_unlocked:
            self.banner.hide()
            self.form.set_lock(None)
        elif self.draft.is_empty or why is None:
            self.form.set_lock(Why(Cause.PROFILE))
            self._say_locked(why)
        else:
            self._say_locked(why)
            self.refresh()
        if row is not None:
            self._say_row_locked(row)

    def _say_row_locked(self, row: Why) -> None:
        anyway = [(self.tr("&Edit anyway"), self._edit_anyway)]
        can = row.cause is Cause.TYPE_NOT_VOUCHED
        self.banner.say(why_words(row), *(anyway if can else []))

    def _edit_anyway(self) -> None:
        """The user takes it on themselves; each save of such a type is confirmed."""
        self.form.edit_anyway()
        self._follow_lock()
        self.form.focus(Field.ADDRESS)

    def _say_locked(self, why: Locked | None) -> None:
        if why is None:
            text = self.tr("The administrator of this computer allows no new mailboxes.")
        else:
            text = lock_words(why)
        if not self.draft.is_empty:
            text += " " + self.tr("What you typed stays. Unlock to save.")
        unlock = [(self.tr("Un&lock"), self.unlock_wanted.emit)]
        self.banner.say(text, *(unlock if self.workplace.lock.can_unlock else []))

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

    def _try_keep(self) -> None:
        trial = TrialDialog(self.workplace, self.form.mailbox, self)
        trial.decided.connect(self._take_verdict)
        trial.open()

    def _take_verdict(self) -> None:
        self.form.take_verdict(self.workplace.learnt.keep_verdict)

    def _sends_label(self) -> QLabel:
        label = QLabel()
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label
