"""The pane to the right of the list: mailbox details or overview."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTabBar, QVBoxLayout, QWidget

from desktop_app.ui.i18n import translate
from desktop_app.ui.mailbox_list.side.mailbox_details import MailboxDetails
from desktop_app.ui.mailbox_list.side.overview import Overview
from desktop_app.ui.mailbox_list.table.list_model import MailboxListModel

MIN_WIDTH = 240
"""Logical pixels, the least width at which bars and texts are legible."""


class SidePage(Enum):
    """The page shown beside the list. The values are stored in the layout."""

    NOTHING = ""
    DETAILS = "details"
    OVERVIEW = "overview"

    @classmethod
    def from_name(cls, name: str) -> SidePage:
        """Return the page of a stored name; NOTHING for an unknown name."""
        return next((side for side in cls if side.value == name), cls.NOTHING)


class SidePane(QWidget):
    """Details and overview behind tabs."""

    page_changed = Signal()
    """The user switched to the other page."""
    focus_left = Signal()
    """Esc was pressed: the list should take the focus."""

    def __init__(self, model: MailboxListModel) -> None:
        super().__init__()
        self.setMinimumWidth(MIN_WIDTH)
        self.details = MailboxDetails(model)
        self.overview = Overview(model)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(True)
        self.tabs.setAccessibleName(translate("mailbox_list", "Side pane"))
        self.tabs.addTab(translate("mailbox_list", "Details"))
        self.tabs.addTab(translate("mailbox_list", "Overview"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget in (self.tabs, self.details, self.overview):
            layout.addWidget(widget)
        self.tabs.currentChanged.connect(self._on_tab_changed)
        self._on_tab_changed()

    @property
    def page(self) -> SidePage:
        """The page shown, DETAILS or OVERVIEW, even while the pane is hidden."""
        return SidePage.OVERVIEW if self.tabs.currentIndex() else SidePage.DETAILS

    def show_page(self, page: SidePage) -> None:
        """Show a page, or hide the pane."""
        self.setVisible(page is not SidePage.NOTHING)
        if page is not SidePage.NOTHING:
            self.tabs.setCurrentIndex(int(page is SidePage.OVERVIEW))

    def focus_page(self) -> None:
        """Focus the page shown."""
        (self.overview if self.page is SidePage.OVERVIEW else self.details).focus_first_item()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Emit ``focus_left`` on Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.focus_left.emit()
        else:
            super().keyPressEvent(event)

    def _on_tab_changed(self) -> None:
        self.details.setVisible(self.page is SidePage.DETAILS)
        self.overview.setVisible(self.page is SidePage.OVERVIEW)
        self.page_changed.emit()
