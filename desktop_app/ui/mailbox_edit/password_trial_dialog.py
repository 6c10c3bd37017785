"""The guided test: does SuperOffice keep the stored password if a save sends none?"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop_app.core.errors import AppError
from desktop_app.core.errors.saving import LoginConflict
from desktop_app.core.mailbox.mailbox import (
    Draft,
    KeepBehaviour,
    KeepPassword,
    Mailbox,
    PasswordChoice,
    ReplacePassword,
)
from desktop_app.services.background import Failure, Success
from desktop_app.services.saving.save import SaveResult
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.accessibility.result_label import ResultLabel
from desktop_app.ui.dialogs.guarded_dialog import GuardedDialog
from desktop_app.ui.dialogs.message_boxes import confirm
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.errors.explain import explain
from desktop_app.ui.text.saving import mailbox_name
from desktop_app.ui.widgets.banner import ButtonAction
from desktop_app.ui.widgets.dialog_buttons import ignore_enter_elsewhere
from desktop_app.ui.widgets.focus.buttons import PushButton
from desktop_app.ui.widgets.secret_field import SecretField

SaveCallback = Callable[[Success[SaveResult] | Failure], None]


class KeepPasswordTestDialog(GuardedDialog):
    """Saves a mailbox unchanged without its password, then asks whether mail still arrives.

    The user enters the password first, so that the dialog can restore it if SuperOffice lost it.
    """

    decided = Signal()
    """The result of the test is recorded in the server facts."""

    def __init__(self, workspace: Workspace, mailbox: Mailbox, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(translate("mailbox_edit", "Test a save without the password"))
        self._workspace = workspace
        self._mailbox = mailbox
        self.text_label = ResultLabel()
        self.password_field = SecretField(translate("mailbox_edit", "Mailbox password"))
        self.password_label = QLabel(translate("mailbox_edit", "Pass&word of the mailbox"))
        self.password_label.setBuddy(self.password_field.line_edit)
        self._buttons = QHBoxLayout()
        layout = QVBoxLayout(self)
        layout.addWidget(self.text_label)
        layout.addWidget(self.password_label)
        layout.addWidget(self.password_field)
        layout.addStretch(1)
        layout.addLayout(self._buttons)
        self.resize(520, 260)
        self._is_started = False
        self._is_saving = False
        self._is_refused = False
        """Whether the text tells of a save that was refused, with the password entered then."""
        self.password_field.edited.connect(self._on_password_edited)
        self._show_introduction()

    def _show_introduction(self) -> None:
        self._is_refused = False
        self._show_step(
            translate(
                "mailbox_edit",
                "It is not documented whether SuperOffice keeps the stored password of a "
                "mailbox when you save without one. This test finds out, once for this "
                "profile.\n\nEnter the current password of {mailbox}. The mailbox is then saved "
                "unchanged and without the password, and you check whether SuperOffice still "
                "collects its mail. If it does not, the password that you enter here is saved "
                "again.",
            ).format(mailbox=mailbox_name(self._mailbox)),
            (translate("mailbox_edit", "&Begin the test"), self._start),
        )

    def _on_password_edited(self) -> None:
        """Take away what was said of another password."""
        if self._is_refused:
            self._show_introduction()

    def _start(self) -> None:
        if not self.password_field.text():
            self.password_field.setFocus()
            return
        self._is_started, self._is_refused = True, False
        self._save(KeepPassword(), self._on_saved)

    def _on_saved(self, outcome: Success[SaveResult] | Failure) -> None:
        self._is_saving = False
        if isinstance(outcome, Failure):
            self._show_failure(outcome.error)
            return
        if outcome.value.password_lost:
            self._on_mail_stopped()
            return
        self._show_step(
            translate(
                "mailbox_edit",
                "Saved without the password. Now send a message to this mailbox and wait until "
                "SuperOffice collects mail again (often some minutes). What do you see in "
                "SuperOffice?",
            ),
            (translate("mailbox_edit", "New &mail has arrived"), self._on_mail_arrived),
            (translate("mailbox_edit", "No mail arrives a&fter the save"), self._on_mail_stopped),
        )

    def _on_mail_arrived(self) -> None:
        self._workspace.server_facts.set_keep_behaviour(KeepBehaviour.PROVED)
        self.decided.emit()
        self.password_field.clear()
        self._show_step(
            translate(
                "mailbox_edit",
                "This SuperOffice keeps the stored password. Saves without a password need no "
                "notice on this profile until SuperOffice is upgraded.",
            )
        )

    def _on_mail_stopped(self) -> None:
        self._workspace.server_facts.set_keep_behaviour(KeepBehaviour.DESTROYS)
        self.decided.emit()
        self._restore_password()

    def _restore_password(self) -> None:
        self._save(ReplacePassword(self.password_field.text()), self._on_password_restored)

    def _on_password_restored(self, outcome: Success[SaveResult] | Failure) -> None:
        self._is_saving = False
        if isinstance(outcome, Failure):
            message = explain(outcome.error).full_text
            warning = translate("mailbox_edit", "The password has not been restored yet.")
            if isinstance(outcome.error, LoginConflict):
                self._show_other_login(outcome.error, warning)
                return
            self._show_step(
                f"{message}\n\n{warning}",
                (translate("mailbox_edit", "&Try again"), self._restore_password),
            )
            return
        self.password_field.clear()
        self._show_step(
            translate(
                "mailbox_edit",
                "This SuperOffice clears the stored password when you save without one. Your "
                "password has been saved again. From now on, every save on this profile must "
                "include the password.",
            )
        )

    def _show_other_login(self, error: LoginConflict, warning: str) -> None:
        """Leave it to the edit dialog to ask for which login the password is."""
        advice = translate(
            "mailbox_edit", "Close this window, reload the mailbox and enter its password there."
        )
        self._show_step(f"{explain(error).what}\n\n{warning} {advice}")

    def _save(self, password: PasswordChoice, on_done: SaveCallback) -> None:
        self._is_saving = True
        self._show_step(translate("mailbox_edit", "Saving…"))
        self._workspace.save(Draft(self._mailbox, {}, password), on_done)

    def _show_failure(self, error: AppError) -> None:
        """Show why the save failed; if it may have run, offer to save the password again."""
        message = explain(error).full_text
        if error.may_have_run:
            self._show_step(
                message,
                (translate("mailbox_edit", "Save the &password again"), self._restore_password),
            )
        else:
            self._is_started = False
            self._is_refused = True
            self._show_step(message, (translate("mailbox_edit", "&Try again"), self._start))

    def _show_step(self, text: str, *actions: ButtonAction) -> None:
        self.text_label.show_result(text)
        for part in (self.password_label, self.password_field):
            part.setVisible(bool(actions) and not self._is_started)
        while (item := self._buttons.takeAt(0)) is not None:
            if (button := item.widget()) is not None:
                button.hide()
                button.deleteLater()
        self._buttons.addStretch(1)
        leave = (
            translate("mailbox_edit", "&Cancel")
            if not self._is_started
            else translate("mailbox_edit", "C&lose"),
            self.reject,
        )
        for label, act in (*actions, leave):
            button = PushButton(label)
            if self._is_started or not actions:
                ignore_enter_elsewhere(button)  # Enter must neither answer the question nor close
            button.clicked.connect(act)
            button.setEnabled(not self._is_saving)
            self._buttons.addWidget(button)
        if self._is_started:
            self.setFocus()

    def reject(self) -> None:
        """Close, but never during a save, and only after asking if the test has no result."""
        if not self._is_saving:
            super().reject()

    @property
    def has_unsaved_work(self) -> bool:
        """Whether a password is entered: it is cleared as soon as the test has a result."""
        return bool(self.password_field.text())

    def confirm_close(self) -> bool:
        """Ask if a password is entered; once the test has begun, tell what that leaves behind."""
        if not (self._is_started and self.has_unsaved_work):
            return super().confirm_close()
        return confirm(
            self,
            translate("mailbox_edit", "Stop the test without a result?"),
            translate(
                "mailbox_edit",
                "The mailbox was saved without its password. If SuperOffice no longer collects "
                "its mail, open the mailbox and enter the password.",
            ),
            translate("mailbox_edit", "&Leave"),
            translate("mailbox_edit", "&Stay"),
        )

    def discard_edit(self) -> None:
        """Clear the password."""
        self.password_field.clear()
