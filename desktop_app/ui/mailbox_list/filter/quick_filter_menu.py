"""The menu of quick filters."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QMenu, QWidget

from desktop_app.core.mailbox_list.quick_filter import ALL
from desktop_app.ui.mailbox_list.filter.filter_text import read_all_words, unknown_words
from desktop_app.ui.mailbox_list.table.quick_filter_choices import (
    Choice,
    common_choices,
    server_choices,
    type_choices,
)

if TYPE_CHECKING:
    from desktop_app.ui.mailbox_list.list_pane import MailboxPane


class QuickMenu(QMenu):
    """Filled anew each time it is opened, for the list that is shown then."""

    def __init__(self, pane: Callable[[], MailboxPane | None], parent: QWidget) -> None:
        super().__init__(parent)
        self._pane = pane
        self.setTitle(self.tr("&Show only"))
        self.aboutToShow.connect(self._fill)

    def _fill(self) -> None:
        self.clear()
        pane = self._pane()
        if pane is None:
            return
        quick, census = pane.quick, pane.table.census()
        _add(self, common_choices(quick, census), pane)
        self.addSeparator()
        _add(self.addMenu(self.tr("&Type")), type_choices(quick, census), pane)
        _add(self.addMenu(self.tr("S&erver")), server_choices(quick, census), pane)
        self.addSeparator()
        every = self.addAction(self.tr("&All mailboxes"), partial(pane.set_quick, ALL))
        every.setEnabled(bool(quick))
        if census.unread:
            self.addSeparator()
            self.addAction(unknown_words(census.unread)).setEnabled(False)
            self.addAction(read_all_words(pane.calls_for_all()), pane.read_all)


def _add(menu: QMenu, choices: Iterable[Choice], pane: MailboxPane) -> None:
    """Check marks, and the numbers where other menus have their keys."""
    for choice in choices:
        count = QLocale().toString(choice.count)
        words = choice.words.replace("&", "&&").replace("\t", " ")
        action = menu.addAction(f"{words}\t{count}")
        action.setCheckable(True)
        action.setChecked(choice.is_on)
        action.triggered.connect(partial(pane.set_quick, choice.then))
    menu.setEnabled(not menu.isEmpty())
