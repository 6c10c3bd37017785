"""Restores and saves the layout of a profile's mailbox list."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject, QTimer
from shiboken6 import isValid

from desktop_app.core.mailbox_list.column_layout import ColumnLayout
from desktop_app.services.mailbox_list.column_layouts import ColumnLayoutService
from desktop_app.ui.mailbox_list.side.side_pane import SidePage
from desktop_app.ui.mailbox_list.side_pane_controller import SidePaneController
from desktop_app.ui.mailbox_list.table.header import HeaderController
from desktop_app.ui.mailbox_list.table.list_model import MailboxListModel

SAVE_DELAY_MS = 500
"""Milliseconds after the last change before the layout is saved."""


class LayoutSaver(QObject):
    """Loads the layout once, and saves only what the user changes."""

    def __init__(
        self,
        profile_id: str,
        layouts: ColumnLayoutService,
        model: MailboxListModel,
        header_controller: HeaderController,
        side_pane_controller: SidePaneController | None = None,
    ) -> None:
        super().__init__(header_controller)
        self._profile_id = profile_id
        self._layouts = layouts
        self._model = model
        self._header_controller = header_controller
        self._side_pane_controller = side_pane_controller
        self._is_dirty = False
        self._saved_layout: ColumnLayout | None = None
        self._save_timer = QTimer(self, singleShot=True, interval=SAVE_DELAY_MS)
        self._save_timer.timeout.connect(self.save_now)
        header_controller.changed.connect(self._mark_dirty)
        model.grouping_changed.connect(self._mark_dirty)
        if side_pane_controller is not None:
            side_pane_controller.page_changed.connect(self._mark_dirty)
        layouts.load(profile_id, self._on_layout_loaded)

    def save_now(self) -> None:
        """Save an unsaved layout at once."""
        self._save_timer.stop()
        if self._is_dirty:
            self._is_dirty = False
            arranged = self._header_controller.current_layout(grouped=self._model.is_grouped)
            side = (
                SidePage.NOTHING
                if self._side_pane_controller is None
                else self._side_pane_controller.page
            )
            look = replace(arranged, side_pane=side.value)
            if look != self._saved_layout:
                self._saved_layout = look
                self._layouts.save(self._profile_id, look)

    def _mark_dirty(self) -> None:
        self._is_dirty = True
        self._save_timer.start()

    def _on_layout_loaded(self, layout: ColumnLayout) -> None:
        """Apply the stored layout, unless the user has already changed the list."""
        if isValid(self) and not self._is_dirty:
            self._header_controller.apply_layout(layout)
            if layout.grouped:
                self._model.set_grouped(True)
            if self._side_pane_controller is not None:
                self._side_pane_controller.show_page(SidePage.from_name(layout.side_pane))
            self._is_dirty = False
            self._save_timer.stop()
