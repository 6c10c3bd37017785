"""The table of mailboxes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTableView

from desktop_app.ui.mailbox_list.list_model import MailboxTable
from desktop_app.ui.mailbox_list.table.cell_texts import Texts
from desktop_app.ui.mailbox_list.table.header import Columns
from desktop_app.ui.mailbox_list.table.row_delegate import RowPainter

SHIFT = Qt.KeyboardModifier.ShiftModifier
LOOK_MS = 5
"""Milliseconds after a paint: it has left the program before eight threads begin to work."""

Kept = tuple[frozenset[int], int | None, int]
"""What outlives a new list: the selected mailboxes, that with the cursor, the scroll position."""


class MailboxView(QTableView):
    """Shows the list. Selection and scroll position survive a new list."""

    opened = Signal(object)
    """A mailbox id, by double click or Enter."""
    chosen = Signal()
    """Another selection was made."""
    restored = Signal()
    """The rows are others, or in another order; of the selection is there what is left of it."""
    looked_at = Signal(list)
    """The mailbox ids in view, after scrolling, resizing or a new list."""
    typed = Signal(str)
    """Text typed into the table, meant for the filter."""

    escaped = Signal()
    """Esc was pressed."""

    def __init__(self, table: MailboxTable) -> None:
        super().__init__()
        self._table = table
        self.setModel(table)
        self._row_painter = RowPainter(table)
        self.setItemDelegate(self._row_painter)
        self._set_up()
        self._kept: Kept = (frozenset(), None, 0)
        self._looks_after_paint = False
        self._restores = False
        self._look = QTimer(self, singleShot=True, interval=LOOK_MS)
        self._look.timeout.connect(self._tell_view)
        self.verticalScrollBar().valueChanged.connect(self._on_scroll)
        table.modelAboutToBeReset.connect(self._keep)
        table.modelReset.connect(self._restore)
        self.doubleClicked.connect(self._open_current)
        self.selectionModel().selectionChanged.connect(self._on_selection)

    def _set_up(self) -> None:
        self.setAccessibleName(self.tr("Mailboxes"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAlternatingRowColors(True)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        lines = self.verticalHeader()
        lines.hide()
        lines.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        lines.setDefaultSectionSize(self.fontMetrics().height() + 10)
        # a header asks each row whether it is selected, which takes 5 s with 100,000 selected rows
        self.horizontalHeader().setSelectionModel(QItemSelectionModel(self._table, self))
        self.columns = Columns(self)
        self.setSortingEnabled(True)

    def current_id(self) -> int | None:
        """The selected mailbox with the cursor, or the first selected one: what a key acts on."""
        current = self.currentIndex()
        if current.isValid() and self.selectionModel().isRowSelected(current.row()):
            return self._table.id_at(current.row())
        return next(iter(self.selected_ids()), None)

    def selected_ids(self) -> list[int]:
        """The selected mailboxes, from top to bottom."""
        return [i for line in self._selected_lines() if (i := self._table.id_at(line)) is not None]

    def selected_texts(self) -> list[Texts]:
        """The selected rows as they are seen, from top to bottom."""
        lines = self._selected_lines()
        return [self._table.texts(n) for n in lines if self._table.id_at(n) is not None]

    def _selected_lines(self) -> list[int]:
        """Ten thousand rows are one range, or a few; to ask for each of them would take long."""
        ranges = self.selectionModel().selection().toList()
        return sorted({n for r in ranges for n in range(r.top(), r.bottom() + 1)})

    def select(self, mailbox_id: int) -> None:
        """Select a mailbox and scroll to it, if it is shown."""
        line = self._table.line_of(mailbox_id)
        if line is not None:
            self._select_line(line)
            self.scrollTo(self._table.index(line, 0))

    def show_current(self) -> None:
        """Scroll to the mailbox that Enter would open, if it is out of sight."""
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def ids_in_view(self) -> list[int]:
        """The mailboxes that can be seen now, from top to bottom."""
        if not self._table.rowCount():
            return []
        first = max(0, self.rowAt(0))
        last = self.rowAt(self.viewport().height() - 1)
        last = self._table.rowCount() - 1 if last < 0 else last
        found = (self._table.id_at(line) for line in range(first, last + 1))
        return [mailbox_id for mailbox_id in found if mailbox_id is not None]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Shift+F10 shows the menu, Esc shows everything; the rest is the table's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open_current()
        elif event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif event.key() == Qt.Key.Key_F10 and event.modifiers() == SHIFT:
            self._open_menu()  # Qt knows this key on Windows only
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Typing in the list filters it."""
        self.typed.emit(search)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More rows may be in view."""
        super().resizeEvent(event)
        self._look_after_paint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """What is in view is told of once it can be seen."""
        super().paintEvent(event)
        if self._looks_after_paint:
            self._looks_after_paint = False
            self._look.start()

    def _look_after_paint(self) -> None:
        """A paint that eight threads at work hold up comes 15 ms later (measured)."""
        self._looks_after_paint = True
        self.viewport().update()

    def _open_menu(self) -> None:
        place = self.visualRect(self.currentIndex()).center()
        reason = QContextMenuEvent.Reason.Keyboard
        asked = QContextMenuEvent(reason, place, self.viewport().mapToGlobal(place))
        QApplication.sendEvent(self, asked)

    def _open_current(self) -> None:
        mailbox_id = self.current_id()
        if mailbox_id is not None:
            self.opened.emit(mailbox_id)

    def _keep(self) -> None:
        current = self.currentIndex()
        here = self._table.id_at(current.row()) if current.isValid() else None
        self._kept = (frozenset(self.selected_ids()), here, self.verticalScrollBar().value())

    def _restore(self) -> None:
        selected, here, scroll = self._kept
        lines = self._lines_of(selected)
        if here in selected and len(lines) <= 1:  # to look for it once more would take a while
            line = next(iter(lines), None)
        else:
            line = None if here is None else self._table.line_of(here)
        if line is None or not lines:
            line = lines[0] if lines else self._first_line()
        self.executeDelayedItemsLayout()  # or the scroll bar does not know yet how far it goes
        if line is not None:
            self._restores = True
            self.setAutoScroll(False)  # to the cursor and back would lay out and scroll twice
            self._select_lines(lines or [line], line)
            self.setAutoScroll(True)
            self._restores = False
        self.verticalScrollBar().setValue(scroll)
        self._look_after_paint()
        self.restored.emit()

    def _lines_of(self, ids: Collection[int]) -> list[int]:
        found = (self._table.line_of(mailbox_id) for mailbox_id in ids)
        return sorted(line for line in found if line is not None)

    def _first_line(self) -> int | None:
        lines = range(self._table.rowCount())
        return next((line for line in lines if self._table.id_at(line) is not None), None)

    def _select_lines(self, lines: Sequence[int], current: int) -> None:
        """Select these, with the cursor at one of them."""
        flags = QItemSelectionModel.SelectionFlag
        chosen = QItemSelection()
        for first, last in _ranges(lines):
            chosen.select(self._table.index(first, 0), self._table.index(last, 0))
        model = self.selectionModel()
        model.setCurrentIndex(self._table.index(current, 0), flags.NoUpdate)
        model.select(chosen, flags.ClearAndSelect | flags.Rows)

    def _select_line(self, line: int) -> None:
        self._select_lines([line], line)

    def _on_selection(self) -> None:
        if not self._restores:
            self.chosen.emit()

    def _on_scroll(self) -> None:
        """Other rows are in view."""
        self._look_after_paint()

    def _tell_view(self) -> None:
        self.looked_at.emit(self.ids_in_view())


def _ranges(lines: Sequence[int]) -> Iterator[tuple[int, int]]:
    """First and last of each run of lines without a gap."""
    first = last = None
    for line in lines:
        if first is None or last is None or line != last + 1:
            if first is not None and last is not None:
                yield first, last
            first = line
        last = line
    if first is not None and last is not None:
        yield first, last
