"""The bar that names the active quick filter and the mailboxes a filter cannot judge yet."""

from __future__ import annotations

from PySide6.QtCore import Signal

from desktop_app.core.mailbox_list.quick_filter import QuickFilter
from desktop_app.ui.i18n import translate
from desktop_app.ui.mailbox_list.filter.filter_text import (
    active_filter_text,
    read_details_text,
    unknown_rows_text,
)
from desktop_app.ui.widgets.banner import Banner, ButtonAction
from desktop_app.ui.widgets.focus.buttons import PushButton


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
        self._shown_state: tuple[str, bool] = ("", False)

    def show_filter(self, quick_filter: QuickFilter, unknown: int, calls: int) -> None:
        """Show the filter, and that the details of ``unknown`` mailboxes would take ``calls``.

        An empty ``quick_filter`` stands for typed words alone; without ``unknown`` they need no
        line.
        """
        name = active_filter_text(quick_filter)
        offers_reading = bool(unknown and calls)
        if not name and not unknown:
            self._shown_state = ("", False)
            self.hide()
        elif not self.isHidden() and self._shown_state == (name, offers_reading):
            self._update_numbers(_filter_bar_text(name, unknown), calls)
        else:
            self._shown_state = (name, offers_reading)
            self.show_message(_filter_bar_text(name, unknown), *self._actions(calls))

    def _actions(self, calls: int) -> list[ButtonAction]:
        name, offers_reading = self._shown_state
        read: ButtonAction = (read_details_text(calls), self.read_all_requested.emit)
        clear: ButtonAction = (translate("mailbox_list", "Show &all"), self.clear_requested.emit)
        return [*([read] if offers_reading else []), *([clear] if name else [])]

    def _update_numbers(self, text: str, calls: int) -> None:
        """Show other numbers without an announcement: they change while somebody types."""
        self.label.setText(text)
        if self._shown_state[1]:
            read = next(button for button in self.findChildren(PushButton) if not button.isHidden())
            read.setText(read_details_text(calls))


def _filter_bar_text(name: str, unknown: int) -> str:
    parts = []
    if name:
        parts.append(translate("mailbox_list", "Shown are only: {filters}.").format(filters=name))
    if unknown:
        parts.append(unknown_rows_text(unknown))
    if unknown and not name:
        parts.append(translate("mailbox_list", "They may match the filter too."))
    return " ".join(parts)
