"""The pages of the main window: the start page, and a mailbox list for each opened profile."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, cast

from PySide6.QtWidgets import QStackedWidget

from desktop_app.ui.i18n import translate
from desktop_app.ui.widgets.placeholder import PlaceholderPage

if TYPE_CHECKING:
    from desktop_app.core.profiles.profile import Profile
    from desktop_app.ui.mailbox_list.list_pane import ListPane

Callback = Callable[[], None]


class WindowPages(QStackedWidget):
    """A start page, and for each opened profile a pane that keeps its state while hidden."""

    def __init__(
        self, create: Callback, open_demo: Callback, open_profile: Callable[[Profile], None]
    ) -> None:
        super().__init__()
        self._create, self._open_demo, self._open_profile = create, open_demo, open_profile
        self._profiles: Sequence[Profile] = ()
        """The profiles to choose from on the start page."""
        self._is_painted = False
        """Whether the first paint is over, which does without the list of profiles."""
        self._panes: dict[str, ListPane] = {}
        self.placeholder = PlaceholderPage(pictures=False)
        self.addWidget(self.placeholder)

    @property
    def pane(self) -> ListPane | None:
        """The mailbox list that is shown; None on the start page."""
        shown = self.currentWidget()
        return None if shown is self.placeholder else cast("ListPane", shown)

    def pane_of(self, profile_id: str) -> ListPane | None:
        """Return the pane of a profile; None if the profile is not open."""
        return self._panes.get(profile_id)

    def add_pane(self, pane: ListPane) -> None:
        """Add the pane of a profile that is opened for the first time."""
        self._panes[pane.workspace.profile.id] = pane
        self.addWidget(pane)

    def remove_pane(self, profile_id: str) -> None:
        """Delete the pane of a profile, if there is one, after saving its column layout."""
        pane = self._panes.pop(profile_id, None)
        if pane is not None:
            pane.save_layout()
            self.removeWidget(pane)
            pane.deleteLater()

    def save_layouts(self) -> None:
        """Save the column layout of every open list."""
        for pane in self._panes.values():
            pane.save_layout()

    def show_loading(self) -> None:
        """Show that the profiles are being read."""
        self.placeholder.show_state("mailbox", translate("shell", "Reading the profiles…"))

    def finish_startup(self) -> None:
        """Draw what the first paint did without: pictures, and the list of profiles."""
        self._is_painted = True
        self.placeholder.enable_pictures()
        if self.pane is None and self._profiles:
            self._show_finder()

    def show_start(self, profiles: Sequence[Profile]) -> None:
        """Show the start page with a list to choose a profile from, if there are any."""
        self._profiles = profiles
        new = (translate("shell", "&New profile…"), self._create)
        demo = (translate("shell", "Open the &demo"), self._open_demo)
        self.setCurrentWidget(self.placeholder)
        if profiles:
            self.placeholder.show_state(
                "building-2", translate("shell", "Choose a profile"), "", new, demo
            )
        else:
            self.placeholder.show_state(
                "mailbox",
                translate("shell", "No profile yet"),
                translate(
                    "shell",
                    "A profile holds what is needed to reach a SuperOffice installation. "
                    "The demo is a practice server on this computer.",
                ),
                new,
                demo,
            )
        if profiles and self._is_painted:
            self._show_finder()
        else:
            self.placeholder.focus_first_action()

    def _show_finder(self) -> None:
        """Show the profiles on the start page, with the cursor in their search field."""
        from desktop_app.ui.profiles.profile_list_model import ProfileListModel  # lazy: start
        from desktop_app.ui.profiles.profile_popup import (  # lazy: start
            HEIGHT,
            WIDTH,
            ProfileFinder,
        )

        model = ProfileListModel()
        model.set_profiles(self._profiles)
        finder = ProfileFinder(model)
        model.setParent(finder)
        finder.profile_chosen.connect(self._open_profile)
        finder.show_all()
        self.placeholder.show_content(finder, WIDTH, HEIGHT)
        finder.setFocus()
