"""Locks the form while its mailbox or profile is read-only, and says why in the notice."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop_app.core.mailbox.mailbox import Draft, Field
from desktop_app.core.mailbox.rights import LockCause, LockReason
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.i18n import translate
from desktop_app.ui.mailbox_edit.editor.editor_banner import EditorBanner, EditorState
from desktop_app.ui.mailbox_edit.fields.mailbox_form import MailboxForm
from desktop_app.ui.text.mailbox import lock_reason_text
from desktop_app.ui.text.policy import forbidden_text
from desktop_app.ui.text.profiles import write_lock_text


class WriteLockNotice(QObject):
    """Follows the write lock of the profile, and the SuperOffice that the profile points to."""

    changed = Signal()
    """A mailbox of an unsupported type was unlocked by the user."""

    def __init__(self, workspace: Workspace, form: MailboxForm, banner: EditorBanner) -> None:
        super().__init__(form)
        self._workspace = workspace
        self._form = form
        self._banner = banner
        self._installation_id = ""
        """The installation that the values come from; empty before they are loaded."""

    def set_loaded(self) -> None:
        """Remember which SuperOffice the values come from: they were just loaded."""
        self._installation_id = self._workspace.profile.installation_id

    @property
    def is_elsewhere(self) -> bool:
        """Whether the profile now points to another SuperOffice than the values come from.

        There, a mailbox with the same id is another mailbox, and nobody entered a password for it.
        """
        return self._installation_id not in ("", self._workspace.profile.installation_id)

    @property
    def is_unlocked(self) -> bool:
        """Whether the profile allows this edit to be saved."""
        lock = self._workspace.write_lock
        return lock.may_create if self._form.mailbox.id == 0 else lock.may_write

    @property
    def can_unlock(self) -> bool:
        """Whether the user can unlock the profile, and could then edit this mailbox."""
        is_locked = not self.is_unlocked and self._workspace.write_lock.can_unlock
        return is_locked and not self.is_elsewhere and self._form.row_lock is None

    def set_workspace(self, workspace: Workspace) -> None:
        """Continue with the workspace of the changed profile."""
        self._workspace = workspace
        if not self.is_elsewhere:
            self._banner.end_state(EditorState.ELSEWHERE)
            return
        self._banner.clear_message()  # its actions are for the former SuperOffice
        self._banner.show_state(
            EditorState.ELSEWHERE,
            translate(
                "mailbox_edit",
                "The profile now points to a different SuperOffice. What you see and entered here "
                "belongs to the previous one and cannot be saved in the new one. Copy what you "
                "need, then close this window.",
            ),
        )

    def update(self, draft: Draft) -> None:
        """Lock or unlock the form and say why; edits stay, and can still be read and copied."""
        if self.is_elsewhere:
            self._banner.end_state(EditorState.LOCKED)
            return
        if self.is_unlocked:
            self._form.set_lock(None)
            self._banner.end_state(EditorState.LOCKED)
        else:
            if draft.is_empty:
                self._form.set_lock(LockReason(LockCause.PROFILE))
            self._banner.show_state(EditorState.LOCKED, self._profile_text(draft))
        if self._form.row_lock is not None:
            self._show_row_lock(self._form.row_lock)

    def _profile_text(self, draft: Draft) -> str:
        lock = self._workspace.write_lock
        if lock.reason is None:
            return forbidden_text("create")
        if not draft.is_empty and lock.can_unlock:
            return translate(
                "mailbox_edit",
                "This profile is read-only. Unlock it to save: your changes are kept.",
            )
        return write_lock_text(lock.reason)

    def _show_row_lock(self, reason: LockReason) -> None:
        anyway = [(translate("mailbox_edit", "&Edit anyway"), self._allow_unsupported_type)]
        can = reason.cause is LockCause.TYPE_UNSUPPORTED
        text = lock_reason_text(reason)
        self._banner.show_state(EditorState.LOCKED, text, *(anyway if can else []))

    def _allow_unsupported_type(self) -> None:
        """Unlock an unsupported type; each save of such a mailbox must be confirmed."""
        self._form.allow_unsupported_type()
        self.changed.emit()
        self._form.focus_field(Field.ADDRESS)
