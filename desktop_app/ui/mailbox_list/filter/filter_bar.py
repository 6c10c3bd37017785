"""What the list is filtered by, besides words, and what the filter does not know."""

from __future__ import annotations

from PySide6.QtCore import Signal

from desktop_app.core.mailbox_list.quick_filter import QuickFilter
from desktop_app.ui.mailbox_list.filter.filter_text import (
    quick_words,
    read_all_words,
    unknown_words,
)
from desktop_app.ui.widgets.banner import Action, Banner


class FilterNote(Banner):
    """A line above the list while a quick filter is on."""

    cleared = Signal()
    read_wanted = Signal()
    """The details of all mailboxes are to be read."""

    def __init__(self) -> None:
        super().__init__(sign="list-filter", calm=True)
        self._told: tuple[str, int] = ("", 0)

    def show_filter(self, quick: QuickFilter, unknown: int, calls: int) -> None:
        """``unknown`` mailboxes may pass or not; to know all takes so many ``calls``."""
        if not quick:
            self._told = ("", 0)
            self.hide()
            return
        text = self.tr("Shown are only: %s.") % quick_words(quick)
        if unknown:
            text = f"{text} {unknown_words(unknown)}"
        clear: Action = (self.tr("Show &all"), self.cleared.emit)
        read: Action = (read_all_words(calls), self.read_wanted.emit)
        if self._told != (text, calls):
            self._told = (text, calls)
            self.say(text, *((read, clear) if unknown and calls else (clear,)))
