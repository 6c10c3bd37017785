"""The passwords of a bulk edit's rows: saved on this computer or typed, never shown."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Signal
from PySide6.QtWidgets import QStyleOptionViewItem, QWidget
from shiboken6 import isValid

from desktop_app.core.mailbox.mailbox import (
    KeepPassword,
    MailLogin,
    PasswordChoice,
    ReplacePassword,
    SendSavedPassword,
)
from desktop_app.core.secrets.saved_password import SavedPassword
from desktop_app.core.secrets.secret import SecretName
from desktop_app.services.background import Failure, Success
from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.i18n import translate
from desktop_app.ui.widgets.secret_line_edit import SecretLineEdit
from desktop_app.ui.widgets.tables.new_value_delegate import NewValueDelegate

Index = QModelIndex | QPersistentModelIndex


class RowPasswords(QObject):
    """The password each row can send, by mailbox id. Typed passwords are held here until sent."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._saved_logins: dict[int, MailLogin] = {}
        self._typed: dict[int, str] = {}
        self._is_required = True

    @property
    def is_required(self) -> bool:
        """Whether each row must send a password, because SuperOffice may not keep the stored one.

        Otherwise a row sends only a password that was typed for it.
        """
        return self._is_required

    def set_required(self, required: bool) -> None:
        """Set whether each row must send a password; typed ones stay."""
        self._is_required = required
        self.changed.emit()

    def load_saved(self, workspace: Workspace) -> None:
        """Load which mailboxes have a saved password; does not open the keyring."""
        if workspace.passwords is None or not workspace.passwords.can_save:
            return

        def on_loaded(outcome: Success[list[SavedPassword]] | Failure) -> None:
            if isValid(self):  # the window may be closed by now
                self._set_saved(workspace, outcome.value if isinstance(outcome, Success) else [])

        workspace.passwords.load(workspace.profile.id, on_loaded)

    def choice(self, mailbox_id: int) -> PasswordChoice | None:
        """Return what a row sends as its password; None if it has none."""
        if (text := self._typed.get(mailbox_id)) is not None:
            return ReplacePassword(text)
        if not self._is_required:
            return KeepPassword()
        login = self._saved_logins.get(mailbox_id)
        return None if login is None else SendSavedPassword(login)

    @property
    def typed_count(self) -> int:
        """The number of typed passwords."""
        return len(self._typed)

    def set_typed(self, mailbox_id: int, text: str) -> None:
        """Set the typed password of a row; an empty text removes it."""
        if text:
            self._typed[mailbox_id] = text
        else:
            self._typed.pop(mailbox_id, None)
        self.changed.emit()

    def clear_typed(self) -> None:
        """Discard all typed passwords."""
        self._typed.clear()
        self.changed.emit()

    def _set_saved(self, workspace: Workspace, saved_passwords: list[SavedPassword]) -> None:
        mine = (k for k in saved_passwords if k.origin == workspace.profile.secret_origin)
        name = SecretName.MAILBOX_PASSWORD
        self._saved_logins = {k.mailbox_id: k.login for k in mine if k.name is name}
        self.changed.emit()


class PasswordCellDelegate(NewValueDelegate):
    """Edits a password cell: masked, and never read back from the model."""

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return a masked line edit."""
        line = SecretLineEdit()
        line.setParent(parent)
        line.setAccessibleName(
            translate("bulk", "Password of {address}").format(
                address=index.sibling(index.row(), 0).data()
            )
        )
        return line

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Leave the editor empty, whatever was typed before."""

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Store the typed password, unless the line is empty or Qt truncated a paste."""
        if isinstance(editor, SecretLineEdit) and editor.text() and not editor.is_truncated:
            model.setData(model.index(index.row(), index.column()), editor.text())
            editor.setText("")
