"""The list model of start page and popup: production first, only matching profiles.

Texts and colours are imported when a row is shown: the first paint shows none.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex
from PySide6.QtGui import QPalette

from desktop_app.core.profiles.profile import Environment, Profile
from desktop_app.ui.widgets.qt_enum_values import DISPLAY_ROLE

if TYPE_CHECKING:
    from desktop_app.core.profiles.profile_summary import ProfileSummary

Index = QModelIndex | QPersistentModelIndex
NO_PARENT = QModelIndex()
ENVIRONMENT_ORDER = list(Environment)


def sort_by_environment(profiles: Sequence[Profile]) -> tuple[Profile, ...]:
    """Return production first, then test, then development; otherwise in the user's order."""
    return tuple(sorted(profiles, key=lambda profile: ENVIRONMENT_ORDER.index(profile.environment)))


def matches_words(profile: Profile, words: Sequence[str]) -> bool:
    """Return whether a profile's texts contain every word; ``words`` are of search_words."""
    known = _search_text(profile)
    return all(word in known for word in words)


def starts_with_words(profile: Profile, words: Sequence[str]) -> bool:
    """Return whether every word starts a word of the profile's texts; such profiles rank first."""
    known = f" {_search_text(profile)}"
    return all(f" {word}" in known for word in words)


def _search_text(profile: Profile) -> str:
    from desktop_app.core.mailbox.characters import search_key  # lazy: start
    from desktop_app.ui.text.profiles import environment_name  # lazy: start

    tenant = profile.tenant.id if profile.tenant else ""
    texts = (profile.name, profile.group, profile.note, profile.address, tenant)
    return search_key(" ".join((*texts, environment_name(profile.environment))))


def _query_words(text: str) -> list[str]:
    from desktop_app.core.mailbox.characters import search_words  # lazy: start

    return search_words(text)


def _matching(profiles: Sequence[Profile], words: Sequence[str]) -> tuple[Profile, ...]:
    found = (profile for profile in profiles if matches_words(profile, words))
    return tuple(sorted(found, key=lambda profile: not starts_with_words(profile, words)))


class ProfileListModel(QAbstractListModel):
    """One row per profile that matches the filter."""

    def __init__(self) -> None:
        super().__init__()
        self._all: tuple[Profile, ...] = ()
        self._shown: tuple[Profile, ...] = ()
        self._filter = ""
        self._texts: dict[str, str] = {}
        self._summaries: Mapping[str, ProfileSummary] = {}

    @property
    def profiles(self) -> tuple[Profile, ...]:
        """All profiles in the order of the list, including those that do not match."""
        return self._all

    def set_profiles(self, profiles: Sequence[Profile]) -> None:
        """Replace the profiles, keeping the filter."""
        self._all = sort_by_environment(profiles)
        self._texts = {}
        self.set_filter(self._filter)

    def set_summaries(self, summaries: Mapping[str, ProfileSummary]) -> None:
        """Set what this computer knows of the profiles, by profile id."""
        self._summaries = summaries
        if self._shown:
            self.dataChanged.emit(self.index(0), self.index(len(self._shown) - 1))

    def summary_at(self, row: int) -> ProfileSummary | None:
        """Return what this computer knows of the profile of a row; None if not read yet."""
        profile = self.profile_at(row)
        return None if profile is None else self._summaries.get(profile.id)

    def set_filter(self, text: str) -> None:
        """Show only profiles whose texts contain every word of ``text``."""
        self.beginResetModel()
        self._filter = text
        self._shown = _matching(self._all, _query_words(text)) if text else self._all
        self.endResetModel()

    def profile_at(self, row: int) -> Profile | None:
        """Return the profile of a row; None outside the list."""
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def row_of(self, profile_id: str) -> int:
        """Return the row of a profile; -1 if not shown."""
        return next((i for i, p in enumerate(self._shown) if p.id == profile_id), -1)

    def rowCount(self, parent: Index = NO_PARENT) -> int:
        """Return the number of matching profiles."""
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: Index, role: int = DISPLAY_ROLE) -> object:
        """Return a profile's title and group, or the colour of its environment."""
        from PySide6.QtCore import Qt  # lazy: start

        from desktop_app.ui.widgets.colors import environment_background  # lazy: start

        profile = self.profile_at(index.row())
        if profile is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text_of(profile)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken_text(index.row(), profile)
        if role == Qt.ItemDataRole.DecorationRole:
            return environment_background(profile.environment, QPalette())
        return None

    def _spoken_text(self, row: int, profile: Profile) -> str:
        from desktop_app.ui.text.profile_summary_text import summary_text  # lazy: start

        summary = self.summary_at(row)
        text = self._text_of(profile)
        return text if summary is None else f"{text}, {summary_text(summary)}"

    def _text_of(self, profile: Profile) -> str:
        """Return a profile's text; all texts are made at the first call, after the first paint."""
        if not self._texts:
            from desktop_app.ui.text.profiles import profile_list_texts  # lazy: start

            ids = [one.id for one in self._all]
            self._texts = dict(zip(ids, profile_list_texts(self._all), strict=True))
        return self._texts[profile.id]
