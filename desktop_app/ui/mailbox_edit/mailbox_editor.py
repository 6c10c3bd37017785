"""The content of the edit dialog: form, conflicts, notice, and the line on what is sent."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

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
)
from desktop_app.core.saved_draft import RestoredDraft, SavedDraft
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.i18n import translate
from desktop_app.ui.mail_check.check_panel import CheckPanel
from desktop_app.ui.mailbox_edit.confirmation_text import Confirmation
from desktop_app.ui.mailbox_edit.confirmations import ConfirmationPanel
from desktop_app.ui.mailbox_edit.editor.conflict_choices import ConflictChoices
from desktop_app.ui.mailbox_edit.editor.content_area import ContentArea
from desktop_app.ui.mailbox_edit.editor.editor_banner import EditorBanner, EditorState
from desktop_app.ui.mailbox_edit.editor.sending_line import SendingLine
from desktop_app.ui.mailbox_edit.editor.write_lock_notice import WriteLockNotice
from desktop_app.ui.mailbox_edit.fields.field_marks import FORM_ORDER
from desktop_app.ui.mailbox_edit.fields.mailbox_form import MailboxForm
from desktop_app.ui.mailbox_edit.fields.saved_password_option import SavedPasswordOption
from desktop_app.ui.mailbox_edit.password_trial_dialog import KeepPasswordTestDialog
from desktop_app.ui.mailbox_edit.required_confirmations import (
    leaves_password,
    required_confirmations,
)
from desktop_app.ui.text.errors.explain import explain, save_error_text
from desktop_app.ui.text.saving import kept_beside_conflict_text, restored_text
from desktop_app.ui.widgets.banner import ButtonAction
from desktop_app.ui.widgets.focus.type_ahead import expect_typing

LEAST_FORM, LEAST_NOTICE = 90, 150
"""Logical pixels of the form and of the notice that stay in view on a small screen."""
SPACING = 8
"""Logical pixels between conflicts and form."""


class MailboxEditor(QWidget):
    """Shows one mailbox for editing; saving is the SaveController's work.

    The form scrolls where there is little room. Below it, always in view, is the one notice, which
    stands beside the button that it is about, and the line on what would be sent.
    """

    changed = Signal()

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self.workspace = workspace
        self.is_offline = False
        """Whether the edit goes to the pending changes, because there is no connection."""
        self.banner = EditorBanner()
        self.banner.focus_after = self.focus_last_field
        self._last_field: Field | None = None
        """The field that had the focus last."""
        self.form = MailboxForm()
        self.conflicts = ConflictChoices(self.form)
        self.lock_notice = WriteLockNotice(workspace, self.form, self.banner)
        self.confirmation_panel = ConfirmationPanel()
        self.check_panel = CheckPanel(self.form, workspace)
        self.check_panel.find_obstacle = self.conflicts.check_obstacle
        self.sending_line = SendingLine()
        self.scroll_area = ContentArea(LEAST_FORM, self.conflicts.panel, self.form, spacing=SPACING)
        self.notice_area = ContentArea(LEAST_NOTICE, self.banner, self.confirmation_panel)
        self._saved_password_option = SavedPasswordOption(self.form.password_editor)
        self._waiting_password: PasswordChoice = KeepPassword()
        self._build_ui()
        self.form.changed.connect(self.refresh)
        self.confirmation_panel.changed.connect(self.refresh)
        self.confirmation_panel.trial_requested.connect(self._open_keep_password_test)
        self.lock_notice.changed.connect(self._update_lock)
        self._follow(workspace)

    def _follow(self, workspace: Workspace) -> None:
        workspace.write_lock.changed.connect(self._update_lock)
        workspace.list_changed.connect(self._refresh_duplicates)
        workspace.server_facts.keep_behaviour_changed.connect(self._update_keep_behaviour)

    def _build_ui(self) -> None:
        """Lay out form, line and notice, so that a small screen shows the last two whole."""
        self.form.rows[Field.SERVER].add_beside(self.check_panel.settings_button)
        self.form.rows[Field.PASSWORD].add_below(self.check_panel)
        line = QFrame()
        line.setFrameShape(QFrame.Shape.HLine)
        line.setFrameShadow(QFrame.Shadow.Sunken)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.scroll_area, 1)
        layout.addWidget(line)
        layout.addWidget(self.sending_line)
        layout.addWidget(self.notice_area)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._scroll_to_focus)

    def hasHeightForWidth(self) -> bool:
        """Return False: with less room than the content needs, the form scrolls."""
        return False

    def sizeHint(self) -> QSize:
        """Return the size of the content, unscrolled, at the width that it has now."""
        hint, layout = super().sizeHint(), self.layout()
        if layout is None or not layout.hasHeightForWidth():
            return hint
        return QSize(hint.width(), layout.totalHeightForWidth(self.width()))

    def _scroll_to_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Scroll to the focused widget: QScrollArea itself follows only the Tab key."""
        if now is None or not self.form.isVisible():
            return
        for area in (self.scroll_area, self.notice_area):
            if area.isAncestorOf(now):
                area.ensureWidgetVisible(now)
        self._last_field = self.form.field_of(now) or self._last_field

    def focus_last_field(self) -> None:
        """Focus the field where the user was, or else the first one."""
        self.form.focus_field(self._last_field or FORM_ORDER[0])

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
        may_write = self.form.can_write and self.lock_notice.is_unlocked
        return changed and may_write and not self.lock_notice.is_elsewhere

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
        self.lock_notice.set_workspace(workspace)
        self._update_lock()

    def show_mailbox(self, mailbox: Mailbox) -> None:
        """Show a mailbox as loaded from the server, and focus the first field."""
        self.banner.clear()
        self.conflicts.panel.clear()
        self._waiting_password = KeepPassword()
        self.lock_notice.set_loaded()
        self.form.load(mailbox)
        self.form.set_keep_behaviour(self.workspace.server_facts.keep_behaviour)
        self.load_saved_password()
        self._update_lock()
        self.form.focus_field(FORM_ORDER[0])

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
        return self.lock_notice.is_unlocked and self.form.rows[Field.PASSWORD].access.can_write

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
        """Apply a stored draft to the server's current values, and ask about conflicts."""
        restored = self.conflicts.restore(saved_draft, current)
        self.banner.show_state(EditorState.RESTORED, restored_text(restored, saved_draft))
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
        self.conflicts.ask(draft, conflict.theirs, conflict.fields)

    def focus_first_problem(self) -> bool:
        """Focus the first obstacle to a save; return False if there is none."""
        if self.conflicts.focus_undecided():
            return True
        wrong = self.form.first_error()
        if wrong is not None:
            self.form.focus_field(wrong)
            return True
        unconfirmed = self.confirmation_panel.first_unconfirmed()
        if unconfirmed is not None:
            if not self.banner.has_event:
                self.banner.show_message(
                    translate("mailbox_edit", "Nothing has been sent. Confirm this first:")
                )
                self._settle_layout()
            unconfirmed.setFocus(Qt.FocusReason.TabFocusReason)
        return unconfirmed is not None

    def _settle_layout(self) -> None:
        """Give the banner its room now, so that what is focused next is scrolled into view."""
        if (layout := self.layout()) is not None:
            layout.activate()

    def refresh(self) -> None:
        """Update the line on what is sent, and the questions to confirm."""
        draft, behaviour = self.draft, self.workspace.server_facts.keep_behaviour
        self._saved_password_option.set_shown_login(MailLogin.of(draft.result))
        asked = (
            required_confirmations(draft, self.workspace, is_offline=self.is_offline)
            if self.can_send
            else {}
        )
        leaves = self.can_send and not self.is_offline and leaves_password(draft, self.workspace)
        self.confirmation_panel.set_questions(asked, offers_trial=leaves)
        if self.can_send:
            is_explained = Confirmation.KEEP_PASSWORD in asked
            self.sending_line.show_draft(
                draft, behaviour, is_later=self.is_offline, is_explained=is_explained
            )
        else:
            self.sending_line.clear()
        self.changed.emit()

    def _update_lock(self) -> None:
        """Show whether the profile or the mailbox is locked; edits stay."""
        self.lock_notice.update(self.draft)
        self.refresh()

    def _open_keep_password_test(self) -> None:
        trial = KeepPasswordTestDialog(self.workspace, self.form.mailbox, self)
        trial.open()
        expect_typing(trial)

    def _update_keep_behaviour(self) -> None:
        self.form.set_keep_behaviour(self.workspace.server_facts.keep_behaviour)
