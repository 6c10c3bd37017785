"""The server types of the drop-down list, as a model."""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop_app.core.mailbox.mailbox import ServerType, UnknownValue, Value
from desktop_app.core.mailbox.mailbox_rules import is_supported_type
from desktop_app.ui.text.mailbox import server_type_text

Index = QModelIndex | QPersistentModelIndex
TYPE_ORDER = (
    ServerType.IMAPS,
    ServerType.IMAP,
    ServerType.POPS,
    ServerType.POP,
    ServerType.IMAP_OAUTH,
    ServerType.MAILGUN,
    ServerType.SMS_PLUGIN,
    ServerType.MAPI,
    ServerType.FACEBOOK,
    ServerType.UNKNOWN,
)
"""The safest type first, unsupported types last."""


class ServerTypeModel(QAbstractListModel):
    """The ten server types, and the loaded value if it is none of them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._values: tuple[Value, ...] = TYPE_ORDER
        self._loaded: Value = None
        self._allows_all = False

    def set_loaded_type(self, value: Value) -> None:
        """Set the type that the mailbox has now; it can always be chosen again."""
        self.beginResetModel()
        self._loaded = value
        self._values = (
            (*TYPE_ORDER, value) if isinstance(value, UnknownValue | str | int) else TYPE_ORDER
        )
        self.endResetModel()

    def allow_all_types(self, allowed: bool) -> None:
        """Make unsupported types selectable, or no longer."""
        self._allows_all = allowed
        self.dataChanged.emit(self.index(0, 0), self.index(len(self._values) - 1, 0))

    def row_of(self, value: Value) -> int:
        """Return the row of a type; -1 if it is not listed."""
        return self._values.index(value) if value in self._values else -1

    def value_at(self, row: int) -> Value:
        """Return the type of a row; None if there is no such row."""
        return self._values[row] if 0 <= row < len(self._values) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  # Qt's own signature
        """Return the number of types."""
        return 0 if parent.isValid() else len(self._values)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the translated name of a type."""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return server_type_text(self._values[index.row()])
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Disable unsupported types, except the loaded one; "Unknown" is the lack of a choice."""
        value = self._values[index.row()] if index.isValid() else None
        is_loaded = value == self._loaded and value is not ServerType.UNKNOWN
        if self._allows_all or is_supported_type(value) or is_loaded:
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags
