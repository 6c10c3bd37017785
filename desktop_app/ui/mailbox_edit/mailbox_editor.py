"""The content of the edit dialog: form, conflicts, confirmations and the summary of changes."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop_app.core.errors.saving import Conflict
from desktop_app.core.mail_check.mail_check import AcceptedPassword, check_target
from desktop_app.core.mailbox.conflicts import merged_changes
from desktop_app.core.mailbox.mailbox import (
    Draft,
    Field,
    KeepPassword,
    Mailbox,
    MailLogin,
    PasswordChoice,
    ReplacePassword,
    Value,
)
from desktop_app.core.mailbox.rights import LockCause, LockReason
from desktop_app.core.saved_draft import RestoredDraft, SavedDraft, restore_draft
from desktop_app.services.session.write_lock import WriteLockReason
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.i18n import translate
from desktop_app.ui.mail_check.check_panel import CheckPanel
from desktop_app.ui.mailbox_edit.confirmations import ConfirmationPanel
from desktop_app.ui.mailbox_edit.conflict_panel import ConflictPanel
from desktop_app.ui.mailbox_edit.editor_banner import EditorBanner, EditorState
from desktop_app.ui.mailbox_edit.fields.mailbox_form import MailboxForm
from desktop_app.ui.mailbox_edit.fields.saved_password_option import SavedPasswordOption
from desktop_app.ui.mailbox_edit.password_trial_dialog import KeepPasswordTestDialog
from desktop_app.ui.mailbox_edit.required_confirmations import (
    leaves_password,
    required_confirmations,
)
from desktop_app.ui.text.errors.explain import explain, save_error_text
from desktop_app.ui.text.mailbox import lock_reason_text
from desktop_app.ui.text.profiles import write_lock_text
from desktop_app.ui.text.saving import draft_summary, kept_beside_conflict_text, restored_text
from desktop_app.ui.widgets.banner import ButtonAction
from desktop_app.ui.widgets.focus.type_ahead import expect_typing


class MailboxEditor(QWidget):
    """Shows one mailbox for editing; saving is the SaveController's work."""

    changed = Signal()
    unlock_requested = Signal()
    """The user wants to unlock the read-only profile."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self.is_offline = False
        """Whether the edit goes to the pending changes, because there is no connection."""
        self.banner = EditorBanner()
        self.banner.focus_after = self._focus_last_field
        self._last_field: Field | None = None
        """The field that had the focus last."""
        self.conflict_panel = ConflictPanel()
        self.form = MailboxForm()
        self.confirmation_panel = ConfirmationPanel()
        self.check_panel = CheckPanel(self.form, workspace)
        self.check_panel.find_obstacle = self._find_check_obstacle
        self.summary_label = self._make_summary_label()
        self.scroll_area = QScrollArea()
        self._saved_password_option = SavedPasswordOption(self.form.password_editor)
        self._own_values: dict[Field, Value] = {}
        self._waiting_password: PasswordChoice = KeepPassword()
        self._installation_id = ""
        """The installation that the values come from; empty before they are loaded."""
        self._build_ui()
        self.form.changed.connect(self.refresh)
        self.confirmation_panel.changed.connect(self.refresh)
        self.confirmation_panel.trial_requested.connect(self._open_keep_password_test)
        self.conflict_panel.changed.connect(self._apply_choices)
        self._follow(workspace)

    def _follow(self, workspace: Workspace) -> None:
        workspace.write_lock.changed.connect(self._update_lock)
        workspace.list_changed.connect(self._refresh_duplicates)
        workspace.server_facts.keep_behaviour_changed.connect(self._update_keep_behaviour)

    def _build_ui(self) -> None:
        """Lay out banner, scrolling middle and summary, so that a small screen shows all three."""
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.conflict_panel)
        column.addWidget(self.form, 1)
        column.addWidget(self.confirmation_panel)
        self.scroll_area.setFrameShape(QFrame.Shape.NoFrame)
        self.scroll_area.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # Tab goes to its fields
        self.scroll_area.setWidgetResizable(True)
        self.scroll_area.setWidget(inner)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.banner)
        layout.addWidget(self.scroll_area, 1)
        layout.addWidget(self.check_panel)
        layout.addWidget(self.summary_label)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._scroll_to_focus)

    def _scroll_to_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Scroll to the focused widget: QScrollArea itself follows only the Tab key."""
        if now is not None and self.form.isVisible() and self.scroll_area.isAncestorOf(now):
            self.scroll_area.ensureWidgetVisible(now)
            self._last_field = self.form.field_of(now) or self._last_field

    def _focus_last_field(self) -> None:
        """Focus the field where the user was, or else the first one that matters."""
        first = Field.SERVER_TYPE if self.form.mailbox.id == 0 else Field.ADDRESS
        self.form.focus_field(self._last_field or first)

    @property
    def draft(self) -> Draft:
        """The user's draft, with the password that waits unless another one was chosen."""
        draft = self.form.draft()
        if self.sends_waiting_password:
            return replace(draft, password=self._waiting_password)
        return draft

    @property
    def sends_waiting_password(self) -> bool:
        """Whether the save sends the password that waits with the pending change being edited."""
        waits = not isinstance(self._waiting_password, KeepPassword)
        return waits and isinstance(self.form.draft().password, KeepPassword)

    def set_waiting_password(self, password: PasswordChoice) -> None:
        """Set the password that waits with the pending change being edited; keep for none."""
        self._waiting_password = password
        self.refresh()

    @property
    def can_send(self) -> bool:
        """Whether the draft has changes that may be saved."""
        changed = self.draft.is_new or not self.draft.is_empty
        may_write = self.form.can_write and self._is_unlocked
        return changed and may_write and not self.is_elsewhere

    @property
    def is_elsewhere(self) -> bool:
        """Whether the profile now leads to another SuperOffice than the values come from.

        There, a mailbox with the same id is another mailbox, and nobody typed a password for it.
        """
        return self._installation_id not in ("", self.workspace.profile.installation_id)

    @property
    def _is_unlocked(self) -> bool:
        lock = self.workspace.write_lock
        return lock.may_create if self.draft.is_new else lock.may_write

    def set_offline(self, is_offline: bool) -> None:
        """Set whether the edit goes to the pending changes instead of being saved."""
        self.is_offline = is_offline
        self.refresh()

    def set_workspace(self, workspace: Workspace) -> None:
        """Continue with the workspace of the changed profile."""
        if workspace is not self.workspace:
            self._follow(workspace)
        self.workspace = workspace
        self.check_panel.set_workspace(workspace)
        self.load_saved_password()
        self._show_whether_elsewhere()
        self._update_lock()

    def _show_whether_elsewhere(self) -> None:
        if not self.is_elsewhere:
            self.banner.end_state(EditorState.ELSEWHERE)
            return
        self.banner.clear_message()  # its actions are for the former SuperOffice
        self.banner.show_state(
            EditorState.ELSEWHERE,
            translate(
                "mailbox_edit",
                "The profile now leads to another SuperOffice. What you see and typed here belongs "
                "to the former one and cannot be saved in the new one. Copy what you need, and "
                "close this window.",
            ),
        )

    def show_mailbox(self, mailbox: Mailbox) -> None:
        """Show a mailbox as loaded from the server, and focus the first field."""
        self.banner.clear()
        self.conflict_panel.clear()
        self._waiting_password = KeepPassword()
        self._installation_id = self.workspace.profile.installation_id
        self.form.load(mailbox)
        self.form.set_keep_behaviour(self.workspace.server_facts.keep_behaviour)
        self.load_saved_password()
        self._update_lock()
        self.form.focus_field(Field.SERVER_TYPE if mailbox.id == 0 else Field.ADDRESS)

    def show_server_values(self, theirs: Mailbox) -> None:
        """Show the server's new values below the edits that may still be saved."""
        self.banner.clear_message()
        self.form.rebase(theirs)

    def _refresh_duplicates(self) -> None:
        """Check a new mailbox for duplicates again, because the mailbox list has changed."""
        if self.isVisible() and self.draft.is_new:
            self.refresh()

    def load_saved_password(self) -> None:
        """Offer the password saved on this computer, if there is one."""
        self._saved_password_option.set_mailbox(self.workspace, self.form.mailbox.id)

    def apply_saved(self, draft: Draft, mailbox: Mailbox) -> None:
        """After a successful save, store or delete its password and show the saved mailbox."""
        self._saved_password_option.apply_saved(draft, mailbox)
        self.check_panel.record_for_saved(mailbox)
        self.show_mailbox(mailbox)

    def ask_for_password(self) -> None:
        """Let the user enter the password, because the stored one seems to be lost."""
        if self.form.rows[Field.PASSWORD].access.can_write:
            self.form.password_editor.replace_option.setChecked(True)
            self.form.password_editor.secret_field.line_edit.setFocus()

    @property
    def can_enter_password(self) -> bool:
        """Whether the password of the mailbox can be replaced now, in an unlocked profile."""
        return self._is_unlocked and self.form.rows[Field.PASSWORD].access.can_write

    def enter_accepted_password(self, accepted: AcceptedPassword) -> None:
        """Replace the password by one that the mail server has accepted for this very login.

        One that the user has entered here stays.
        """
        draft = self.form.draft()
        if isinstance(draft.password, ReplacePassword):
            return
        if check_target(draft.result) != accepted.target:
            self.banner.show_message(
                translate(
                    "mailbox_edit",
                    "The password was accepted for a different login, so it was not entered here. "
                    "Compare the fields, then enter the password.",
                )
            )
            return
        self.form.password_editor.replace_option.setChecked(True)
        self.form.password_editor.secret_field.line_edit.setText(accepted.password)

    def apply_template(self, template: Mailbox) -> None:
        """Copy the values of another mailbox, except its password."""
        for field in self.form.editors:
            self.form.set_value(field, template.values.get(field))
        self.form.focus_field(Field.ADDRESS)

    def restore_draft(self, saved_draft: SavedDraft, current: Mailbox) -> RestoredDraft:
        """Apply a stored draft to the server's current values, and ask about conflicts.

        Its values are shown in a read-only profile too, as are edits that were being made when the
        profile was locked.
        """
        if (
            self.form.row_lock is not None
            and self.form.row_lock.cause is LockCause.TYPE_UNSUPPORTED
        ):
            self.form.allow_unsupported_type()  # as when the draft was made
        restored = restore_draft(saved_draft, current)
        if restored.draft.changes:
            self.form.set_lock(None)
        for field, value in restored.draft.changes.items():
            self.form.set_value(field, value)
        self.banner.show_state(EditorState.RESTORED, restored_text(restored, saved_draft))
        if restored.conflicting:
            self._show_conflicts(restored.draft, current, restored.conflicting)
        self._update_lock()
        return restored

    def show_conflict(self, conflict: Conflict, reload: ButtonAction) -> None:
        """Ask about conflicting fields; all others are merged without asking."""
        draft = self.draft
        detail = explain(conflict).detail
        beside = kept_beside_conflict_text(merged_changes(draft, conflict.theirs))
        text = " ".join(filter(None, (save_error_text(conflict), beside)))
        self.banner.show_message(text, reload, detail=detail)
        self.form.rebase(conflict.theirs)
        self._show_conflicts(draft, conflict.theirs, conflict.fields)

    def focus_first_problem(self) -> bool:
        """Focus the first obstacle to a save; return False if there is none."""
        undecided = self.conflict_panel.first_undecided
        if undecided is not None:
            self.conflict_panel.focus_field(undecided)
            return True
        wrong = self.form.first_error()
        if wrong is not None:
            self.form.focus_field(wrong)
            return True
        unconfirmed = self.confirmation_panel.first_unconfirmed()
        if unconfirmed is not None:
            if not self.banner.has_event:
                self.banner.show_message(
                    translate(
                        "mailbox_edit", "Nothing has been sent. Answer the question below first."
                    )
                )
                self._settle_layout()
            unconfirmed.setFocus(Qt.FocusReason.TabFocusReason)
        return unconfirmed is not None

    def _settle_layout(self) -> None:
        """Give the banner its room now, so that what is focused next is scrolled into view."""
        if (layout := self.layout()) is not None:
            layout.activate()

    def refresh(self) -> None:
        """Update the summary of changes and the questions to confirm."""
        draft = self.draft
        self._saved_password_option.set_shown_login(MailLogin.of(draft.result))
        asked = (
            required_confirmations(draft, self.workspace, is_offline=self.is_offline)
            if self.can_send
            else {}
        )
        leaves = self.can_send and not self.is_offline and leaves_password(draft, self.workspace)
        self.confirmation_panel.set_questions(asked, offers_trial=leaves)
        text = draft_summary(draft) if self.can_send else ""
        head = (
            translate("mailbox_edit", "To be sent later:")
            if self.is_offline
            else translate("mailbox_edit", "Save will send:")
        )
        self.summary_label.setText(f"{head}\n{text}" if text else "")
        self.summary_label.setVisible(bool(text))
        self.changed.emit()

    def _update_lock(self) -> None:
        """Show whether the profile is locked; edits stay."""
        why, row = self.workspace.write_lock.reason, self.form.row_lock
        if self.is_elsewhere:
            self.banner.end_state(EditorState.LOCKED)
            self.refresh()
            return
        if self._is_unlocked:
            self.form.set_lock(None)
            self.banner.end_state(EditorState.LOCKED)
        elif self.draft.is_empty:
            self.form.set_lock(LockReason(LockCause.PROFILE))
            self._show_profile_lock(why)
        else:
            self._show_profile_lock(why)
            self.refresh()
        if row is not None:
            self._show_row_lock(row)

    def _show_row_lock(self, reason: LockReason) -> None:
        anyway = [(translate("mailbox_edit", "&Edit anyway"), self._allow_unsupported_type)]
        can = reason.cause is LockCause.TYPE_UNSUPPORTED
        text = lock_reason_text(reason)
        self.banner.show_state(EditorState.LOCKED, text, *(anyway if can else []))

    def _allow_unsupported_type(self) -> None:
        """Unlock an unsupported type; each save of such a mailbox must be confirmed."""
        self.form.allow_unsupported_type()
        self._update_lock()
        self.form.focus_field(Field.ADDRESS)

    def _show_profile_lock(self, reason: WriteLockReason | None) -> None:
        if reason is None:
            text = translate(
                "mailbox_edit", "The administrator of this computer allows no new mailboxes."
            )
        else:
            text = write_lock_text(reason)
        can_unlock = self.workspace.write_lock.can_unlock
        if not self.draft.is_empty and can_unlock:
            text = translate(
                "mailbox_edit",
                "This profile is read-only. Unlock it to save. What you entered stays as it is.",
            )
        unlock = [(translate("mailbox_edit", "Un&lock"), self.unlock_requested.emit)]
        self.banner.show_state(EditorState.LOCKED, text, *(unlock if can_unlock else []))

    def _show_conflicts(self, draft: Draft, theirs: Mailbox, fields: tuple[Field, ...]) -> None:
        locked = frozenset(f for f in fields if not self.form.rows[f].access.can_write)
        self.conflict_panel.show_conflicts(draft, theirs, fields, locked)
        self._own_values = {f: draft.result.get(f) for f in fields}
        self.conflict_panel.focus_field(fields[0])

    def _apply_choices(self) -> None:
        for field, mine in self.conflict_panel.choices().items():
            if mine:
                self.form.set_value(field, self._own_values[field])
            else:
                self.form.undo(field)

    def _find_check_obstacle(self) -> str:
        """Return why a typed password may not be tried yet; empty if it may. Translated."""
        undecided = self.conflict_panel.first_undecided
        if undecided is None or not isinstance(self.form.draft().password, ReplacePassword):
            return ""
        self.conflict_panel.focus_field(undecided)
        return translate(
            "mailbox_edit",
            "Decide first which values to use: the check would send the password there.",
        )

    def _open_keep_password_test(self) -> None:
        trial = KeepPasswordTestDialog(self.workspace, self.form.mailbox, self)
        trial.open()
        expect_typing(trial)

    def _update_keep_behaviour(self) -> None:
        self.form.set_keep_behaviour(self.workspace.server_facts.keep_behaviour)

    def _make_summary_label(self) -> QLabel:
        label = QLabel()
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label
