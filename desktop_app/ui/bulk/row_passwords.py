"""The passwords of rows that are saved together: kept on this computer, or typed, never shown."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QObject, QPersistentModelIndex, Signal
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget
from shiboken6 import isValid

from desktop_app.core.mailbox.mailbox import MailLogin, PasswordChoice, Replace, SendKept
from desktop_app.core.secrets.saved_password import KeptPassword
from desktop_app.core.secrets.secret import SecretName
from desktop_app.services.background import Done, Failed
from desktop_app.services.workspace.workspace import Workplace
from desktop_app.ui.widgets.secret_field import SecretInput

Index = QModelIndex | QPersistentModelIndex


class RowPasswords(QObject):
    """What each row can send as its password, by mailbox id. Typed ones live here until sent."""

    changed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._kept: dict[int, MailLogin] = {}
        self._typed: dict[int, str] = {}

    def look(self, workplace: Workplace) -> None:
        """Find out which are kept on this computer. The keyring is not asked."""
        if workplace.passwords is None or not workplace.passwords.may_keep:
            return

        def take(outcome: Done[list[KeptPassword]] | Failed) -> None:
            if isValid(self):  # the window may be closed by now
                self._take(workplace, outcome.value if isinstance(outcome, Done) else [])

        workplace.passwords.find(workplace.profile.id, take)

    def choice(self, mailbox_id: int) -> PasswordChoice | None:
        """What a row sends; None if it has no password here."""
        if (text := self._typed.get(mailbox_id)) is not None:
            return Replace(text)
        login = self._kept.get(mailbox_id)
        return None if login is None else SendKept(login)

    @property
    def typed(self) -> int:
        """How many were typed."""
        return len(self._typed)

    def type(self, mailbox_id: int, text: str) -> None:
        """A password was typed for a row; nothing takes it back."""
        if text:
            self._typed[mailbox_id] = text
        else:
            self._typed.pop(mailbox_id, None)
        self.changed.emit()

    def forget(self) -> None:
        """Let go of what was typed."""
        self._typed.clear()
        self.changed.emit()

    def _take(self, workplace: Workplace, found: list[KeptPassword]) -> None:
        mine = (k for k in found if k.origin == workplace.profile.binding)
        name = SecretName.MAILBOX_PASSWORD
        self._kept = {k.mailbox_id: k.login for k in mine if k.name is name}
        self.changed.emit()


class PasswordCell(QStyledItemDelegate):
    """Types a password into a cell: masked, and never read back from the model."""

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A masked line."""
        line = SecretInput()
        line.setParent(parent)
        line.setAccessibleName(self.tr("Password of %s") % index.sibling(index.row(), 0).data())
        return line

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """It begins empty, whatever was typed before."""

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Hand it over; an empty line changes nothing, and neither does one that Qt has cut."""
        if isinstance(editor, SecretInput) and editor.text() and not editor.is_cut:
            model.setData(model.index(index.row(), index.column()), editor.text())
            editor.setText("")
