"""The toolbar button that names the current profile and opens the list of profiles."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QPushButton

from desktop_app.core.profiles.profile import Profile
from desktop_app.ui.i18n import translate
from desktop_app.ui.profiles.profile_list_model import ProfileListModel

if TYPE_CHECKING:
    from desktop_app.ui.profiles.profile_popup import ProfilePopup


MIN_WIDTH = 180
"""Width of the button with a short name, in logical pixels."""
MAX_WIDTH = 320
"""Width of the button with a long name where there is room, in logical pixels."""


class ProfileButton(QPushButton):
    """Names the current profile, shortened to the room; a click opens the list of profiles."""

    profile_chosen = Signal(object)
    """A Profile."""
    popup_opened = Signal(object)
    """The ProfileListModel of the list that is shown."""

    def __init__(self) -> None:
        super().__init__()
        self._current: Profile | None = None
        self._title = ""
        self.model = ProfileListModel()
        self._popup: ProfilePopup | None = None
        self.clicked.connect(self.open_popup)
        self.setMinimumWidth(MIN_WIDTH)
        self.show_profile(None)

    @property
    def popup(self) -> ProfilePopup:
        """The list of profiles; created when first opened: Qt's first text field takes 7 ms."""
        if self._popup is None:
            from desktop_app.ui.profiles.profile_popup import ProfilePopup  # lazy: start

            self._popup = ProfilePopup(self.model, self)
            self._popup.profile_chosen.connect(self.profile_chosen)
        return self._popup

    @property
    def profiles(self) -> tuple[Profile, ...]:
        """All profiles in the order of the list: Ctrl+1 opens the first."""
        return self.model.profiles

    def profile_count(self) -> int:
        """Return the number of profiles to choose from."""
        return len(self.profiles)

    def set_profiles(self, profiles: Sequence[Profile]) -> None:
        """Set the profiles to choose from."""
        self.model.set_profiles(profiles)
        self.update()

    def show_profile(self, profile: Profile | None) -> None:
        """Name this profile; None asks the user to choose one."""
        self._current = profile
        choose = translate("profiles", "Choose a profile")
        self._title = profile.name if profile else choose  # the badge beside has the environment
        name = translate("profiles", "Profile: {profile}")
        self.setAccessibleName(name.format(profile=_title(profile) if profile else choose))
        self.fit(MAX_WIDTH)

    def fit(self, width: int) -> None:
        """Shorten the name in its middle until the button is at most this wide, in logical pixels.

        Screen readers and the title of the window have the whole name.
        """
        self._show_name(self._title)
        excess = self.sizeHint().width() - width
        if excess > 0:
            from PySide6.QtCore import Qt  # lazy: start

            metrics = self.fontMetrics()
            room = metrics.horizontalAdvance(self._title) - excess
            self._show_name(metrics.elidedText(self._title, Qt.TextElideMode.ElideMiddle, room))

    def _show_name(self, name: str) -> None:
        self.setText(f"{name.replace('&', '&&')}  ▾")

    def open_popup(self) -> None:
        """Open the list of profiles below the button."""
        current = self._current.id if self._current else ""
        self.popup.open_at(self.mapToGlobal(QPoint(0, self.height())), current)
        self.popup_opened.emit(self.model)


def _title(profile: Profile) -> str:
    from desktop_app.ui.text.profiles import (  # lazy: start; no profile is shown at the start
        profile_title,
    )

    return profile_title(profile)
