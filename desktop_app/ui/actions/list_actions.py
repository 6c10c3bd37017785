"""What can be done with the list as a whole: what it shows, in which order, and who gets a copy."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction

from desktop_app.ui.actions.action_group import Commands

if TYPE_CHECKING:
    from desktop_app.ui.mailbox_list.list_pane import MailboxPane
    from desktop_app.ui.shell.main_window import MainWindow


class ListCommands(Commands):
    """The menu List."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        action = self._action
        self.copy = action(self.tr("&Copy rows"), "Ctrl+C", self._copy, "copy")
        self.export = action(self.tr("E&xport …"), "Ctrl+Shift+X", self._export, "download")
        self.only = action(self.tr("&Show only …"), "Ctrl+Shift+F", self._show_only, "list-filter")
        self.every = action(self.tr("Sho&w all"), "Ctrl+Shift+A", self._show_all)
        self.group = action(self.tr("&Group by server"), "Ctrl+G", self._group)
        self.group.setCheckable(True)
        self.columns = action(self.tr("Col&umns …"), "Ctrl+Shift+C", self._show_columns)
        self.read_all = action(self.tr("Read &all details"), "Ctrl+F5", self._read_all)
        self.read = action(self.tr("Read the de&tails again"), "Shift+F5", self._read)
        self.pause = action(self.tr("&Pause reading"), "Ctrl+F6", self._pause)
        self.cancel = action(self.tr("Stop read&ing"), "Ctrl+Shift+F5", self._cancel)
        self.next = action(self.tr("&Next part of the window"), "F6", partial(self._go, 1))
        self.last = action(self.tr("Pre&vious part"), "Shift+F6", partial(self._go, -1))
        self._fill_menu()

    def _fill_menu(self) -> None:
        menu = self._window.menus.list
        menu.addActions([self.copy, self.export])
        menu.addSeparator()
        menu.addActions([self.only, self.every, self.group, self.columns])
        menu.addSeparator()
        menu.addActions([self.read, self.read_all, self.pause, self.cancel])
        menu.addSeparator()
        menu.addActions([self.next, self.last])
        menu.aboutToShow.connect(self._name)

    def for_row(self) -> list[QAction]:
        """What can be done with the selected rows."""
        return [self.copy, self.read]

    def update(self) -> None:
        """Most of it needs a list that has come."""
        pane = self._pane
        there = pane is not None and pane.table.total > 0
        selected = pane is not None and pane.view.current_id() is not None
        for action in (self.export, self.only, self.group, self.columns, self.read_all):
            action.setEnabled(there)
        self.copy.setEnabled(selected)
        self.read.setEnabled(selected)
        self.every.setEnabled(pane is not None and pane.is_filtered)
        self.group.setChecked(pane is not None and pane.table.is_grouped)
        progress = None if pane is None else pane.workplace.details.progress
        self.pause.setEnabled(progress is not None and progress.on_request)
        self.cancel.setEnabled(progress is not None and progress.on_request)

    def _name(self) -> None:
        """Numbers and states, when the menu is opened."""
        if (pane := self._pane) is None:
            return
        from desktop_app.ui.mailbox_list.filter.filter_text import read_every_words

        self.read_all.setText(read_every_words(pane.table.total, pane.calls_for_all()))
        progress = pane.workplace.details.progress
        paused = progress is not None and progress.paused
        self.pause.setText(self.tr("&Go on reading") if paused else self.tr("&Pause reading"))
        self.update()

    @property
    def _pane(self) -> MailboxPane | None:
        return self._window.pane

    def _go(self, step: int) -> None:
        if (pane := self._pane) is not None:
            from desktop_app.ui.widgets.focus_regions import go_to_next

            go_to_next([self._window.head.filter, *pane.stops()], step)

    def _copy(self) -> None:
        if (pane := self._pane) is not None:
            from desktop_app.ui.mailbox_list.table.clipboard import copy_rows

            copy_rows(pane.view)

    def _export(self) -> None:
        if (pane := self._pane) is not None:
            from desktop_app.ui.mailbox_list.export_dialog import ExportDialog

            ExportDialog(pane, self._window).open()

    def _show_only(self) -> None:
        self._window.head.quick.showMenu()

    def _show_all(self) -> None:
        if (pane := self._pane) is not None:
            pane.clear_filter()

    def _group(self) -> None:
        if (pane := self._pane) is not None:
            pane.set_grouped(self.group.isChecked())

    def _show_columns(self) -> None:
        if (pane := self._pane) is not None:
            from desktop_app.ui.mailbox_list.columns_dialog import ColumnsDialog

            ColumnsDialog(pane.view, self._window).open()

    def _read_all(self) -> None:
        if (pane := self._pane) is not None:
            pane.read_all()

    def _read(self) -> None:
        if (pane := self._pane) is not None:
            pane.read_selected()

    def _pause(self) -> None:
        if (pane := self._pane) is None:
            return
        details = pane.workplace.details
        if details.progress is not None and details.progress.paused:
            details.go_on()
        else:
            details.pause()

    def _cancel(self) -> None:
        if (pane := self._pane) is not None:
            pane.workplace.details.cancel()
