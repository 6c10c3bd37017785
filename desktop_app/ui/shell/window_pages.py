"""The pages of the main window: the start page, and a mailbox list for each opened profile."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, cast

from PySide6.QtWidgets import QStackedWidget

from desktop_app.ui.i18n import translate
from desktop_app.ui.widgets.placeholder import PlaceholderPage

if TYPE_CHECKING:
    from desktop_app.core.profiles.profile import Profile
    from desktop_app.services.profiles.profile_service import ProfileService
    from desktop_app.ui.mailbox_list.list_pane import ListPane
    from desktop_app.ui.profiles.profile_list_model import ProfileListModel
    from desktop_app.ui.widgets.banner import ButtonAction

Callback = Callable[[], None]


class StartActions(NamedTuple):
    """What can be done on the start page."""

    create: Callback
    open_demo: Callback
    import_profiles: Callback
    open_profile: Callable[[Profile], None]
    open_last_at_start: Callable[[bool], None]
    read_summaries: Callable[[ProfileListModel], None]
    """Reads what this computer knows of the profiles of a list, in the background."""


class WindowPages(QStackedWidget):
    """A start page, and for each opened profile a pane that keeps its state while hidden."""

    def __init__(self, service: ProfileService, actions: StartActions) -> None:
        super().__init__()
        self._service, self._actions = service, actions
        self.is_finished = False
        """Whether the page has what the first paint did without."""
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
        self.placeholder.show_state("mailbox", translate("shell", "Loading the profiles…"))

    def finish_startup(self) -> None:
        """Draw what the first paint did without: pictures, and the list of profiles. Once."""
        if self.is_finished:
            return
        self.is_finished = True
        self.placeholder.enable_pictures()
        if self.pane is None and self._service.profiles:
            self._show_list()

    def show_start(self) -> None:
        """Show the start page with a list to choose a profile from, if there are any."""
        self.setCurrentWidget(self.placeholder)
        if not self._service.profiles:
            self._show_first_start()
            return
        self.placeholder.show_state(
            "building-2",
            translate("shell", "Choose a profile"),
            links=(self._new_profile, *self._other_ways),
        )
        if self.is_finished:
            self._show_list()

    @property
    def _new_profile(self) -> ButtonAction:
        return translate("shell", "&New profile…"), self._actions.create

    @property
    def _other_ways(self) -> tuple[ButtonAction, ButtonAction]:
        return (
            (translate("shell", "Imp&ort profiles…"), self._actions.import_profiles),
            (translate("shell", "Open the &demo"), self._actions.open_demo),
        )

    def _show_first_start(self) -> None:
        """Lead to the first profile with one filled button; demo and import are links."""
        self.placeholder.show_state(
            "mailbox",
            translate("shell", "No profile yet"),
            translate(
                "shell",
                "A profile connects this program to a SuperOffice installation. "
                "The demo is a practice server on this computer.",
            ),
            self._new_profile,
            links=self._other_ways,
            is_filled=True,
        )
        self.placeholder.focus_first_action()

    def _show_list(self) -> None:
        """Show the profiles on the start page, with the cursor in their search field."""
        from desktop_app.ui.profiles.profile_popup import HEIGHT, WIDTH  # lazy: start
        from desktop_app.ui.shell.start_list import StartList  # lazy: start

        shown = StartList(self._service)
        shown.finder.profile_chosen.connect(self._actions.open_profile)
        shown.open_last_chosen.connect(self._actions.open_last_at_start)
        self.placeholder.show_content(shown, WIDTH, HEIGHT)
        shown.setFocus()
        self._actions.read_summaries(shown.model)
