"""Actions on the list as a whole: copy, export, filters, columns, and loading of details."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction

from desktop_app.ui.actions.action_group import ActionGroup
from desktop_app.ui.i18n import translate
from desktop_app.ui.mailbox_list.filter.filter_text import read_all_details_text
from desktop_app.ui.widgets.focus.focus_regions import focus_next_region

if TYPE_CHECKING:
    from desktop_app.ui.actions.action_window import ActionWindow
    from desktop_app.ui.mailbox_list.list_pane import ListPane


class ListActions(ActionGroup):
    """The List menu."""

    def __init__(self, window: ActionWindow) -> None:
        super().__init__(window)
        action = self._make_action
        self.copy_rows = action(
            translate("actions", "&Copy rows"), "Ctrl+C", self._copy_rows, "copy"
        )
        self.export = action(
            translate("actions", "E&xport…"), "Ctrl+Shift+X", self._export, "download"
        )
        self.show_only = action(
            translate("actions", "&Show only…"), "Ctrl+Shift+F", self._show_only, "list-filter"
        )
        self.show_all = action(translate("actions", "Sho&w all"), "Ctrl+Shift+A", self._show_all)
        self.group_by_server = action(
            translate("actions", "&Group by server"), "Ctrl+G", self._toggle_grouping
        )
        self.group_by_server.setCheckable(True)
        self.columns = action(translate("actions", "Col&umns…"), "Ctrl+Shift+C", self._show_columns)
        self.load_all_details = action(
            translate("actions", "Load &all details"), "Ctrl+F5", self._load_all_details
        )
        self.reload_details = action(
            translate("actions", "Reload de&tails"), "Shift+F5", self._reload_details
        )
        self.pause_loading = action(
            translate("actions", "&Pause loading"), "Ctrl+F6", self._toggle_pause
        )
        self.cancel_loading = action(
            translate("actions", "Stop load&ing details"), "Ctrl+Shift+F6", self._cancel_loading
        )
        self.next_region = action(
            translate("actions", "&Next part of the window"), "F6", partial(self._move_focus, 1)
        )
        self.previous_region = action(
            translate("actions", "Pre&vious part"), "Shift+F6", partial(self._move_focus, -1)
        )
        self._fill_menu()

    def _fill_menu(self) -> None:
        menu = self._window.menus.list
        menu.addActions([self.copy_rows, self.export])
        menu.addSeparator()
        menu.addActions([self.show_only, self.show_all, self.group_by_server, self.columns])
        menu.addSeparator()
        menu.addActions(
            [self.reload_details, self.load_all_details, self.pause_loading, self.cancel_loading]
        )
        menu.addSeparator()
        menu.addActions([self.next_region, self.previous_region])
        menu.aboutToShow.connect(self._update_texts)

    def context_menu_actions(self) -> list[QAction]:
        """Return the actions on the selected rows."""
        return [self.copy_rows, self.reload_details]

    def update(self) -> None:
        """Enable the actions for which there are rows, a selection, a filter or a running load."""
        pane = self._pane
        there = pane is not None and pane.model.total_count > 0
        selected = pane is not None and pane.view.current_id() is not None
        for action in (
            self.export,
            self.show_only,
            self.group_by_server,
            self.columns,
            self.load_all_details,
        ):
            action.setEnabled(there)
        self.copy_rows.setEnabled(selected)
        self.reload_details.setEnabled(selected)
        self.show_all.setEnabled(pane is not None and pane.is_filtered)
        self.group_by_server.setChecked(pane is not None and pane.model.is_grouped)
        progress = None if pane is None else pane.workspace.details.progress
        self.pause_loading.setEnabled(progress is not None and progress.on_request)
        self.cancel_loading.setEnabled(progress is not None and progress.on_request)

    def _update_texts(self) -> None:
        """Update the numbers and texts of the menu when the menu opens."""
        if (pane := self._pane) is None:
            return

        self.load_all_details.setText(
            read_all_details_text(pane.model.total_count, pane.calls_to_read_all())
        )
        progress = pane.workspace.details.progress
        paused = progress is not None and progress.paused
        self.pause_loading.setText(
            translate("actions", "R&esume loading")
            if paused
            else translate("actions", "&Pause loading")
        )
        self.update()

    @property
    def _pane(self) -> ListPane | None:
        return self._window.pane

    def _move_focus(self, step: int) -> None:
        if (pane := self._pane) is not None:
            parts = (*pane.focus_regions(), *self._window.focus_regions())
            focus_next_region([self._window.toolbar.filter_box, *parts], step)

    def _copy_rows(self) -> None:
        if (pane := self._pane) is not None:
            from desktop_app.ui.mailbox_list.table.list_view import copy_rows  # lazy: start

            copy_rows(pane.view)

    def _export(self) -> None:
        if (pane := self._pane) is not None:
            from desktop_app.ui.mailbox_list.export_dialog import ExportDialog  # lazy: start

            ExportDialog(pane, self._window).open()

    def _show_only(self) -> None:
        self._window.toolbar.quick_filter.showMenu()

    def _show_all(self) -> None:
        if (pane := self._pane) is not None:
            pane.clear_filter()

    def _toggle_grouping(self) -> None:
        if (pane := self._pane) is not None:
            pane.set_grouped(self.group_by_server.isChecked())

    def _show_columns(self) -> None:
        if (pane := self._pane) is not None:
            from desktop_app.ui.mailbox_list.columns_dialog import ColumnsDialog  # lazy: start

            ColumnsDialog(pane.view, self._window).open()

    def _load_all_details(self) -> None:
        if (pane := self._pane) is not None:
            pane.read_all_details()

    def _reload_details(self) -> None:
        if (pane := self._pane) is not None:
            pane.reread_selected_details()

    def _toggle_pause(self) -> None:
        if (pane := self._pane) is None:
            return
        details = pane.workspace.details
        if details.progress is not None and details.progress.paused:
            details.continue_load()
        else:
            details.pause_load()

    def _cancel_loading(self) -> None:
        if (pane := self._pane) is not None:
            pane.workspace.details.cancel_load()
