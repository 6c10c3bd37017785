"""The base class of the bulk windows: a review page first, then the page of one bulk run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QElapsedTimer, Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QDialogButtonBox,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.bulk.bulk_run import BulkRunKind
from desktop_app.core.confirmation_rules import needs_production_question
from desktop_app.core.mailbox.mailbox import Draft
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
from desktop_app.ui.dialogs.guarded_dialog import GuardedDialog
from desktop_app.ui.dialogs.message_boxes import confirm
from desktop_app.ui.i18n import translate
from desktop_app.ui.profiles.environment_badge import EnvironmentBadge
from desktop_app.ui.text.profiles import workspace_title, write_lock_text
from desktop_app.ui.widgets.banner import Banner
from desktop_app.ui.widgets.dialog_buttons import StandardButton, button_box
from desktop_app.ui.widgets.focus.buttons import PushButton


class BulkDialog(GuardedDialog):
    """A non-modal window of one profile that saves many mailboxes in one bulk run (GUI thread).

    A subclass fills ``review_page`` and overrides ``kind``, ``ready_drafts`` and the like. The save
    button names number and profile; on a production profile, a question comes before a long run.
    """

    is_asked_by_owner = True  # by BulkWindows
    unlock_requested = Signal(object)
    """The Workspace that the user wants to unlock for writing."""
    open_requested = Signal(object, object)
    """The Workspace, and the Draft of a row that the user wants to open in the edit dialog."""
    undo_requested = Signal(object, object)
    """The Workspace, and the key (str) of the bulk run to undo."""
    run_started = Signal(object)
    """The SaveQueue of the bulk run, just before it starts."""

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
        self.save_button = PushButton()
        self._bulk_run_key = bulk_run_key
        self._setup_layout()
        self._since_start = QElapsedTimer()
        self.buttons.rejected.connect(self._on_close_clicked)
        self.save_button.clicked.connect(self._on_save_clicked)
        workspace.write_lock.changed.connect(self.refresh)
        workspace.destroyed.connect(self._on_workspace_destroyed)

    def _setup_layout(self) -> None:
        self.buttons.addButton(self.save_button, QDialogButtonBox.ButtonRole.AcceptRole)
        self.pages.addWidget(self.review_page)
        foot = QHBoxLayout()
        if not self.workspace.is_demo:
            foot.addWidget(EnvironmentBadge(self.workspace.profile.environment))
        foot.addWidget(self.buttons, 1)
        layout = QVBoxLayout(self)
        for widget in (self.banner, self.pages):
            layout.addWidget(widget)
        layout.addLayout(foot)
        layout.setStretchFactor(self.pages, 1)
        room = self.screen().availableGeometry()
        self.resize(min(980, room.width()), min(680, room.height() - 60))

    @property
    def kind(self) -> BulkRunKind:
        """The kind of bulk run that the window starts; every subclass overrides the property."""
        raise NotImplementedError

    @property
    def ready_drafts(self) -> Sequence[Draft]:
        """The drafts that a bulk run would save now."""
        return ()

    @property
    def proofs(self) -> Mapping[int, PasswordProof]:
        """What was verified of the new passwords, by mailbox id."""
        return {}

    @property
    def skipped_rows(self) -> Sequence[SkippedRow]:
        """The rows that the run leaves out, each with its reason, for the result table."""
        return ()

    @property
    def can_start(self) -> bool:
        """Whether the review is complete, so that the user may start the run."""
        return True

    @property
    def profile_text(self) -> str:
        """The profile's name as shown in sentences and on buttons."""
        work = self.workspace
        return workspace_title(work.profile, is_demo=work.is_demo)

    def refresh(self) -> None:
        """Update the save button and the lock banner; without effect once the run has begun."""
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
        """Discard typed passwords, because the program was locked."""
        if self.run_page is not None:
            self.run_page.runner.clear_passwords()

    def release(self) -> None:
        """Release the review's data, such as passwords, when it ends or the window closes."""

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
        drafts = () if self.run_page is not None else self.ready_drafts
        if drafts and self.save_button.isEnabled() and self._confirm_production(len(drafts)):
            self.start_run(drafts)

    def _on_close_clicked(self) -> None:
        """Close, except on the second click of a double click on Save: Close moves to its place."""
        is_new = self._since_start.isValid()
        if is_new and self._since_start.elapsed() < QApplication.doubleClickInterval():
            return
        self.reject()

    def _confirm_production(self, count: int) -> bool:
        profile = self.workspace.profile
        if self.workspace.is_demo or not needs_production_question(profile, count):
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
        """Start a bulk run of ``drafts`` and show its page in place of the review."""
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
        self.run_page.table.setFocus()
        self.banner.hide()
        self.save_button.hide()
        self.buttons.button(StandardButton.Cancel).setText(translate("bulk", "&Close"))
        self.release()
        self._since_start.start()
        self.run_started.emit(run.queue)
        run.start()

    @property
    def typed_passwords(self) -> int:
        """The number of passwords typed or pasted for the review; only this window holds them."""
        return 0

    @property
    def has_typed_values(self) -> bool:
        """Whether the review holds something other than passwords that the user entered."""
        return False

    @property
    def is_run_active(self) -> bool:
        """Whether closing would interrupt a run; a paused run counts as active."""
        run = self.run_page
        return run is not None and (run.is_busy or run.runner.queue.state is RunState.PAUSED)

    @property
    def is_sending(self) -> bool:
        """Whether a save request of the run is being sent right now."""
        return self.run_page is not None and self.run_page.runner.queue.is_busy

    @property
    def unsaved_passwords(self) -> int:
        """The number of passwords lost on closing: not sent yet, or held to retry a failed row."""
        run = self.run_page
        return self.typed_passwords if run is None else run.runner.queue.typed_passwords

    @property
    def has_unsaved_work(self) -> bool:
        """Whether closing interrupts a run, or loses passwords or other input."""
        typed = self.run_page is None and self.has_typed_values
        return typed or self.is_run_active or self.unsaved_passwords > 0

    @property
    def loss_text(self) -> str:
        """What closing would lose. Translated."""
        return translate("bulk", "What you entered for these mailboxes would be lost.")

    def confirm_close(self, *, quitting: bool = False) -> bool:
        """Ask if closing loses work; return False if the user stays. Nothing is stopped here."""
        if not self.has_unsaved_work:
            return True
        if self.run_page is None:
            typed = self.typed_passwords
            return confirm_losing_passwords(self, typed) if typed else super().confirm_close()
        if not self.is_run_active:
            return confirm_forgetting_passwords(self, self.unsaved_passwords)
        left = self.run_page.runner.queue.counts.waiting
        may_end = confirm_quitting_run if quitting else confirm_stopping_run
        goes_on = self.workspace.run_history is not None
        return may_end(self, left, can_resume=goes_on, passwords=self.kind is BulkRunKind.PASSWORDS)

    def shut_down(self) -> None:
        """Stop the run and clear all passwords without asking."""
        if self.run_page is not None:
            self.run_page.runner.queue.stop()
            self.run_page.runner.queue.clear_passwords()
        self.release()

    def discard_edit(self) -> None:
        """Stop the run and clear what was entered."""
        self.shut_down()

    def _on_workspace_destroyed(self) -> None:
        """Close: the workspace was destroyed, and the bulk run with it."""
        self.run_page = None
        self.release()
        self.done(0)
