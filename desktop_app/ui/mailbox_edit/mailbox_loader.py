"""Loads the mailbox of an edit dialog, from the server or from the last known values."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop_app.core.errors import AppError, SecretStoreError
from desktop_app.core.mailbox.mailbox import Mailbox
from desktop_app.core.retry import RetryNotice
from desktop_app.services.background import Failure, Job, Success
from desktop_app.services.session.reconnect import is_transient
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.i18n import translate
from desktop_app.ui.mailbox_edit.editor.editor_banner import EditorState
from desktop_app.ui.mailbox_edit.mailbox_editor import MailboxEditor
from desktop_app.ui.pending.change_set_text import cached_values_text
from desktop_app.ui.sign_in.sign_in_recovery import SignInRecovery
from desktop_app.ui.text.errors.explain import explain, retry_text
from desktop_app.ui.text.message import Message
from desktop_app.ui.widgets.banner import ButtonAction
from desktop_app.ui.widgets.placeholder import PlaceholderPage


class MailboxLoader(QObject):
    """Shows progress and errors on the placeholder, the age of cached values in the banner."""

    loaded = Signal(object)
    """The Mailbox to edit."""
    reload_requested = Signal()
    """Load the mailbox again: the user asked to, or is signed in again."""
    secret_requested = Signal()
    """The user wants to enter the profile's password again."""

    def __init__(
        self, workspace: Workspace, editor: MailboxEditor, placeholder: PlaceholderPage
    ) -> None:
        super().__init__(editor)
        self.template_id: int | None = None
        """The id of the mailbox whose values a new mailbox starts with."""
        self._workspace = workspace
        self._editor = editor
        self._placeholder = placeholder
        self._mailbox_id = 0
        self._job: Job | None = None
        self._loads_template = False
        """Whether the running job reads the template."""
        self._sign_in_recovery = SignInRecovery(workspace, self)
        self._sign_in_recovery.resumed.connect(self.reload_requested)
        self._sign_in_recovery.secret_requested.connect(self.secret_requested)
        workspace.retrying.connect(self._on_retry_notice)

    def load(self, mailbox_id: int) -> None:
        """Load a mailbox from the server; while offline, use its last known values."""
        self.discard()
        self._mailbox_id = mailbox_id
        self._placeholder.show_state("mailbox", translate("mailbox_edit", "Reading the mailbox…"))
        recalled = self._workspace.last_known(mailbox_id) if self._workspace.is_offline else None
        if recalled is not None:
            self._use_cached(recalled, self._workspace.list_state.error)
        else:
            self._loads_template = False
            self._job = self._workspace.read_mailbox(mailbox_id, self._on_loaded)

    def apply_template(self) -> None:
        """Copy the values of the template into the editor, once, if one is set."""
        template, self.template_id = self.template_id, None
        away = self._editor.is_offline
        recalled = self._workspace.last_known(template) if template and away else None
        if recalled is not None:
            self._editor.apply_template(recalled)
        elif template is not None:
            self._loads_template = True
            self._job = self._workspace.read_mailbox(template, self._on_template_loaded)

    def discard(self) -> None:
        """Discard a running read, and stop waiting for a sign-in."""
        self._discard_job()
        self._sign_in_recovery.cancel()

    def set_workspace(self, workspace: Workspace) -> None:
        """Continue with the workspace of the changed profile; discard a running read."""
        if workspace is not self._workspace:
            workspace.retrying.connect(self._on_retry_notice)
        self._sign_in_recovery.move_to(workspace)
        self._discard_job()
        self._workspace = workspace

    def _on_loaded(self, outcome: Success[Mailbox] | Failure) -> None:
        self._job = None
        if isinstance(outcome, Failure):
            self._on_failed(outcome.error)
        else:
            self.loaded.emit(outcome.value)

    def _on_failed(self, error: AppError) -> None:
        may_recall = is_transient(error) or isinstance(error, SecretStoreError)
        recalled = self._workspace.last_known(self._mailbox_id) if may_recall else None
        if recalled is not None:
            self._use_cached(recalled, error)
        elif not self._sign_in_recovery.wait_for_sign_in(error, self._show_recovery):
            message = explain(error)
            self._placeholder.show_failure(message.what, message.advice, self._retry_action)

    def _use_cached(self, mailbox: Mailbox, error: AppError | None) -> None:
        """Show the last known values, because the current ones cannot be read now."""
        self._editor.set_offline(self._workspace.change_set is not None)
        self.loaded.emit(mailbox)
        seen_at = self._workspace.last_seen_at(self._mailbox_id)
        text = cached_values_text(seen_at, creates=mailbox.id == 0, error=error)
        self._editor.banner.show_state(EditorState.CACHED, text, self._retry_action)

    def _on_template_loaded(self, outcome: Success[Mailbox] | Failure) -> None:
        self._job = None
        if isinstance(outcome, Failure):
            self._editor.banner.show_message(explain(outcome.error).full_text)
        else:
            self._editor.apply_template(outcome.value)

    @property
    def _retry_action(self) -> ButtonAction:
        return translate("mailbox_edit", "&Try again"), self.reload_requested.emit

    def _show_recovery(self, message: Message, actions: list[ButtonAction]) -> None:
        self._placeholder.show_failure(message.what, message.advice, *actions)

    def _on_retry_notice(self, notice: RetryNotice) -> None:
        """Show that the read waits before its next attempt."""
        if self._job is None or not self._job.owns_retry(notice):
            return
        if self._loads_template:
            self._editor.banner.show_message(retry_text(notice))
        else:
            text, stop = (
                translate("mailbox_edit", "Reading the mailbox…"),
                (translate("mailbox_edit", "&Stop"), self._job.cancel),
            )
            self._placeholder.show_state("mailbox", text, retry_text(notice), stop)

    def _discard_job(self) -> None:
        if self._job is not None:
            self._job.discard()
            self._job = None
