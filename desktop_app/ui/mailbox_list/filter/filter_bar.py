"""The bar that names the active quick filter and the mailboxes a filter cannot judge yet."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer, Signal

from desktop_app.core.mailbox_list.quick_filter import QuickFilter
from desktop_app.ui.i18n import translate
from desktop_app.ui.mailbox_list.filter.filter_text import (
    active_filter_text,
    may_match_text,
    read_details_text,
)
from desktop_app.ui.widgets.banner import Banner, ButtonAction
from desktop_app.ui.widgets.focus.buttons import PushButton

NUMBERS_MS = 150
"""Milliseconds until other numbers are shown: each keystroke and each details may change them."""


class FilterBar(Banner):
    """A line above the list, visible while a filter leaves something to be said.

    A quick filter is named; typed words stand in the filter box. Of both is said how many mailboxes
    may match too.
    """

    clear_requested = Signal()
    read_all_requested = Signal()
    """The user wants to load the details of all mailboxes."""

    def __init__(self) -> None:
        super().__init__(icon_name="list-filter", is_neutral=True)
        self._name = ""
        self._unknown = 0
        self._count_calls: Callable[[], int] = int
        self._numbers_timer = QTimer(self, singleShot=True, interval=NUMBERS_MS)
        self._numbers_timer.timeout.connect(self._update_numbers)

    def show_filter(
        self, quick_filter: QuickFilter, unknown: int, count_calls: Callable[[], int]
    ) -> None:
        """Show the filter, and that it cannot judge ``unknown`` mailboxes yet.

        ``count_calls`` returns how many calls their details take. An empty ``quick_filter`` stands
        for typed words alone; without ``unknown`` they need no line.
        """
        name = active_filter_text(quick_filter)
        is_same = not self.isHidden() and (name, unknown > 0) == (self._name, self._unknown > 0)
        self._name, self._unknown, self._count_calls = name, unknown, count_calls
        if not name and not unknown:
            self.hide()
        elif not is_same:
            self.show_message(self._text(), *self._actions())
        elif not self._numbers_timer.isActive():
            self._numbers_timer.start()

    def _text(self) -> str:
        parts = []
        if self._name:
            said = translate("mailbox_list", "Showing only: {filters}.")
            parts.append(said.format(filters=self._name))
        if self._unknown:
            parts.append(may_match_text(self._unknown))
        return " ".join(parts)

    def _actions(self) -> list[ButtonAction]:
        clear: ButtonAction = (translate("mailbox_list", "Show &all"), self.clear_requested.emit)
        actions = [clear] if self._name else []
        if self._unknown:
            read = read_details_text(self._count_calls())
            actions.insert(0, (read, self.read_all_requested.emit))
        return actions

    def _update_numbers(self) -> None:
        """Show other numbers, without an announcement for each letter that somebody types."""
        if self.isHidden():
            return
        self.label.setText(self._text())
        if self._unknown:
            read = next(button for button in self.findChildren(PushButton) if not button.isHidden())
            read.setText(read_details_text(self._count_calls()))
