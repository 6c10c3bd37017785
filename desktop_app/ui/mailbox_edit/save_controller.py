"""Saves the draft of an editor or adds it to the pending changes, and shows the result there."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop_app.core.errors import AppError, Cancelled
from desktop_app.core.errors.saving import (
    AddressTaken,
    Conflict,
    FieldsLocked,
    LookupFinding,
    SaveOutcomeUnknown,
)
from desktop_app.core.mailbox.mailbox import Draft, Mailbox
from desktop_app.core.pending_change import PendingChange
from desktop_app.core.profiles.profile import same_connection
from desktop_app.core.retry import RetryNotice
from desktop_app.services.background import Failure, Job, Success
from desktop_app.services.saving.save import SaveResult
from desktop_app.services.session.reconnect import is_transient
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.i18n import translate
from desktop_app.ui.mailbox_edit.draft_autosave import DraftAutosave
from desktop_app.ui.mailbox_edit.mailbox_editor import MailboxEditor
from desktop_app.ui.mailbox_edit.pending_edit import (
    pending_refusal,
    save_options,
    to_saved_draft,
    waiting_password,
)
from desktop_app.ui.pending.change_set_text import change_added_text
from desktop_app.ui.receipt.receipt import Receipt
from desktop_app.ui.receipt.receipt_text import save_receipt
from desktop_app.ui.sign_in.sign_in_recovery import SignInRecovery
from desktop_app.ui.text.errors.explain import explain, retry_text, save_error_text
from desktop_app.ui.text.message import Message
from desktop_app.ui.text.profiles import workspace_title
from desktop_app.ui.text.saving import problem_text
from desktop_app.ui.widgets.banner import ButtonAction


class SaveController(QObject):
    """Saves the drafts of one editor, one at a time (GUI thread)."""

    changed = Signal()
    """A save began or ended."""
    accepted = Signal(object)
    """The Mailbox as the server has it after a save; a new mailbox has its id."""
    finished = Signal(object)
    """The edit is done: its Receipt."""
    reload_requested = Signal()
    secret_requested = Signal()
    """The user wants to enter the profile's password again."""

    def __init__(
        self,
        workspace: Workspace,
        editor: MailboxEditor,
        draft_autosave: DraftAutosave,
        pending_change: PendingChange | None,
    ) -> None:
        super().__init__(editor)
        self.is_saving = False
        self._workspace = workspace
        self._editor = editor
        self._draft_autosave = draft_autosave
        self._pending_change = pending_change
        """The pending change that is being edited."""
        self._job: Job | None = None
        self._adding: Draft | None = None
        """The draft that is being stored as a pending change."""
        self._interrupted_draft: Draft | None = None
        """The draft whose save failed for lack of a sign-in."""
        self._sign_in_recovery = SignInRecovery(workspace, self)
        self._sign_in_recovery.resumed.connect(self._resume)
        self._sign_in_recovery.secret_requested.connect(self.secret_requested)
        workspace.retrying.connect(self._on_retry_notice)

    def save(self, draft: Draft) -> None:
        """Save a draft that was validated and confirmed before."""
        self._sign_in_recovery.cancel()
        self._set_saving(True)
        self._editor.banner.clear_message()
        way = save_options(
            self._pending_change, sends_waiting_password=self._editor.sends_waiting_password
        )
        self._job = self._workspace.save(
            draft, lambda outcome: self._on_finished(draft, outcome), way
        )

    def add_to_pending(self) -> None:
        """Add the draft to the pending changes, which are sent when the user says so.

        The edit is done once change and password are on the disk; until then it stays as it is.
        """
        draft = self._editor.form.draft()  # a password that waits already stays where it is
        changes, replaced = self._workspace.change_set, self._pending_change
        refusal = pending_refusal(self._workspace, draft)
        if refusal or changes is None:
            self._editor.banner.show_message(refusal)
            return
        self._adding = draft
        self._set_saving(True)
        self._editor.banner.clear_message()
        changes.add(self._workspace.profile, draft, replaced.id if replaced else 0, self._on_added)

    @property
    def is_adding(self) -> bool:
        """Whether the draft is being stored as a pending change."""
        return self._adding is not None

    def _on_added(self, outcome: Success[PendingChange] | Failure) -> None:
        draft, self._adding = self._adding, None
        if draft is None:
            return  # the dialog is closed
        self._set_saving(False)
        if isinstance(outcome, Failure):
            message = explain(outcome.error)
            text = translate(
                "mailbox_edit", "The edit was not added to the pending changes. {why}"
            ).format(why=message.text)
            self._editor.banner.show_message(text, detail=message.detail)
            return
        self._draft_autosave.delete()
        workspace = workspace_title(self._workspace.profile, is_demo=self._workspace.is_demo)
        text = change_added_text(draft, workspace)
        self.finished.emit(Receipt(text, self._workspace.profile.id))

    def cancel(self) -> None:
        """Cancel a running save; its outcome is still shown."""
        if self._job is not None:
            self._job.cancel()

    def discard(self) -> None:
        """Discard a running save, and stop waiting for a sign-in."""
        self._discard_job()
        self._adding = None
        self._sign_in_recovery.cancel()

    def set_workspace(self, workspace: Workspace) -> None:
        """Continue with the changed profile; the outcome of a running save becomes unknown."""
        was_sending = self._job is not None
        if not same_connection(workspace.profile, self._workspace.profile):
            self._interrupted_draft = None  # the draft was for another server or user
        if workspace is not self._workspace:
            workspace.retrying.connect(self._on_retry_notice)
        self._sign_in_recovery.move_to(workspace)
        self._discard_job()
        self._workspace = workspace
        self._set_saving(self._adding is not None)
        if was_sending:
            lost = Cancelled(may_have_run=True)
            self.show_error(SaveOutcomeUnknown(lost, LookupFinding.COULD_NOT_LOOK))

    def restore_pending(self, current: Mailbox, *, applies: bool) -> None:
        """Take over the pending change of this mailbox, if there is one.

        Its values are shown if ``applies``; else a later edit of it is shown.
        """
        changes = self._workspace.change_set
        if self._pending_change is None and changes is not None:
            self._pending_change = changes.find(self._workspace.profile.id, current.id)
        if self._pending_change is None:
            return
        self._editor.set_waiting_password(waiting_password(self._pending_change))
        if applies:
            self._editor.restore_draft(to_saved_draft(self._pending_change), current)

    def show_error(self, error: AppError) -> None:
        """Show why a save failed or its outcome is unknown, and what the user can do."""
        text, detail = save_error_text(error), explain(error).detail
        banner = self._editor.banner
        if isinstance(error, Conflict):
            reload = (translate("mailbox_edit", "Re&load"), self.reload_requested.emit)
            self._editor.show_conflict(error, reload)
        elif isinstance(error, FieldsLocked):
            there = (
                translate("mailbox_edit", "Show current values"),
                lambda: self._editor.show_server_values(error.theirs),
            )
            banner.show_message(text, there, detail=detail)
        elif is_transient(error) and not error.may_have_run and self._workspace.change_set:
            add: ButtonAction = (
                translate("mailbox_edit", "Add to pending chan&ges"),
                self.add_to_pending,
            )
            banner.show_message(text, add, detail=detail)
        elif isinstance(error, Cancelled) and not error.may_have_run:
            banner.show_message(
                translate("mailbox_edit", "The save was stopped before anything was sent.")
            )
        else:
            banner.show_message(text, detail=detail)
            self._editor.load_saved_password()
        if isinstance(error, SaveOutcomeUnknown | AddressTaken) and self._editor.draft.is_new:
            self._workspace.refresh()  # what was created is then shown, and asked about

    def _on_finished(self, draft: Draft, outcome: Success[SaveResult] | Failure) -> None:
        self._job = None
        self._set_saving(False)
        if isinstance(outcome, Success):
            self._on_saved(draft, outcome.value)
        elif self._sign_in_recovery.wait_for_sign_in(outcome.error, self._show_recovery):
            self._interrupted_draft = draft
        else:
            self.show_error(outcome.error)

    def _on_saved(self, draft: Draft, saved: SaveResult) -> None:
        self.accepted.emit(saved.mailbox)
        self._delete_stored_edit()
        accepted_at = self._editor.check_panel.accepted_at(draft)
        self._editor.apply_saved(draft, saved.mailbox)
        behaviour = self._workspace.server_facts.keep_behaviour
        receipt = save_receipt(self._workspace.profile.id, saved, behaviour, accepted_at)
        problem = problem_text(saved)
        if not problem:
            self.finished.emit(receipt)
            return
        self._editor.banner.show_message(
            problem if saved.differing_fields else f"{problem}\n{receipt.full_text}"
        )
        if saved.password_lost:
            self._editor.ask_for_password()

    def _delete_stored_edit(self) -> None:
        """Delete the stored draft and the pending change, because the save is done."""
        self._draft_autosave.delete()
        if self._pending_change is not None and self._workspace.change_set is not None:
            self._workspace.change_set.remove(self._pending_change.id)
            self._pending_change = None

    def _resume(self) -> None:
        """After a sign-in, repeat the refused save if the draft is still the same."""
        refused, self._interrupted_draft = self._interrupted_draft, None
        if refused == self._editor.draft and self._editor.can_send:
            self.save(refused)
        else:
            self._editor.banner.show_message(
                translate("mailbox_edit", "You are signed in again. Save when you are ready.")
            )

    def _show_recovery(self, message: Message, actions: list[ButtonAction]) -> None:
        then = translate("mailbox_edit", "The save continues when you are signed in.")
        self._editor.banner.show_message(f"{message.what} {then}", *actions, detail=message.detail)

    def _on_retry_notice(self, notice: RetryNotice) -> None:
        """Show that a read of this save waits before its next attempt."""
        if self._job is not None and self._job.owns_retry(notice):
            self._editor.banner.show_message(retry_text(notice))

    def _set_saving(self, saving: bool) -> None:
        self.is_saving = saving
        self.changed.emit()

    def _discard_job(self) -> None:
        if self._job is not None:
            self._job.discard()
            self._job = None
