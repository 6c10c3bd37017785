"""What the windows for many mailboxes have in common: review first, then one run of saves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.bulk.bulk_run import BatchKind
from desktop_app.core.mailbox.mailbox import Draft
from desktop_app.core.profiles.profile import Environment
from desktop_app.services.bulk.bulk_runner import BatchRun, PasswordProof
from desktop_app.services.bulk.save_queue import RowState, RunState
from desktop_app.services.workspace.workspace import Workplace
from desktop_app.ui.bulk.bulk_prompts import (
    may_forget_passwords,
    may_lose_passwords,
    may_quit_run,
    may_stop_run,
)
from desktop_app.ui.bulk.bulk_text import production_words, what_happens_words
from desktop_app.ui.bulk.run_model import LeftAlone
from desktop_app.ui.bulk.run_page import RunPage
from desktop_app.ui.dialogs.message_boxes import ask
from desktop_app.ui.profiles.environment_badge import EnvironmentMark
from desktop_app.ui.text.profiles import lock_words, title_of
from desktop_app.ui.widgets.banner import Banner
from desktop_app.ui.widgets.dialog_buttons import Standard, button_box


class BatchDialog(QDialog):
    """Not modal: the list stays usable. It belongs to its profile.

    A subclass fills ``review`` and says what is ready; ``begin`` asks once on production, and
    shows the run.
    """

    unlock_wanted = Signal(object)
    """The Workplace that the user wants to write to."""
    open_wanted = Signal(object, object)
    """The Workplace, and the draft of a row that the user wants to see in its own dialog."""
    undo_wanted = Signal(object, object)
    """The Workplace and the key of the batch."""

    def __init__(self, workplace: Workplace, parent: QWidget | None, batch: str = "") -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.workplace = workplace
        self.banner = Banner()
        self.pages = QStackedWidget()
        self.review = QWidget()
        self.run: RunPage | None = None
        self.buttons = button_box(Standard.Cancel)
        self.save = QPushButton()
        self._batch = batch
        self._lay_out()
        self.buttons.rejected.connect(self.reject)
        self.save.clicked.connect(self._begin)
        workplace.lock.changed.connect(self.refresh)
        workplace.destroyed.connect(self._give_up)

    def _lay_out(self) -> None:
        self.buttons.addButton(self.save, QDialogButtonBox.ButtonRole.AcceptRole)
        self.pages.addWidget(self.review)
        layout = QVBoxLayout(self)
        if not self.workplace.is_demo:
            mark = EnvironmentMark(self.workplace.profile.environment)
            layout.addWidget(mark, 0, Qt.AlignmentFlag.AlignRight)
        for widget in (self.banner, self.pages, self.buttons):
            layout.addWidget(widget)
        layout.setStretchFactor(self.pages, 1)
        room = self.screen().availableGeometry()
        self.resize(min(980, room.width()), min(680, room.height() - 60))

    @property
    def kind(self) -> BatchKind:
        """What the run is for."""
        raise NotImplementedError

    @property
    def ready(self) -> Sequence[Draft]:
        """What would be saved now."""
        return ()

    @property
    def proofs(self) -> Mapping[int, PasswordProof]:
        """What is known of the passwords, by mailbox id."""
        return {}

    @property
    def left_alone(self) -> Sequence[LeftAlone]:
        """What is not saved, and why; for the result."""
        return ()

    @property
    def may_begin(self) -> bool:
        """Whether nothing but the user's word is missing."""
        return True

    @property
    def place_words(self) -> str:
        """The profile as a sentence names it."""
        work = self.workplace
        return title_of(work.profile, is_demo=work.is_demo)

    def refresh(self) -> None:
        """Something changed: how many would be saved, and whether they may be."""
        if self.run is not None:
            return
        count = len(self.ready)
        numbered = self.tr("&Save %d to %s") % (count, self.place_words)
        self.save.setText(numbered if count else self.tr("&Save to %s") % self.place_words)
        self.save.setEnabled(count > 0 and self.workplace.may_write and self.may_begin)
        self._say_lock()

    def forget_secrets(self) -> None:
        """The desk is left: no typed password stays here."""
        if self.run is not None:
            self.run.run.forget_passwords()

    def let_go(self) -> None:
        """The dialog closes: what it holds of secrets goes."""

    def _say_lock(self) -> None:
        why = self.workplace.lock.why
        if why is None:
            self.banner.hide()
        else:
            unlock = [(self.tr("Un&lock"), lambda: self.unlock_wanted.emit(self.workplace))]
            actions = unlock if self.workplace.lock.can_unlock else []
            self.banner.say(lock_words(why), *actions)

    def _begin(self) -> None:
        drafts = self.ready
        if drafts and self.save.isEnabled() and self._may_write_production(len(drafts)):
            self.begin(drafts)

    def _may_write_production(self, count: int) -> bool:
        profile = self.workplace.profile
        if self.workplace.is_demo or profile.environment is not Environment.PRODUCTION:
            return True
        text = production_words(count, profile.name)
        return ask(self, text, what_happens_words(), self.tr("&Save them"), self.tr("&Not yet"))

    def begin(self, drafts: Sequence[Draft]) -> None:
        """Show the run, and begin it."""
        run = BatchRun(self.workplace, self.kind, drafts, self.proofs, self._batch)
        self.run = RunPage(run, self.left_alone)
        self.run.open_wanted.connect(lambda draft: self.open_wanted.emit(self.workplace, draft))
        self.run.undo_wanted.connect(
            lambda: self.undo_wanted.emit(self.workplace, run.sending.batch)
        )
        self.pages.addWidget(self.run)
        self.pages.setCurrentWidget(self.run)
        self.banner.hide()
        self.save.hide()
        self.buttons.button(Standard.Cancel).setText(self.tr("&Close"))
        self.let_go()
        run.start()

    @property
    def typed_passwords(self) -> int:
        """How many passwords were typed or pasted, and are with nobody but this window."""
        return 0

    @property
    def is_under_way(self) -> bool:
        """Whether a run would be cut by closing; one that waits to go on is under way too."""
        run = self.run
        return run is not None and (run.is_busy or run.run.sending.state is RunState.PAUSED)

    @property
    def is_sending(self) -> bool:
        """Whether a row is on its way right now."""
        return self.run is not None and self.run.run.sending.is_busy

    @property
    def unsaved_passwords(self) -> int:
        """How many passwords go with this window: not sent yet, or kept to try a row again."""
        run = self.run
        return self.typed_passwords if run is None else run.run.sending.typed_passwords

    @property
    def would_lose(self) -> bool:
        """Whether closing cuts a run, or loses a password."""
        return self.is_under_way or self.unsaved_passwords > 0

    def may_close(self, *, quits: bool = False) -> bool:
        """Whether closing loses nothing, or the user says so. Nothing is stopped yet."""
        if not self.would_lose:
            return True
        if self.run is None:
            return may_lose_passwords(self, self.typed_passwords)
        if not self.is_under_way:
            return may_forget_passwords(self, self.unsaved_passwords)
        counts = self.run.run.sending.counts
        left = counts.get(RowState.WAITING, 0) + counts.get(RowState.SENDING, 0)
        may_end = may_quit_run if quits else may_stop_run
        goes_on = self.workplace.batches is not None
        return may_end(self, left, goes_on=goes_on, passwords=self.kind is BatchKind.PASSWORDS)

    def end(self) -> None:
        """Stop the run and let go of every secret; that work is lost by it was agreed before."""
        if self.run is not None:
            self.run.run.sending.stop()
            self.run.run.sending.forget_passwords()
        self.let_go()

    def reject(self) -> None:
        """Esc, and the button."""
        if self.may_close():
            self.end()
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window's own button does what Esc does."""
        event.ignore()
        self.reject()

    def _give_up(self) -> None:
        """The profile is gone, and its work with it."""
        self.run = None
        self.let_go()
        self.done(0)
