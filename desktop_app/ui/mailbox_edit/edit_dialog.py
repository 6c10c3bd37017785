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

from desktop_app.core.mailbox.mailbox import Mailbox
from desktop_app.core.pending_change import PendingEdit
from desktop_app.core.saved_draft import KeptDraft
from desktop_app.services.workspace.workspace import Workplace
from desktop_app.ui.mailbox_edit.draft_autosave import DraftKeeper
from desktop_app.ui.mailbox_edit.edit_prompts import may_create, may_lose_changes
from desktop_app.ui.mailbox_edit.mailbox_editor import MailboxEditor
from desktop_app.ui.mailbox_edit.mailbox_loader import Reader
from desktop_app.ui.mailbox_edit.save_controller import Saver
from desktop_app.ui.profiles.environment_badge import EnvironmentMark
from desktop_app.ui.text.profiles import title_of
from desktop_app.ui.text.saving import name_of
from desktop_app.ui.widgets.dialog_buttons import Standard, button_box, name_way_out
from desktop_app.ui.widgets.placeholder import Face

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
        self.mailbox_id = mailbox_id
        self._unsaved = unsaved
        self._focused: QWidget | None = None
        """What had the keyboard when the save began."""
        self.face = Face()
        self.editor = MailboxEditor(workplace)
        self._keeper = DraftKeeper(workplace, self.editor.form)
        self.reader = Reader(workplace, self.editor, self.face)
        self.saver = Saver(workplace, self.editor, self._keeper, pending)
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
        self.reader.arrived.connect(self._show)
        self.reader.again_wanted.connect(self.reload)
        self.reader.secret_wanted.connect(self._want_secret)
        self.saver.changed.connect(self._follow_saving)
        self.saver.accepted.connect(self._note_id)
        self.saver.finished.connect(self._finish)
        self.saver.created.connect(self.created)
        self.saver.reload_wanted.connect(self._reload_asking)
        self.saver.secret_wanted.connect(self._want_secret)
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
        return self.saver.is_saving

    def reload(self) -> None:
        """Read the mailbox from the server."""
        self.saver.forget()
        self._pages.setCurrentWidget(self.face)
        self._on_change()
        self.reader.read(self.mailbox_id)

    def fill_from(self, mailbox_id: int) -> None:
        """Begin a new mailbox with the values of another one; its password stays where it is."""
        self.reader.template = mailbox_id
        if self.is_ready:
            self.reader.fill()

    def refuse_template(self) -> None:
        """Another mailbox is being made here: nothing that was typed for it is written over."""
        self.editor.banner.say(
            self.tr("Save or close this new mailbox before you make one like another.")
        )

    def move_to(self, workplace: Workplace) -> None:
        """Go on with the changed profile; what was typed stays."""
        was_reading = not self.is_ready
        if workplace is not self.workplace:
            workplace.standing_changed.connect(self._follow_connection)
        self.workplace = workplace
        self.editor.move_to(workplace)
        self._keeper.move_to(workplace)
        self.reader.move_to(workplace)
        self.saver.move_to(workplace)
        if was_reading:
            self.reload()

    def save(self) -> None:
        """Send the draft, if it is right and confirmed; one save at a time."""
        if not self.save_button.isEnabled() or self.editor.focus_obstacle():
            return
        draft = self.editor.draft
        if self.editor.collects:
            self.saver.collect()
        elif may_create(self, self.workplace, draft):
            self.saver.send(draft)

    def _want_secret(self) -> None:
        self.secret_wanted.emit(self.workplace)

    def _want_unlock(self) -> None:
        self.unlock_wanted.emit(self.workplace)

    def reject(self) -> None:
        """Close, after asking if something would be lost. During a save, stop that first."""
        if self.is_saving:
            self.saver.stop()
        elif self.may_close():
            self.give_up()
            super().reject()

    def give_up(self) -> None:
        """Nothing of this edit is wanted any more."""
        self.reader.forget()
        self.saver.forget()
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

    def _follow_connection(self) -> None:
        """The connection is back while the edit is open: it can be saved after all."""
        if self.editor.collects and self.workplace.is_ready and not self.is_saving:
            self.editor.set_collects(False)
            self.editor.banner.say(
                self.tr("SuperOffice can be reached again: what it holds is read before the save.")
            )

    @property
    def _save_words(self) -> str:
        if self.is_saving:
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
        self.saver.take_pending(mailbox)
        self.reader.fill()

    def _take_unsaved(self, current: Mailbox) -> None:
        """Go on with an edit of an earlier run, once."""
        kept, self._unsaved = self._unsaved, None
        if kept is not None:
            self._keeper.adopt(kept.mailbox_id)
            self.editor.go_on_with(kept, current)

    def _follow_saving(self) -> None:
        """A save has begun or ended: nothing is typed meanwhile, and the keyboard comes back."""
        if self.is_saving:
            self._focused = self.focusWidget()
        self.editor.setEnabled(not self.is_saving)
        if not self.is_saving and self._focused is not None:
            self._focused.setFocus()
        self._on_change()

    def _note_id(self, mailbox: Mailbox) -> None:
        self.mailbox_id = mailbox.id

    def _finish(self, words: str) -> None:
        self.saved.emit(words)
        self.accept()

    def _reload_asking(self) -> None:
        if self.may_close():
            self.reload()

    def _on_change(self) -> None:
        if not self.is_saving:
            self._keeper.note_change()
        self.save_button.setText(self._save_words)
        ready = self.is_ready and not self.is_saving
        can_change = not self.is_ready or self.editor.form.can_write
        name_way_out(self.buttons, self.tr("&Cancel"), self.tr("&Close"), can_change=can_change)
        self.save_button.setEnabled(ready and self.editor.may_send)

    def _title(self, name: str) -> str:
        name = name or self.workplace.address_of(self.mailbox_id)
        what = self.tr("New mailbox") if self.mailbox_id == 0 else self.tr("Edit %s") % name
        return f"{what} — {self._profile_words}"

    @property
    def _profile_words(self) -> str:
        return title_of(self.workplace.profile, is_demo=self.workplace.is_demo)
