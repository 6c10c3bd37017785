"""The menu of quick filters."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QMenu, QWidget

from desktop_app.core.mailbox_list.quick_filter import NO_FILTER
from desktop_app.ui.i18n import translate
from desktop_app.ui.mailbox_list.filter.filter_text import read_details_text, unknown_rows_text
from desktop_app.ui.mailbox_list.filter.quick_filter_choices import (
    QuickFilterChoice,
    common_choices,
    server_choices,
    state_choices,
    type_choices,
)

if TYPE_CHECKING:
    from desktop_app.ui.mailbox_list.list_pane_base import ListPaneBase


class QuickFilterMenu(QMenu):
    """Filled anew each time it opens, for the pane shown at that moment."""

    def __init__(self, current_pane: Callable[[], ListPaneBase | None], parent: QWidget) -> None:
        super().__init__(parent)
        self._current_pane = current_pane
        self.setTitle(translate("mailbox_list", "&Show only"))
        self.aboutToShow.connect(self._fill)

    def _fill(self) -> None:
        self.clear()
        pane = self._current_pane()
        if pane is None:
            return
        quick, census = pane.quick_filter, pane.model.statistics()
        _add_choices(self, common_choices(quick, census), pane)
        self.addSeparator()
        _add_choices(
            self.addMenu(translate("mailbox_list", "&State")), state_choices(quick, census), pane
        )
        _add_choices(
            self.addMenu(translate("mailbox_list", "&Type")), type_choices(quick, census), pane
        )
        _add_choices(
            self.addMenu(translate("mailbox_list", "S&erver")), server_choices(quick, census), pane
        )
        self.addSeparator()
        every = self.addAction(
            translate("mailbox_list", "&All mailboxes"), partial(pane.set_quick_filter, NO_FILTER)
        )
        every.setEnabled(bool(quick))
        if census.not_loaded:
            self.addSeparator()
            self.addAction(unknown_rows_text(census.not_loaded)).setEnabled(False)
            self.addAction(read_details_text(pane.calls_to_read_all()), pane.read_all_details)


def _add_choices(menu: QMenu, choices: Iterable[QuickFilterChoice], pane: ListPaneBase) -> None:
    """Add a checkable action for each choice, with the count in the shortcut column."""
    for choice in choices:
        count = QLocale().toString(choice.count)
        words = choice.text.replace("&", "&&").replace("\t", " ")
        action = menu.addAction(f"{words}\t{count}")
        action.setCheckable(True)
        action.setChecked(choice.is_on)
        action.triggered.connect(partial(pane.set_quick_filter, choice.toggled_filter))
    menu.setEnabled(not menu.isEmpty())
