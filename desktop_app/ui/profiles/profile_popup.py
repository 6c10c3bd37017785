"""A list to find a profile in, and the popup below the profile button that shows this list."""

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

from desktop_app.ui.i18n import translate
from desktop_app.ui.profiles.profile_list_delegate import ProfileListDelegate
from desktop_app.ui.profiles.profile_list_model import ProfileListModel

WIDTH, HEIGHT = 460, 400
"""Size of the popup, in logical pixels."""
LIST_KEYS = (
    Qt.Key.Key_Up,
    Qt.Key.Key_Down,
    Qt.Key.Key_PageUp,
    Qt.Key.Key_PageDown,
)


class ProfileFinder(QWidget):
    """A list of profiles. Typing filters, arrows move, Enter or a click chooses. GUI thread."""

    profile_chosen = Signal(object)
    """A Profile."""
    dismissed = Signal()
    """The user pressed Esc."""

    def __init__(self, model: ProfileListModel) -> None:
        super().__init__()
        self.model = model
        self.search_field = QLineEdit()
        self.list_view = QListView()
        self.empty_label = QLabel(translate("profiles", "No matching profiles."))
        self.search_field.setPlaceholderText(translate("profiles", "Find a profile"))
        self.search_field.setAccessibleName(translate("profiles", "Find a profile"))
        self.search_field.setClearButtonEnabled(True)
        self.list_view.setModel(model)
        self.list_view.setAccessibleName(translate("profiles", "Profiles"))
        self.list_view.setUniformItemSizes(True)
        self.list_view.setItemDelegate(ProfileListDelegate(model, self.list_view))
        self.list_view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list_view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFocusProxy(self.search_field)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self.search_field, self.list_view, self.empty_label):
            layout.addWidget(widget)
        self.search_field.installEventFilter(self)
        self.search_field.textChanged.connect(self._search)
        self.search_field.returnPressed.connect(self.choose_current)
        self.list_view.clicked.connect(self.choose_current)
        self.list_view.activated.connect(self.choose_current)
        self.list_view.selectionModel().currentChanged.connect(self._describe_selected)
        model.dataChanged.connect(self._describe_current)

    def show_all(self, profile_id: str = "") -> None:
        """Show all profiles, the one with this id selected, otherwise the first."""
        self.search_field.clear()
        self._search("")
        self.list_view.setCurrentIndex(self.model.index(max(0, self.model.row_of(profile_id))))

    def choose_current(self) -> None:
        """Choose the selected profile."""
        profile = self.model.profile_at(self.list_view.currentIndex().row())
        if profile is not None:
            self.profile_chosen.emit(profile)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Pass arrow keys to the list while the search field has the focus."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in LIST_KEYS:
                self.list_view.event(event)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.dismissed.emit()
                return True
        return super().eventFilter(watched, event)

    def _describe_selected(self, index: QModelIndex) -> None:
        """Describe the selected profile at the search field, where a screen reader reads."""
        text = index.data(Qt.ItemDataRole.AccessibleTextRole)
        self.search_field.setAccessibleDescription(text or "")

    def _describe_current(self) -> None:
        """Describe the selected profile anew: its summary was read."""
        self._describe_selected(self.list_view.currentIndex())

    def _search(self, text: str) -> None:
        self.model.set_filter(text)
        self.list_view.setCurrentIndex(self.model.index(0))
        self.empty_label.setVisible(self.model.rowCount() == 0)


class ProfilePopup(QFrame):
    """The finder in a popup; Esc and a choice close the popup."""

    profile_chosen = Signal(object)
    """A Profile."""

    def __init__(self, model: ProfileListModel, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.finder = ProfileFinder(model)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.addWidget(self.finder)
        self.resize(WIDTH, HEIGHT)
        self.finder.profile_chosen.connect(self._choose)
        self.finder.dismissed.connect(self.hide)

    @property
    def search_field(self) -> QLineEdit:
        """The field that filters the list."""
        return self.finder.search_field

    @property
    def list_view(self) -> QListView:
        """The list of profiles."""
        return self.finder.list_view

    @property
    def empty_label(self) -> QLabel:
        """The sentence that no profile matches."""
        return self.finder.empty_label

    @property
    def model(self) -> ProfileListModel:
        """The profiles that match."""
        return self.finder.model

    def open_at(self, position: QPoint, profile_id: str) -> None:
        """Show all profiles at a global position, the one with ``profile_id`` selected."""
        self.finder.show_all(profile_id)
        self.move(position)
        self.show()
        self.search_field.setFocus()

    def _choose(self, profile: object) -> None:
        self.hide()
        self.profile_chosen.emit(profile)
