"""Actions on many mailboxes at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction

from desktop_app.ui.actions.action_group import ActionGroup
from desktop_app.ui.i18n import translate

if TYPE_CHECKING:
    from desktop_app.ui.actions.action_window import ActionWindow
    from desktop_app.ui.bulk.bulk_windows import BulkWindows


class BulkActions(ActionGroup):
    """Bulk edit and the replacing of passwords, in the Mailbox menu."""

    def __init__(self, window: ActionWindow) -> None:
        super().__init__(window)
        self._windows: BulkWindows | None = None
        action = self._make_action
        self.edit = action(
            translate("actions", "&Bulk edit…"), "Ctrl+Shift+M", self._edit, "pencil"
        )
        self.replace_passwords = action(
            translate("actions", "Re&place passwords…"),
            "Ctrl+Shift+V",
            self._replace_passwords,
            "key-round",
        )
        menu = window.menus.mailbox
        menu.addSeparator()
        menu.addActions([self.edit, self.replace_passwords])

    def context_menu_actions(self) -> list[QAction]:
        """Return bulk edit, for several selected rows."""
        return [self.edit]

    def update(self) -> None:
        """Enable bulk edit for two or more selected rows, the rest for a loaded list."""
        pane = self._window.pane
        ready = pane is not None and pane.workspace.is_ready
        self.edit.setEnabled(ready and pane is not None and len(pane.view.selected_ids()) > 1)
        self.replace_passwords.setEnabled(ready)

    @property
    def windows(self) -> BulkWindows:
        """The bulk edit windows, created at the first use."""
        if self._windows is None:
            from desktop_app.ui.bulk.bulk_windows import BulkWindows  # lazy: start

            self._windows = BulkWindows(
                self._window, self._window.editors, self._window.profile_controller
            )
            self._windows.run_started.connect(self._window.watch_run)
        return self._windows

    @property
    def existing_windows(self) -> BulkWindows | None:
        """The bulk edit windows; None if none was ever opened."""
        return self._windows

    def _edit(self) -> None:
        if (pane := self._window.pane) is not None:
            self.windows.edit(pane.workspace, pane.view.selected_ids())

    def _replace_passwords(self) -> None:
        if (pane := self._window.pane) is not None:
            self.windows.replace_passwords(pane.workspace)
