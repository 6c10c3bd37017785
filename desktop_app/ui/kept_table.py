"""The passwords of mailboxes that are kept on this computer, as a table model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from desktop_app.core.kept_password import KeptPassword
from desktop_app.core.secret import SecretName
from desktop_app.ui.plain import tooltip
from desktop_app.ui.words.kept_passwords import login_words, place_of, purpose_words, when_words

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()


class KeptTable(QAbstractTableModel):
    """A line for each; ``names`` are those of the profiles, by id. No password is in it."""

    def __init__(self, names: Mapping[str, str]) -> None:
        super().__init__()
        self._names = names
        self._kept: list[KeptPassword] = []
        self._titles = (
            self.tr("Profile"),
            self.tr("Mailbox"),
            self.tr("Typed for"),
            self.tr("When"),
            self.tr("Kept in"),
            self.tr("Kept for"),
        )

    def show(self, kept: Sequence[KeptPassword]) -> None:
        """Show these."""
        self.beginResetModel()
        self._kept = list(kept)
        self.endResetModel()

    def at(self, line: int) -> KeptPassword:
        """The one on a line."""
        return self._kept[line]

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """One line each."""
        return 0 if parent.isValid() else len(self._kept)

    def columnCount(self, parent: Index = NO_PARENT) -> int:
        """What is known of it."""
        return 0 if parent.isValid() else len(self._titles)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """The names of the columns."""
        if orientation is not Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return self._titles[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """What is known of one."""
        if not index.isValid():
            return None
        text = self._texts(self._kept[index.row()])[index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return text
        return tooltip(text) if role == Qt.ItemDataRole.ToolTipRole else None

    def _texts(self, kept: KeptPassword) -> tuple[str, ...]:
        return (
            self._names.get(kept.profile_id) or self.tr("(deleted)"),
            self._mailbox(kept),
            login_words(kept.login),
            when_words(kept),
            place_of(kept),
            purpose_words(kept),
        )

    def _mailbox(self, kept: KeptPassword) -> str:
        """A change that waits has a number of its own, which means nothing to anybody."""
        if kept.name is SecretName.PENDING_PASSWORD:
            return "—"
        return self.tr("number %d") % kept.mailbox_id
