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

from desktop_app.core.bulk.bulk_run import BulkRunKind
from desktop_app.core.mailbox.mailbox import Draft
from desktop_app.core.profiles.profile import Environment
from desktop_app.services.bulk.bulk_runner import BulkRunner, PasswordProof
from desktop_app.services.bulk.save_queue import RunState
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.bulk.bulk_prompts import (
    confirm_forgetting_passwords,
    confirm_losing_passwords,
    confirm_quitting_run,
    confirm_stopping_run,
)
from desktop_app.ui.bulk.bulk_text import production_question_text, run_procedure_text
from desktop_app.ui.bulk.run_model import SkippedRow
from desktop_app.ui.bulk.run_page import RunPage
from desktop_app.ui.dialogs.message_boxes import confirm
from desktop_app.ui.i18n import translate
from desktop_app.ui.profiles.environment_badge import EnvironmentBadge
from desktop_app.ui.text.profiles import workspace_title, write_lock_text
from desktop_app.ui.widgets.banner import Banner
from desktop_app.ui.widgets.dialog_buttons import StandardButton, button_box


class BulkDialog(QDialog):
    """Not modal: the list stays usable. It belongs to its profile.

    A subclass fills ``review_page`` and says what is ready; ``start_run`` asks once on production,
    and shows the run.
    """

    unlock_requested = Signal(object)
    """The Workplace that the user wants to write to."""
    open_requested = Signal(object, object)
    """The Workplace, and the draft of a row that the user wants to see in its own dialog."""
    undo_requested = Signal(object, object)
    """The Workplace and the key of the batch."""

    def __init__(
        self, workspace: Workspace, parent: QWidget | None, bulk_run_key: str = ""
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.workspace = workspace
        self.banner = Banner()
        self.pages = QStackedWidget()
        self.review_page = QWidget()
        self.run_page: RunPage | None = None
        self.buttons = button_box(StandardButton.Cancel)
        self.save_button = QPushButton()
        self._bulk_run_key = bulk_run_key
        self._setup_layout()
        self.buttons.rejected.connect(self.reject)
        self.save_button.clicked.connect(self._on_save_clicked)
        workspace.write_lock.changed.connect(self.refresh)
        workspace.destroyed.connect(self._on_workspace_destroyed)

    def _setup_layout(self) -> None:
        self.buttons.addButton(self.save_button, QDialogButtonBox.ButtonRole.AcceptRole)
        self.pages.addWidget(self.review_page)
        layout = QVBoxLayout(self)
        if not self.workspace.is_demo:
            mark = EnvironmentBadge(self.workspace.profile.environment)
            layout.addWidget(mark, 0, Qt.AlignmentFlag.AlignRight)
        for widget in (self.banner, self.pages, self.buttons):
            layout.addWidget(widget)
        layout.setStretchFactor(self.pages, 1)
        room = self.screen().availableGeometry()
        self.resize(min(980, room.width()), min(680, room.height() - 60))

    @property
    def kind(self) -> BulkRunKind:
        """What the run is for."""
        raise NotImplementedError

    @property
    def ready_drafts(self) -> Sequence[Draft]:
        """What would be saved now."""
        return ()

    @property
    def proofs(self) -> Mapping[int, PasswordProof]:
        """What is known of the passwords, by mailbox id."""
        return {}

    @property
    def skipped_rows(self) -> Sequence[SkippedRow]:
        """What is not saved, and why; for the result."""
        return ()

    @property
    def can_start(self) -> bool:
        """Whether nothing but the user's word is missing."""
        return True

    @property
    def profile_text(self) -> str:
        """The profile as a sentence names it."""
        work = self.workspace
        return workspace_title(work.profile, is_demo=work.is_demo)

    def refresh(self) -> None:
        """Something changed: how many would be saved, and whether they may be."""
        if self.run_page is not None:
            return
        count = len(self.ready_drafts)
        numbered = translate("bulk", "&Save {count} to {profile}").format(
            count=count, profile=self.profile_text
        )
        self.save_button.setText(
            numbered
            if count
            else translate("bulk", "&Save to {profile}").format(profile=self.profile_text)
        )
        self.save_button.setEnabled(count > 0 and self.workspace.may_write and self.can_start)
        self._show_lock_reason()

    def clear_secrets(self) -> None:
        """The desk is left: no typed password stays here."""
        if self.run_page is not None:
            self.run_page.runner.clear_passwords()

    def release(self) -> None:
        """The dialog closes: what it holds of secrets goes."""

    def _show_lock_reason(self) -> None:
        why = self.workspace.write_lock.reason
        if why is None:
            self.banner.hide()
        else:
            unlock = [
                (translate("bulk", "Un&lock"), lambda: self.unlock_requested.emit(self.workspace))
            ]
            actions = unlock if self.workspace.write_lock.can_unlock else []
            self.banner.show_message(write_lock_text(why), *actions)

    def _on_save_clicked(self) -> None:
        drafts = self.ready_drafts
        if drafts and self.save_button.isEnabled() and self._confirm_production(len(drafts)):
            self.start_run(drafts)

    def _confirm_production(self, count: int) -> bool:
        profile = self.workspace.profile
        if self.workspace.is_demo or profile.environment is not Environment.PRODUCTION:
            return True
        text = production_question_text(count, profile.name)
        return confirm(
            self,
            text,
            run_procedure_text(),
            translate("bulk", "&Save them"),
            translate("bulk", "&Not yet"),
        )

    def start_run(self, drafts: Sequence[Draft]) -> None:
        """Show the run, and begin it."""
        run = BulkRunner(
            *(self.workspace, self.kind, drafts, self.proofs, self._bulk_run_key),
            parent=self.workspace,
        )
        self.run_page = RunPage(run, self.skipped_rows)
        self.run_page.open_requested.connect(
            lambda draft: self.open_requested.emit(self.workspace, draft)
        )
        self.run_page.undo_requested.connect(
            lambda: self.undo_requested.emit(self.workspace, run.queue.bulk_run_key)
        )
        self.pages.addWidget(self.run_page)
        self.pages.setCurrentWidget(self.run_page)
        self.banner.hide()
        self.save_button.hide()
        self.buttons.button(StandardButton.Cancel).setText(translate("bulk", "&Close"))
        self.release()
        run.start()

    @property
    def typed_passwords(self) -> int:
        """How many passwords were typed or pasted, and are with nobody but this window."""
        return 0

    @property
    def is_run_active(self) -> bool:
        """Whether a run would be cut by closing; one that waits to go on is under way too."""
        run = self.run_page
        return run is not None and (run.is_busy or run.runner.queue.state is RunState.PAUSED)

    @property
    def is_sending(self) -> bool:
        """Whether a row is on its way right now."""
        return self.run_page is not None and self.run_page.runner.queue.is_busy

    @property
    def unsaved_passwords(self) -> int:
        """How many passwords go with this window: not sent yet, or kept to try a row again."""
        run = self.run_page
        return self.typed_passwords if run is None else run.runner.queue.typed_passwords

    @property
    def would_lose_work(self) -> bool:
        """Whether closing cuts a run, or loses a password."""
        return self.is_run_active or self.unsaved_passwords > 0

    def confirm_close(self, *, quitting: bool = False) -> bool:
        """Whether closing loses nothing, or the user says so. Nothing is stopped yet."""
        if not self.would_lose_work:
            return True
        if self.run_page is None:
            return confirm_losing_passwords(self, self.typed_passwords)
        if not self.is_run_active:
            return confirm_forgetting_passwords(self, self.unsaved_passwords)
        left = self.run_page.runner.queue.counts.waiting
        may_end = confirm_quitting_run if quitting else confirm_stopping_run
        goes_on = self.workspace.run_history is not None
        return may_end(self, left, can_resume=goes_on, passwords=self.kind is BulkRunKind.PASSWORDS)

    def shut_down(self) -> None:
        """Stop the run and let go of every secret; that work is lost by it was agreed before."""
        if self.run_page is not None:
            self.run_page.runner.queue.stop()
            self.run_page.runner.queue.clear_passwords()
        self.release()

    def reject(self) -> None:
        """Esc, and the button."""
        if self.confirm_close():
            self.shut_down()
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window's own button does what Esc does."""
        event.ignore()
        self.reject()

    def _on_workspace_destroyed(self) -> None:
        """The profile is gone, and its work with it."""
        self.run_page = None
        self.release()
        self.done(0)
