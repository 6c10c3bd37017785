"""The profiles as a model for the switcher."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

if TYPE_CHECKING:
    from desktop_app.core.profile import Profile

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()


class ProfileChoices(QAbstractListModel):
    """One line a profile, in the user's order."""

    def __init__(self) -> None:
        super().__init__()
        self._profiles: tuple[Profile, ...] = ()

    def set_profiles(self, profiles: Sequence[Profile]) -> None:
        """Show these."""
        self.beginResetModel()
        self._profiles = tuple(profiles)
        self.endResetModel()

    def profile_at(self, row: int) -> Profile | None:
        """The profile of a line."""
        return self._profiles[row] if 0 <= row < len(self._profiles) else None

    def row_of(self, profile_id: str) -> int:
        """The line of a profile, or -1."""
        return next((i for i, p in enumerate(self._profiles) if p.id == profile_id), -1)

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """The profiles."""
        return 0 if parent.isValid() else len(self._profiles)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The name of a profile."""
        profile = self.profile_at(index.row())
        if profile is None or role not in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.AccessibleTextRole,
        ):
            return None
        return profile.name
