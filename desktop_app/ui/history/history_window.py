"""The History window: one page each for pending changes, journal, differences and bulk runs."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from desktop_app.services.workspace.workspace import Workspace
from desktop_app.ui.dialogs.guarded_dialog import GuardedDialog
from desktop_app.ui.dialogs.table_page import TablePage
from desktop_app.ui.history.history_pages import HistoryPages
from desktop_app.ui.history.history_text import (
    HistoryTab,
    no_profile_text,
    tab_title,
    window_title,
)
from desktop_app.ui.text.profiles import workspace_title
from desktop_app.ui.widgets.dialog_buttons import StandardButton, button_box
from desktop_app.ui.widgets.placeholder import PlaceholderPage
from desktop_app.ui.widgets.windows import resize_to_fit

WIDTH, HEIGHT = 1120, 640
"""Logical pixels of the window when it is first opened."""
TABS = tuple(HistoryTab)


@dataclass
class HistoryLayout:
    """Size of the window and places of its splitters, for the next time it is opened."""

    geometry: QByteArray | None = None
    splitters: dict[HistoryTab, QByteArray] = field(default_factory=dict)


class HistoryWindow(GuardedDialog):
    """Shows one page at a time, each made when it is first shown; deleted when closed.

    Differences and bulk runs are those of the profile that the main window shows, and follow it.
    """

    def __init__(self, pages: HistoryPages, layout: HistoryLayout, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._makers = pages
        self._layout = layout
        self._rooms: dict[HistoryTab, QVBoxLayout] = {}
        self._pages: dict[HistoryTab, TablePage] = {}
        self._unsaved_texts: dict[HistoryTab, str] = {}
        self.tabs, self._feet = QTabWidget(), QStackedWidget()
        self._buttons = button_box(StandardButton.Close)
        self._buttons.rejected.connect(self.reject)
        self._build_ui()
        self.tabs.currentChanged.connect(self._show_current)
        self._restore_size()

    def _build_ui(self) -> None:
        self.tabs.setDocumentMode(True)
        for number, tab in enumerate(TABS):
            holder = QWidget()
            self._rooms[tab] = room = QVBoxLayout(holder)
            room.setContentsMargins(0, 0, 0, 0)
            self.tabs.addTab(holder, tab_title(tab))
            key = QShortcut(QKeySequence(f"Alt+{number + 1}"), self)
            key.activated.connect(partial(self.show_tab, tab))
            self.tabs.setTabToolTip(
                number, key.key().toString(QKeySequence.SequenceFormat.NativeText)
            )
        foot = QHBoxLayout()
        foot.addWidget(self._feet, 1)
        foot.addWidget(self._buttons)
        layout = QVBoxLayout(self)
        layout.addWidget(self.tabs, 1)
        layout.addLayout(foot)

    def _restore_size(self) -> None:
        if self._layout.geometry is None:
            resize_to_fit(self, WIDTH, HEIGHT)
        else:
            self.restoreGeometry(self._layout.geometry)

    @property
    def tab(self) -> HistoryTab:
        """The page that is shown."""
        return TABS[self.tabs.currentIndex()]

    def page(self, tab: HistoryTab) -> TablePage | None:
        """Return a page, made now if it was not shown yet; None if it needs an open profile."""
        if tab not in self._pages:
            self._fill(tab)
        return self._pages.get(tab)

    def show_tab(self, tab: HistoryTab) -> None:
        """Show a page and give it the keyboard."""
        self.tabs.setCurrentIndex(TABS.index(tab))
        self._show_current()
        self.show()
        self.raise_()
        self.activateWindow()
        if (page := self.page(tab)) is not None:
            page.start_widget.setFocus()

    def show_workspace(self, workspace: Workspace | None) -> None:
        """Show the differences and bulk runs of another profile; None if none is shown."""
        if workspace is self._makers.workspace:
            return
        self._makers.workspace = workspace
        for tab in filter(lambda each: each.belongs_to_profile, TABS):
            self._empty(tab)
        self._show_current()

    @property
    def has_unsaved_work(self) -> bool:
        """Whether closing would lose what the user entered on a page."""
        kept = any(text.strip() for text in self._unsaved_texts.values())
        return kept or any(page.has_unsaved_work for page in self._pages.values())

    @property
    def loss_text(self) -> str:
        """What closing would lose. Translated."""
        losses = [page.loss_text for page in self._pages.values() if page.has_unsaved_work]
        return "\n".join(losses) or super().loss_text

    def _show_current(self) -> None:
        page = self.page(self.tab)
        self._feet.setVisible(page is not None)
        if page is not None:
            self._feet.setCurrentWidget(page.foot)
        work = self._makers.workspace
        named = work is not None and self.tab.belongs_to_profile
        profile = workspace_title(work.profile, is_demo=work.is_demo) if named and work else ""
        self.setWindowTitle(window_title(self.tab, profile))

    def _fill(self, tab: HistoryTab) -> None:
        """Make a page, or say why there is none."""
        self._empty(tab)
        page = self._makers.make(tab)
        if page is None:
            self._put(tab, _no_profile_page(tab))
            return
        self._pages[tab] = page
        self._put(tab, page)
        self._feet.addWidget(page.foot)
        page.restore_unsaved_text(self._unsaved_texts.pop(tab, ""))
        if (state := self._layout.splitters.get(tab)) is not None:
            page.splitter.restoreState(state)

    def _put(self, tab: HistoryTab, content: QWidget) -> None:
        self._rooms[tab].addWidget(content)
        content.show()  # at once: only a visible widget can take the focus

    def _empty(self, tab: HistoryTab) -> None:
        """Delete a page; what the user entered on it is kept for the next one."""
        page = self._pages.pop(tab, None)
        if page is not None:
            self._layout.splitters[tab] = page.splitter.saveState()
            self._unsaved_texts[tab] = page.unsaved_text
            page.foot.deleteLater()
        while (item := self._rooms[tab].takeAt(0)) is not None:
            if (content := item.widget()) is not None:
                content.hide()
                content.deleteLater()

    def hideEvent(self, event: QHideEvent) -> None:
        """Remember size and splitters for the next time."""
        super().hideEvent(event)
        self._layout.geometry = self.saveGeometry()
        for tab, page in self._pages.items():
            self._layout.splitters[tab] = page.splitter.saveState()


def _no_profile_page(tab: HistoryTab) -> PlaceholderPage:
    page = PlaceholderPage()
    page.enable_pictures()
    page.show_state("inbox", *no_profile_text(tab))
    return page
