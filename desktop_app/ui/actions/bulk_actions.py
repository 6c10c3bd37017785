"""What can be done with many mailboxes at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction

from desktop_app.ui.actions.action_group import Commands

if TYPE_CHECKING:
    from desktop_app.ui.bulk.bulk_windows import SeveralWindows
    from desktop_app.ui.shell.main_window import MainWindow


class SeveralCommands(Commands):
    """A part of the menu Mailbox, and the runs in the menu History."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._windows: SeveralWindows | None = None
        action = self._action
        self.edit = action(self.tr("Edit se&veral …"), "Ctrl+Shift+M", self._edit, "pencil")
        self.passwords = action(
            self.tr("Re&place passwords …"), "Ctrl+Shift+V", self._passwords, "key-round"
        )
        self.runs = action(self.tr("Runs of man&y mailboxes …"), "Ctrl+Shift+R", self._show_runs)
        menu = window.menus.mailbox
        menu.addSeparator()
        menu.addActions([self.edit, self.passwords])
        window.menus.history.addActions([self.runs])

    def for_row(self) -> list[QAction]:
        """For more than one row."""
        return [self.edit]

    def update(self) -> None:
        """Two rows are several."""
        pane = self._window.pane
        ready = pane is not None and pane.workplace.is_ready
        self.edit.setEnabled(ready and pane is not None and len(pane.view.selected_ids()) > 1)
        self.passwords.setEnabled(ready)
        self.runs.setEnabled(pane is not None and pane.workplace.batches is not None)

    @property
    def windows(self) -> SeveralWindows:
        """Made when the first one is opened."""
        if self._windows is None:
            from desktop_app.ui.bulk.bulk_windows import SeveralWindows

            self._windows = SeveralWindows(self._window)
        return self._windows

    @property
    def opened(self) -> SeveralWindows | None:
        """Those that there are, to be asked before something ends."""
        return self._windows

    def _edit(self) -> None:
        if (pane := self._window.pane) is not None:
            self.windows.edit(pane.workplace, pane.view.selected_ids())

    def _passwords(self) -> None:
        if (pane := self._window.pane) is not None:
            self.windows.replace_passwords(pane.workplace)

    def _show_runs(self) -> None:
        if (pane := self._window.pane) is not None:
            from desktop_app.ui.bulk.run_history_dialog import RunsView

            view = RunsView(pane.workplace, self._window)
            view.resume_wanted.connect(self.windows.resume)
            view.undo_wanted.connect(self.windows.undo)
