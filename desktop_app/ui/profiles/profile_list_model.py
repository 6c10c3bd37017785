"""The profiles as a model for the switcher: production first, and only those that match.

Words and colours are imported when a line is shown: the first paint shows none.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex
from PySide6.QtGui import QPalette

from desktop_app.core.profiles.profile import Environment, Profile
from desktop_app.ui.widgets.qt_enum_values import DISPLAY_ROLE

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
ENVIRONMENT_ORDER = list(Environment)


def sort_by_environment(profiles: Sequence[Profile]) -> tuple[Profile, ...]:
    """Production first, then test, then development; within each as the user arranged them."""
    return tuple(sorted(profiles, key=lambda profile: ENVIRONMENT_ORDER.index(profile.environment)))


def matches_words(profile: Profile, words: Sequence[str]) -> bool:
    """Whether every word is in what is known of a profile."""
    known = _search_text(profile)
    return all(word in known for word in words)


def starts_with_words(profile: Profile, words: Sequence[str]) -> bool:
    """Whether every word begins a word of what is known: those are meant first."""
    known = f" {_search_text(profile)}"
    return all(f" {word}" in known for word in words)


def _search_text(profile: Profile) -> str:
    from desktop_app.ui.text.profiles import environment_name  # lazy: start

    tenant = profile.tenant.id if profile.tenant else ""
    texts = (profile.name, profile.group, profile.note, profile.address, tenant)
    return " ".join((*texts, environment_name(profile.environment))).casefold()


def _matching(profiles: Sequence[Profile], words: Sequence[str]) -> tuple[Profile, ...]:
    found = (profile for profile in profiles if matches_words(profile, words))
    return tuple(sorted(found, key=lambda profile: not starts_with_words(profile, words)))


class ProfileListModel(QAbstractListModel):
    """One line a profile."""

    def __init__(self) -> None:
        super().__init__()
        self._all: tuple[Profile, ...] = ()
        self._shown: tuple[Profile, ...] = ()
        self._filter = ""
        self._texts: dict[str, str] = {}

    @property
    def profiles(self) -> tuple[Profile, ...]:
        """All profiles in the order of the switcher, those included that do not match."""
        return self._all

    def set_profiles(self, profiles: Sequence[Profile]) -> None:
        """Show these."""
        self._all = sort_by_environment(profiles)
        self._texts = {}
        self.set_filter(self._filter)

    def set_filter(self, text: str) -> None:
        """Show only profiles that hold these words."""
        self.beginResetModel()
        self._filter = text
        words = text.casefold().split()
        self._shown = _matching(self._all, words) if words else self._all
        self.endResetModel()

    def profile_at(self, row: int) -> Profile | None:
        """The profile of a line."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def row_of(self, profile_id: str) -> int:
        """The line of a profile, or -1."""
        return next((i for i, p in enumerate(self._shown) if p.id == profile_id), -1)

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """The profiles that match."""
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = DISPLAY_ROLE) -> object:
        """Name, kind and group of a profile, and the colour of its kind."""
        from PySide6.QtCore import Qt  # lazy: start

        from desktop_app.ui.widgets.colors import environment_background  # lazy: start

        profile = self.profile_at(index.row())
        if profile is None:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._text_of(profile)
        if role == Qt.ItemDataRole.DecorationRole:
            return environment_background(profile.environment, QPalette())
        return None

    def _text_of(self, profile: Profile) -> str:
        """Made when the first is shown: the first paint shows none."""
        if not self._texts:
            from desktop_app.ui.text.profiles import profile_list_texts  # lazy: start

            ids = [one.id for one in self._all]
            self._texts = dict(zip(ids, profile_list_texts(self._all), strict=True))
        return self._texts[profile.id]
