"""Actions on the program itself: demo and quit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop_app.ui.actions.action_group import ActionGroup
from desktop_app.ui.i18n import translate
from desktop_app.ui.widgets.qt_enum_values import IN_ALL_WINDOWS

if TYPE_CHECKING:
    from desktop_app.ui.actions.action_window import ActionWindow


class ProgramActions(ActionGroup):
    """The end of the Profile menu."""

    def __init__(self, window: ActionWindow) -> None:
        super().__init__(window)
        action = self._make_action
        self.demo = action(translate("actions", "&Open the demo"), "Ctrl+Shift+D", window.show_demo)
        self.quit = action(translate("actions", "&Quit"), "Ctrl+Q", window.close)
        self.quit.setProperty(*IN_ALL_WINDOWS)  # from dialogs too
        self._fill_menu()

    def _fill_menu(self) -> None:
        menu = self._window.menus.profile
        menu.addAction(self.demo)
        menu.addSeparator()
        menu.addAction(self.quit)
