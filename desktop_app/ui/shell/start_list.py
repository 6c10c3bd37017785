"""The profiles on the start page, and whether the last one is opened at the start."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop_app.services.profiles.profile_service import ProfileService
from desktop_app.ui.i18n import translate
from desktop_app.ui.profiles.profile_list_model import ProfileListModel
from desktop_app.ui.profiles.profile_popup import ProfileFinder
from desktop_app.ui.widgets.focus.buttons import CheckBox


class StartList(QWidget):
    """The finder of profiles and a check box below. GUI thread."""

    open_last_chosen = Signal(bool)
    """The last profile is to be opened at the start, or no longer."""

    def __init__(self, service: ProfileService) -> None:
        super().__init__()
        self._service = service
        self.model = ProfileListModel()
        self.model.setParent(self)
        self.model.set_profiles(service.profiles)
        self.finder = ProfileFinder(self.model)
        self.open_last_box = CheckBox(translate("shell", "Open last profile at &start"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.finder)
        layout.addWidget(self.open_last_box)
        self.setFocusProxy(self.finder)
        self._show_choice()
        self.open_last_box.clicked.connect(self.open_last_chosen)
        service.start_changed.connect(self._show_choice)
        self.finder.show_all()

    def _show_choice(self) -> None:
        self.open_last_box.setChecked(self._service.start.opens_last)
