"""The button beside the filter box, with the menu of quick filters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QToolButton

from desktop_app.ui.mailbox_list.filter.filter_text import quick_words
from desktop_app.ui.mailbox_list.filter.quick_filter_menu import QuickMenu
from desktop_app.ui.text.plain_text import tooltip
from desktop_app.ui.widgets.icons import icon

if TYPE_CHECKING:
    from desktop_app.ui.mailbox_list.list_pane import MailboxPane


class QuickButton(QToolButton):
    """Wears the mark of a pressed button while a quick filter is on."""

    def __init__(self) -> None:
        super().__init__()
        self._pane: MailboxPane | None = None
        self.setText(self.tr("Show only") + "  ▾")
        self.setAccessibleName(self.tr("Show only"))
        self.setStyleSheet("QToolButton::menu-indicator { image: none }")  # it sits in the corner
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAutoRaise(True)
        self.setCheckable(True)
        self.setMenu(QuickMenu(lambda: self._pane, self))
        self._draw()

    def follow(self, pane: MailboxPane | None) -> None:
        """This list is shown from now on, or none."""
        if self._pane is not None:
            self._pane.quick_changed.disconnect(self._show)
        self._pane = pane
        self.setEnabled(pane is not None)
        if pane is not None:
            pane.quick_changed.connect(self._show)
        self._show()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette from light to dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()

    def _draw(self) -> None:
        self.setIcon(icon("list-filter"))

    def _show(self) -> None:
        quick = None if self._pane is None else self._pane.quick
        words = quick_words(quick) if quick else ""
        self.setChecked(bool(words))
        self.setToolTip(tooltip(words) or self.tr("Show only some of the mailboxes"))
        self.setAccessibleDescription(words)
