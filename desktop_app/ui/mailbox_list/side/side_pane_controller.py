"""Joins a list and the pane beside it: made when it is first asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication, QSplitter

from desktop_app.core.mailbox_list.quick_filter import ALL, QuickFilter
from desktop_app.ui.mailbox_list.side.side_pane import Side, SidePane

if TYPE_CHECKING:
    from desktop_app.ui.mailbox_list.list_pane import MailboxPane

SHARE = (3, 1)
"""How the width is shared at first."""


class Beside(QObject):
    """What stands beside the list of a pane."""

    changed = Signal()
    """Something else stands there now, or nothing."""

    def __init__(self, pane: MailboxPane, splitter: QSplitter) -> None:
        super().__init__(pane)
        self._list = pane
        self._splitter = splitter
        self._made: SidePane | None = None

    @property
    def side(self) -> Side:
        """What is shown."""
        shown = self._made is not None and not self._made.isHidden()
        return self.pane.side if shown else Side.NOTHING

    @property
    def pane(self) -> SidePane:
        """The pane itself."""
        if self._made is None:
            self._made = self._make()
        return self._made

    def show(self, side: Side) -> None:
        """Show a page, or nothing, and leave the keyboard where it is."""
        if side is self.side:
            return
        had_focus = self._has_focus()
        self.pane.show_side(side)
        if side is Side.NOTHING and had_focus:
            self._list.take_focus()
        self._follow()
        self.changed.emit()

    def toggle(self, side: Side) -> None:
        """Show a page and go there; where it is shown already, put it away."""
        if side is self.side:
            self.show(Side.NOTHING)
            self._list.take_focus()
        else:
            self.show(side)
            self.pane.take_focus()

    def _has_focus(self) -> bool:
        focused = QApplication.focusWidget()
        made = self._made
        return made is not None and focused is not None and made.isAncestorOf(focused)

    def _make(self) -> SidePane:
        made = SidePane(self._list.table)
        made.hide()
        self._splitter.addWidget(made)
        for place, share in enumerate(SHARE):
            self._splitter.setStretchFactor(place, share)
        made.overview.taken.connect(self._take)
        made.turned.connect(self._turned)
        made.left.connect(self._list.take_focus)
        self._list.view.chosen.connect(self._follow)
        self._list.view.restored.connect(self._follow)
        return made

    def _take(self, quick: QuickFilter) -> None:
        """Filter by a bar; a second time shows all again."""
        self._list.set_quick(ALL if quick == self._list.quick else quick)

    def _turned(self) -> None:
        self._follow()
        self.changed.emit()

    def _follow(self) -> None:
        """Show the selected mailbox, if it can be seen."""
        if self.side is Side.DETAILS:
            self.pane.details.show_mailbox(self._list.view.current_id())
