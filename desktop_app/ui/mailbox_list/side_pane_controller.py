"""Connects a list with its side pane, which is created on first use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QSplitter

from desktop_app.core.mailbox_list.quick_filter import NO_FILTER, QuickFilter
from desktop_app.ui.mailbox_list.side.side_pane import SidePage, SidePane

if TYPE_CHECKING:
    from desktop_app.ui.mailbox_list.list_pane_base import ListPaneBase

INITIAL_SHARES = (3, 1)
"""Stretch factors of list and side pane."""


class SidePaneController(QObject):
    """Shows, hides and updates the side pane of a list pane."""

    page_changed = Signal()
    """Another page is shown, or none."""

    def __init__(self, list_pane: ListPaneBase, splitter: QSplitter) -> None:
        super().__init__(list_pane)
        self._list_pane = list_pane
        self._splitter = splitter
        self._pane: SidePane | None = None

    @property
    def page(self) -> SidePage:
        """The page shown, or NOTHING."""
        shown = self._pane is not None and not self._pane.isHidden()
        return self.pane.page if shown else SidePage.NOTHING

    @property
    def pane(self) -> SidePane:
        """The side pane, created on first use."""
        if self._pane is None:
            self._pane = self._create_pane()
        return self._pane

    def show_page(self, page: SidePage) -> None:
        """Show a page, or hide the pane; the focus stays unless it was in the hidden pane."""
        if page is self.page:
            return
        had_focus = self._has_focus()
        self.pane.show_page(page)
        if page is SidePage.NOTHING and had_focus:
            self._list_pane.focus_list()
        self._update_details()
        self.page_changed.emit()

    def toggle_page(self, page: SidePage) -> None:
        """Show a page and focus it; hide it if it is already shown."""
        if page is self.page:
            self.show_page(SidePage.NOTHING)
            self._list_pane.focus_list()
        else:
            self.show_page(page)
            self.pane.focus_page()

    def _has_focus(self) -> bool:
        focused = QApplication.focusWidget()
        made = self._pane
        return made is not None and focused is not None and made.isAncestorOf(focused)

    def _create_pane(self) -> SidePane:
        made = SidePane(self._list_pane.model)
        made.hide()
        self._splitter.addWidget(made)
        for place, share in enumerate(INITIAL_SHARES):
            self._splitter.setStretchFactor(place, share)
        made.overview.filter_chosen.connect(self._toggle_filter)
        made.page_changed.connect(self._on_page_changed)
        made.focus_left.connect(self._list_pane.focus_list)
        self._list_pane.view.selection_changed.connect(self._update_details)
        self._list_pane.view.selection_restored.connect(self._update_details)
        return made

    def _toggle_filter(self, quick_filter: QuickFilter) -> None:
        """Filter by a bar; choosing it again shows all mailboxes."""
        self._list_pane.set_quick_filter(
            NO_FILTER if quick_filter == self._list_pane.quick_filter else quick_filter
        )

    def _on_page_changed(self) -> None:
        self._update_details()
        self.page_changed.emit()

    def _update_details(self) -> None:
        """Show the selected mailbox if the details page is visible."""
        if self.page is SidePage.DETAILS:
            self.pane.details.show_mailbox(self._list_pane.view.current_id())
