"""Actions that show or hide the pane beside the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.ui.actions.action_group import ActionGroup
from desktop_app.ui.i18n import translate

if TYPE_CHECKING:
    from desktop_app.ui.actions.action_window import ActionWindow
    from desktop_app.ui.mailbox_list.list_pane import ListPane


class SidePaneActions(ActionGroup):
    """The end of the List menu: overview and details."""

    def __init__(self, window: ActionWindow) -> None:
        super().__init__(window)
        self.overview = self._make_action(
            translate("actions", "&Overview"), "F8", self._show_overview
        )
        self.details = self._make_action(
            translate("actions", "&Details beside the list"), "F9", self._show_details
        )
        menu = window.menus.list
        menu.addSeparator()
        for action in (self.overview, self.details):
            action.setCheckable(True)
            menu.addAction(action)
        menu.aboutToShow.connect(self.update)

    def update(self) -> None:
        """Enable both actions if a list is shown, and check the page that is open."""
        pane = self._pane
        for action in (self.overview, self.details):
            action.setEnabled(pane is not None)
        side = "" if pane is None else pane.side_pane_controller.page.value
        self.overview.setChecked(side == "overview")
        self.details.setChecked(side == "details")

    @property
    def _pane(self) -> ListPane | None:
        return self._window.pane

    def _show_overview(self) -> None:
        from desktop_app.ui.mailbox_list.side.side_pane import SidePage  # lazy: start

        if self._pane is not None:
            self._pane.side_pane_controller.toggle_page(SidePage.OVERVIEW)
        self.update()

    def _show_details(self) -> None:
        from desktop_app.ui.mailbox_list.side.side_pane import SidePage  # lazy: start

        if self._pane is not None:
            self._pane.side_pane_controller.toggle_page(SidePage.DETAILS)
        self.update()
