"""The table model of the rights by mailbox and field."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from desktop_app.core.mailbox.mailbox import Field, Mailbox
from desktop_app.core.mailbox.mailbox_rules import field_access_for
from desktop_app.core.mailbox.rights import FieldAccess
from desktop_app.ui.i18n import translate
from desktop_app.ui.rights.rights_text import access_text, restriction_text
from desktop_app.ui.text.mailbox import display_text, field_name
from desktop_app.ui.text.plain_text import tooltip

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()


class RightsModel(QAbstractTableModel):
    """One row per mailbox whose rights are known, one column per field."""

    def __init__(self, mailboxes: Sequence[Mailbox]) -> None:
        super().__init__()
        self._mailboxes = list(mailboxes)
        self._access = [field_access_for(mailbox) for mailbox in mailboxes]

    def mailbox_at(self, row: int) -> Mailbox:
        """Return the mailbox of a row."""
        return self._mailboxes[row]

    def row_of(self, mailbox_id: int | None) -> int:
        """Return the row of a mailbox; 0 if the mailbox is not listed."""
        ids = [mailbox.id for mailbox in self._mailboxes]
        return ids.index(mailbox_id) if mailbox_id in ids else 0

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """Return the number of mailboxes."""
        return 0 if parent.isValid() else len(self._mailboxes)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        """Return the number of fields, plus one for the address."""
        return 0 if parent.isValid() else 1 + len(Field)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Return the name of a field."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return (
            translate("rights", "Mailbox") if section == 0 else field_name(list(Field)[section - 1])
        )

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the address, or the access to a field, with the reason as tooltip."""
        if not index.isValid():
            return None
        if index.column() == 0:
            return self._address_cell(index.row(), role)
        access = self._access[index.row()][list(Field)[index.column() - 1]]
        return _access_cell(access, role)

    def _address_cell(self, row: int, role: int) -> object:
        address = display_text(self._mailboxes[row].values.get(Field.ADDRESS))
        if role == Qt.ItemDataRole.DisplayRole:
            return address
        return tooltip(address) if role == Qt.ItemDataRole.ToolTipRole else None


def _access_cell(access: FieldAccess, role: int) -> object:
    if role == Qt.ItemDataRole.DisplayRole:
        return access_text(access)
    if role == Qt.ItemDataRole.ToolTipRole:
        return tooltip(restriction_text(access))
    return None
