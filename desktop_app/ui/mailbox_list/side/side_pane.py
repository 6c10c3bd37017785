"""The pane on the right of the list: the selected mailbox, or the overview."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QTabBar, QVBoxLayout, QWidget

from desktop_app.ui.mailbox_list.list_model import MailboxTable
from desktop_app.ui.mailbox_list.side.mailbox_details import RowDetails
from desktop_app.ui.mailbox_list.side.overview import Overview

NARROWEST = 240
"""Width in logical pixels, below which bars and texts say nothing."""


class Side(Enum):
    """What stands beside the list. The values are kept in files."""

    NOTHING = ""
    DETAILS = "details"
    OVERVIEW = "overview"

    @classmethod
    def named(cls, name: str) -> Side:
        """The side of that name; nothing for one that is not known."""
        return next((side for side in cls if side.value == name), cls.NOTHING)


class SidePane(QWidget):
    """Two pages behind tabs."""

    turned = Signal()
    """The other page is shown."""
    left = Signal()
    """Esc: back to the list."""

    def __init__(self, table: MailboxTable) -> None:
        super().__init__()
        self.setMinimumWidth(NARROWEST)
        self.details = RowDetails(table)
        self.overview = Overview(table)
        self.tabs = QTabBar()
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(True)
        self.tabs.setAccessibleName(self.tr("Beside the list"))
        self.tabs.addTab(self.tr("Details"))
        self.tabs.addTab(self.tr("Overview"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for widget in (self.tabs, self.details, self.overview):
            layout.addWidget(widget)
        self.tabs.currentChanged.connect(self._turn)
        self._turn()

    @property
    def side(self) -> Side:
        """The page that is shown."""
        return Side.OVERVIEW if self.tabs.currentIndex() else Side.DETAILS

    def show_side(self, side: Side) -> None:
        """Show a page, or nothing."""
        self.setVisible(side is not Side.NOTHING)
        if side is not Side.NOTHING:
            self.tabs.setCurrentIndex(int(side is Side.OVERVIEW))

    def take_focus(self) -> None:
        """Give the keyboard to the page that is shown."""
        (self.overview if self.side is Side.OVERVIEW else self.details).take_focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the list."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _turn(self) -> None:
        self.details.setVisible(self.side is Side.DETAILS)
        self.overview.setVisible(self.side is Side.OVERVIEW)
        self.turned.emit()
