"""The button that names the profile, and the list below it: type to find, arrows, Enter."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop_app.core.profile import Profile
from desktop_app.ui.profile_choices import ProfileChoices

WIDTH, HEIGHT = 420, 380
"""Size of the list, in logical pixels."""
TO_THE_LIST = (
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
)


class ProfileFinder(QFrame):
    """Pops up below the switcher. Typing finds, arrows move, Enter chooses, Esc closes."""

    chosen = Signal(object)
    """A Profile."""

    def __init__(self, choices: ProfileChoices, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.choices = choices
        self.line = QLineEdit()
        self.list = QListView()
        self.none = QLabel(self.tr("No profile holds these words."))
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.line.setPlaceholderText(self.tr("Type to find a profile"))
        self.line.setAccessibleName(self.tr("Find a profile"))
        self.line.setClearButtonEnabled(True)
        self.list.setModel(choices)
        self.list.setAccessibleName(self.tr("Profiles"))
        self.list.setUniformItemSizes(True)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        for widget in (self.line, self.list, self.none):
            layout.addWidget(widget)
        self.resize(WIDTH, HEIGHT)
        self.line.installEventFilter(self)
        self.line.textChanged.connect(self._find)
        self.line.returnPressed.connect(self.choose)
        self.list.clicked.connect(self.choose)

    def open_at(self, place: QPoint, current: str) -> None:
        """Show all profiles at a place, the current one selected."""
        self.line.clear()
        self._find("")
        self.list.setCurrentIndex(self.choices.index(max(0, self.choices.row_of(current))))
        self.move(place)
        self.show()
        self.line.setFocus()

    def choose(self) -> None:
        """Take the selected profile."""
        profile = self.choices.profile_at(self.list.currentIndex().row())
        if profile is not None:
            self.hide()
            self.chosen.emit(profile)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows move in the list while the line has the keyboard."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in TO_THE_LIST:
                self.list.event(event)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.hide()
                return True
        return super().eventFilter(watched, event)

    def _find(self, text: str) -> None:
        self.choices.set_filter(text)
        self.list.setCurrentIndex(self.choices.index(0))
        self.none.setVisible(self.choices.rowCount() == 0)


class ProfileSwitcher(QPushButton):
    """Names the profile that is shown, and opens the list of all."""

    chosen = Signal(object)
    """A Profile."""

    def __init__(self) -> None:
        super().__init__()
        self._current: Profile | None = None
        self.choices = ProfileChoices()
        self._finder: ProfileFinder | None = None
        self.clicked.connect(self.open)
        self.setMinimumWidth(180)
        self.show_profile(None)

    @property
    def finder(self) -> ProfileFinder:
        """The list; made when it is first opened, because Qt's first text field takes 7 ms."""
        if self._finder is None:
            self._finder = ProfileFinder(self.choices, self)
            self._finder.chosen.connect(self.chosen)
        return self._finder

    @property
    def profiles(self) -> tuple[Profile, ...]:
        """The profiles in the order of the list: Ctrl+1 is the first."""
        return self.choices.profiles

    def count(self) -> int:
        """How many profiles there are to choose from."""
        return len(self.profiles)

    def set_profiles(self, profiles: Sequence[Profile]) -> None:
        """The profiles to choose from."""
        self.choices.set_profiles(profiles)
        self.update()

    def show_profile(self, profile: Profile | None) -> None:
        """Name this profile."""
        self._current = profile
        text = _title(profile) if profile else self.tr("Choose a profile")
        self.setText(f"{text.replace('&', '&&')}  ▾")
        self.setAccessibleName(self.tr("Profile: %s") % text)

    def open(self) -> None:
        """Open the list."""
        current = self._current.id if self._current else ""
        self.finder.open_at(self.mapToGlobal(QPoint(0, self.height())), current)


def _title(profile: Profile) -> str:
    from desktop_app.ui.words.profiles import profile_title  # no profile is shown at the start

    return profile_title(profile)
