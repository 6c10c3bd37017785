"""The edit dialog of one mailbox, from reading the mailbox to verifying the save."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.core.mail_check.mail_check import AcceptedPassword
from desktop_app.core.mailbox.addresses import parse_address
from desktop_app.core.mailbox.mailbox import Draft, Field, Mailbox, value_text
from desktop_app.core.pending_change import PendingChange
from desktop_app.core.saved_draft import DraftOrigin, SavedDraft
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.dialogs.guarded_dialog import GuardedDialog
from desktop_app.ui.i18n import translate
from desktop_app.ui.mailbox_edit.draft_autosave import DraftAutosave
from desktop_app.ui.mailbox_edit.editor.dialog_footer import DialogFooter
from desktop_app.ui.mailbox_edit.editor.editor_banner import EditorState
from desktop_app.ui.mailbox_edit.editor.height_fitter import HeightFitter
from desktop_app.ui.mailbox_edit.mailbox_editor import MailboxEditor
from desktop_app.ui.mailbox_edit.mailbox_loader import MailboxLoader
from desktop_app.ui.mailbox_edit.required_confirmations import save_button_text
from desktop_app.ui.mailbox_edit.save_controller import SaveController
from desktop_app.ui.receipt.receipt import Receipt
from desktop_app.ui.text.profiles import workspace_title
from desktop_app.ui.text.saving import mailbox_name
from desktop_app.ui.widgets.focus.focus_memory import FocusMemory
from desktop_app.ui.widgets.placeholder import PlaceholderPage
from desktop_app.ui.widgets.windows import resize_to_fit

WIDTH, HEIGHT = 680, 360
"""Logical pixels; the dialog becomes as high as its content when that is loaded."""


class EditDialog(GuardedDialog):
    """Edits one mailbox of one profile, not modal; id 0 creates a mailbox (GUI thread)."""

    is_asked_by_owner = True  # by OpenEditors
    saved = Signal(object)
    """The Receipt of the edit, which is done."""
    unlock_requested = Signal(object)
    """The Workspace that the user wants to unlock for writing."""
    secret_requested = Signal(object)
    """The Workspace whose profile password the user wants to enter again."""

    def __init__(
        self,
        workspace: Workspace,
        mailbox_id: int,
        parent: QWidget | None = None,
        saved_draft: SavedDraft | None = None,
        pending_change: PendingChange | None = None,
    ) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.mailbox_id = mailbox_id
        unsaved = workspace.drafts.take(mailbox_id)
        self._saved_draft = unsaved or saved_draft
        self._is_draft_refused = None not in (unsaved, saved_draft) and unsaved != saved_draft
        """Whether ``saved_draft`` has to wait until an unsaved edit is saved or discarded."""
        self._focus_memory = FocusMemory(self)
        self.placeholder = PlaceholderPage()
        self.editor = MailboxEditor(workspace)
        self._draft_autosave = DraftAutosave(workspace, self.editor.form)
        self.loader = MailboxLoader(workspace, self.editor, self.placeholder)
        self.save_controller = SaveController(
            workspace, self.editor, self._draft_autosave, pending_change
        )
        self.footer = DialogFooter(workspace)
        self.buttons, self.save_button = self.footer.buttons, self.footer.save_button
        self._accepted_password: AcceptedPassword | None = None
        """A password from a check, until the profile and the mailbox let it be entered."""
        self._is_touched = False
        """Whether something was entered since the mailbox was loaded."""
        self._build_ui()
        self._height_fitter = HeightFitter(self)
        self._connect_signals()
        self.reload()

    def _build_ui(self) -> None:
        self.setWindowTitle(self._window_title(""))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.editor.hide()
        layout = QVBoxLayout(self)
        layout.addWidget(self.placeholder, 1)
        layout.addWidget(self.editor, 1)
        layout.addWidget(self.footer)
        self.save_button.setDefault(True)
        self.editor.confirmation_panel.trial_button.focus_after = self.save_button
        resize_to_fit(self, WIDTH, HEIGHT)

    def event(self, event: QEvent) -> bool:
        """Fit the height whenever the content has changed its own."""
        is_handled = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.is_ready:
            self._height_fitter.fit(may_shrink=not self._is_touched)
        return is_handled

    def _connect_signals(self) -> None:
        self.save_button.clicked.connect(self.save)
        self.footer.unlock_button.clicked.connect(self._request_unlock)
        self.buttons.rejected.connect(self.reject)
        self.editor.changed.connect(self._on_change)
        self.loader.loaded.connect(self._on_loaded)
        self.loader.reload_requested.connect(self._confirm_and_reload)
        self.loader.secret_requested.connect(self._request_secret)
        self.save_controller.changed.connect(self._on_saving_changed)
        self.save_controller.accepted.connect(self._update_id)
        self.save_controller.finished.connect(self._on_finished)
        self.save_controller.reload_requested.connect(self._confirm_and_reload)
        self.save_controller.secret_requested.connect(self._request_secret)
        self.workspace.state_changed.connect(self._on_connection_changed)
        QShortcut(QKeySequence.StandardKey.Save, self, self.save)

    @property
    def has_unsaved_work(self) -> bool:
        """Whether closing would lose edits."""
        return self.is_ready and (
            not self.editor.draft.is_empty or self._draft_autosave.has_unshown_values
        )

    @property
    def is_ready(self) -> bool:
        """Whether the mailbox is loaded and shown."""
        return not self.editor.isHidden()

    @property
    def is_saving(self) -> bool:
        """Whether a save is running."""
        return self.save_controller.is_saving

    def reload(self) -> None:
        """Read the mailbox from the server."""
        self.save_controller.discard()
        self._show_page(self.placeholder)
        self._on_change()
        self.loader.load(self.mailbox_id)

    def _show_page(self, page: QWidget) -> None:
        """Show the editor or the placeholder; the other one is hidden first, to leave its room."""
        other = self.editor if page is self.placeholder else self.placeholder
        other.hide()
        page.show()

    def use_template(self, mailbox_id: int) -> None:
        """Fill a new mailbox with the values of another one, without its password."""
        self.loader.template_id = mailbox_id
        if self.is_ready:
            self.loader.apply_template()

    def offer_password(self, accepted: AcceptedPassword) -> None:
        """Enter a password that the mail server has accepted as soon as the mailbox can take it."""
        self._accepted_password = accepted
        self._enter_accepted_password()

    def _enter_accepted_password(self) -> None:
        """Enter the password, unless the login has changed or another one was entered."""
        accepted = self._accepted_password
        if accepted is None or not self.is_ready or not self.editor.can_enter_password:
            return
        self._accepted_password = None
        self.editor.enter_accepted_password(accepted)

    def continue_draft(self, saved_draft: SavedDraft) -> None:
        """Apply a draft to the mailbox that this dialog shows, unless something else was typed."""
        self.workspace.drafts.take(self.mailbox_id)
        if self.has_unsaved_work:
            self._show_draft_refused()
        elif self.is_ready:
            self._restore(saved_draft)
        else:
            self._saved_draft = self._saved_draft or saved_draft

    def _show_draft_refused(self) -> None:
        self.editor.banner.show_message(
            translate(
                "mailbox_edit",
                "Save or close this mailbox first: it has unsaved changes.",
            )
        )

    def show_template_refused(self) -> None:
        """Tell the user that the unsaved new mailbox comes first: a template would overwrite it."""
        self.editor.banner.show_message(
            translate(
                "mailbox_edit", "Save or close this new mailbox before you duplicate another one."
            )
        )

    def set_workspace(self, workspace: Workspace) -> None:
        """Continue with the workspace of the changed profile; edits stay."""
        was_reading = not self.is_ready
        workspace.drafts.take(self.mailbox_id)
        if workspace is not self.workspace:
            workspace.state_changed.connect(self._on_connection_changed)
        self.workspace = workspace
        self.editor.set_workspace(workspace)
        self._draft_autosave.set_workspace(workspace)
        self.loader.set_workspace(workspace)
        self.save_controller.set_workspace(workspace)
        if was_reading:
            self.reload()

    def save(self) -> None:
        """Save a valid, confirmed draft, or add it to the pending changes while offline."""
        if not self._can_save or self.editor.focus_first_problem():
            return
        if self.editor.is_offline:
            self.save_controller.add_to_pending()
        else:
            self.save_controller.save(self.editor.draft)

    def _request_secret(self) -> None:
        self.secret_requested.emit(self.workspace)

    def _request_unlock(self) -> None:
        self.unlock_requested.emit(self.workspace)

    def reject(self) -> None:
        """Close, after asking if edits would be lost. During a save, stop the save instead."""
        if self.is_saving:
            self.save_controller.cancel()
        else:
            super().reject()

    def discard_edit(self) -> None:
        """Stop all work of the dialog and delete the stored draft."""
        self._accepted_password = None
        self.loader.discard()
        self.save_controller.discard()
        self._draft_autosave.delete()

    @property
    def loss_text(self) -> str:
        """What closing would lose. Translated."""
        return translate("mailbox_edit", "Your changes to this mailbox will be lost.")

    def save_draft(self) -> None:
        """Store the draft at once, because the program may be ended without asking."""
        self._draft_autosave.save_now()

    def _on_connection_changed(self) -> None:
        """Allow saving again when the connection is back during an offline edit."""
        if self.editor.is_offline and self.workspace.is_ready and not self.is_saving:
            self.editor.set_offline(False)
            self.editor.banner.end_state(EditorState.CACHED)
            self.editor.banner.show_message(
                translate(
                    "mailbox_edit",
                    "SuperOffice can be reached again. The mailbox is read again before the save.",
                )
            )

    @property
    def _save_text(self) -> str:
        """What the save button says: what it does. Translated."""
        if self.save_controller.is_adding:
            return translate("mailbox_edit", "Adding…")
        if self.is_saving:
            return translate("mailbox_edit", "Saving…")
        if self.editor.is_offline:
            return translate("mailbox_edit", "Add to pending chan&ges")
        return save_button_text(self._draft, self.workspace)

    @property
    def _draft(self) -> Draft:
        """The draft; before the mailbox is loaded, an empty one."""
        return self.editor.draft if self.is_ready else Draft(Mailbox(self.mailbox_id, {}), {})

    def _on_loaded(self, mailbox: Mailbox) -> None:
        self._show_page(self.editor)
        self.editor.show_mailbox(mailbox)
        self.save_button.setDefault(True)  # "Try again" may have been the default
        self.setWindowTitle(self._window_title(value_text(mailbox.values.get(Field.ADDRESS))))
        self._is_touched = False
        self._height_fitter.fit(may_shrink=True)
        draft, self._saved_draft = self._saved_draft, None
        self.save_controller.restore_pending(mailbox, applies=draft is None)
        if draft is None:
            self.loader.apply_template()
            return
        self._restore(draft)
        if self.loader.template_id is not None:
            self.show_template_refused()
        elif self._is_draft_refused:
            self._show_draft_refused()

    def _restore(self, draft: SavedDraft) -> None:
        """Apply the draft of an earlier run, or one made from the journal or a snapshot."""
        restored = self.editor.restore_draft(draft, self.editor.form.mailbox)
        is_unsaved = draft.origin is DraftOrigin.UNSAVED
        self._draft_autosave.adopt_draft(draft, restored.locked if is_unsaved else ())

    def _on_saving_changed(self) -> None:
        """Disable the editor during a save."""
        self._focus_memory.set_enabled(not self.is_saving, self.editor)
        self._on_change()

    def _update_id(self, mailbox: Mailbox) -> None:
        self.mailbox_id = mailbox.id

    def _on_finished(self, receipt: Receipt) -> None:
        self.saved.emit(receipt)
        self.accept()

    def _confirm_and_reload(self) -> None:
        if self.confirm_close():
            self._draft_autosave.delete()
            self.reload()

    def _on_change(self) -> None:
        self._enter_accepted_password()
        if self.is_ready and not (self.is_saving or self.editor.lock_notice.is_elsewhere):
            self._draft_autosave.schedule()
        can_change = not self.is_ready or self.editor.form.can_write
        can_unlock = self.is_ready and self.editor.lock_notice.can_unlock
        self._is_touched = self._is_touched or not self.editor.draft.is_empty
        focused = self.focusWidget()
        self.save_button.setAccessibleDescription(self.editor.sending_line.label.text())
        self.footer.show_save(self._save_text, can_save=self._can_save, can_change=can_change)
        self.footer.show_unlock(can_unlock=can_unlock, has_changes=not self.editor.draft.is_empty)
        replaced = (self.save_button, self.footer.unlock_button)
        if focused in replaced and focused is not None and focused.isHidden():
            self.editor.focus_last_field()

    @property
    def _can_save(self) -> bool:
        return self.is_ready and not self.is_saving and self.editor.can_send

    def _window_title(self, address: str) -> str:
        """Return the title with the bare address, and the profile. Translated."""
        address = address or self.workspace.address_of(self.mailbox_id)
        bare = parse_address(address).address or address
        name = mailbox_name(Mailbox(self.mailbox_id, {Field.ADDRESS: bare}))
        what = (
            translate("mailbox_edit", "New mailbox")
            if self.mailbox_id == 0
            else translate("mailbox_edit", "Edit {name}").format(name=name)
        )
        return f"{what} — {self._profile_title}"

    @property
    def _profile_title(self) -> str:
        return workspace_title(self.workspace.profile, is_demo=self.workspace.is_demo)
