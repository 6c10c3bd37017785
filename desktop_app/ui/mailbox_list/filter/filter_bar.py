"""The bar that names the active quick filter and the mailboxes it cannot judge yet."""

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


class FilterBar(Banner):
    """A line above the list, visible while a quick filter is on."""

    clear_requested = Signal()
    read_all_requested = Signal()
    """The user wants to load the details of all mailboxes."""

    def __init__(self) -> None:
        super().__init__(icon_name="list-filter", is_neutral=True)
        self._shown_state: tuple[str, int] = ("", 0)

    def show_filter(self, quick_filter: QuickFilter, unknown: int, calls: int) -> None:
        """Show the filter; ``calls`` requests would read the ``unknown`` mailboxes' details."""
        if not quick_filter:
            self._shown_state = ("", 0)
            self.hide()
            return
        text = translate("mailbox_list", "Shown are only: {filters}.").format(
            filters=active_filter_text(quick_filter)
        )
        if unknown:
            text = f"{text} {unknown_rows_text(unknown)}"
        clear: ButtonAction = (translate("mailbox_list", "Show &all"), self.clear_requested.emit)
        read: ButtonAction = (read_details_text(calls), self.read_all_requested.emit)
        if self._shown_state != (text, calls):
            self._shown_state = (text, calls)
            self.show_message(text, *((read, clear) if unknown and calls else (clear,)))
