"""The list below the switcher: type to find a profile, arrows, Enter."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLabel,
    QLineEdit,
    QListView,
    QVBoxLayout,
    QWidget,
)

from desktop_app.ui.profiles.profile_list_model import ProfileChoices

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
        self.list.selectionModel().currentChanged.connect(self._say_selected)

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

    def _say_selected(self, line: QModelIndex) -> None:
        """The line has the keyboard: it is there that a screen reader hears which one it is."""
        self.line.setAccessibleDescription(line.data() or "")

    def _find(self, text: str) -> None:
        self.choices.set_filter(text)
        self.list.setCurrentIndex(self.choices.index(0))
        self.none.setVisible(self.choices.rowCount() == 0)
