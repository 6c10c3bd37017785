"""The button beside the filter box, with the menu of quick filters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QToolButton

from desktop_app.ui.i18n import translate
from desktop_app.ui.mailbox_list.filter.filter_text import active_filter_text
from desktop_app.ui.mailbox_list.quick_filter_menu import QuickFilterMenu
from desktop_app.ui.text.plain_text import tooltip
from desktop_app.ui.widgets.icons import icon

if TYPE_CHECKING:
    from desktop_app.ui.mailbox_list.list_pane_base import ListPaneBase


class QuickFilterButton(QToolButton):
    """Looks pressed while a quick filter is on."""

    def __init__(self) -> None:
        super().__init__()
        self._pane: ListPaneBase | None = None
        self.setText(translate("mailbox_list", "Show only") + "  ▾")
        self.setAccessibleName(translate("mailbox_list", "Show only"))
        self.setStyleSheet("QToolButton::menu-indicator { image: none }")  # text has an arrow
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAutoRaise(True)
        self.setCheckable(True)
        self.setMenu(QuickFilterMenu(lambda: self._pane, self))
        self._update_icon()

    def set_pane(self, pane: ListPaneBase | None) -> None:
        """Filter this pane from now on; None disables the button."""
        if self._pane is not None:
            self._pane.quick_filter_changed.disconnect(self._show_filter)
        self._pane = pane
        self.setEnabled(pane is not None)
        if pane is not None:
            pane.quick_filter_changed.connect(self._show_filter)
        self._show_filter()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette from light to dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._update_icon()

    def _update_icon(self) -> None:
        self.setIcon(icon("list-filter"))

    def _show_filter(self) -> None:
        quick = None if self._pane is None else self._pane.quick_filter
        words = active_filter_text(quick) if quick else ""
        self.setChecked(bool(words))
        self.setToolTip(tooltip(words) or translate("mailbox_list", "Show only some mailboxes"))
        self.setAccessibleDescription(words)
