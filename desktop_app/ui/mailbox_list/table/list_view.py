"""The table of mailboxes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTableView

from desktop_app.core.spreadsheet_text import escape_cell
from desktop_app.ui.i18n import translate
from desktop_app.ui.mailbox_list.table.cell_texts import RowTexts
from desktop_app.ui.mailbox_list.table.column_fitter import ColumnFitter
from desktop_app.ui.mailbox_list.table.column_spec import Column
from desktop_app.ui.mailbox_list.table.header import HeaderController
from desktop_app.ui.mailbox_list.table.list_model import MailboxListModel
from desktop_app.ui.mailbox_list.table.row_delegate import RowDelegate

SHIFT_MODIFIER = Qt.KeyboardModifier.ShiftModifier
VIEW_CHANGE_DELAY_MS = 5
"""Milliseconds after a paint: it has left the program before eight threads begin to work."""

SelectionState = tuple[frozenset[int], int | None, int]
"""What outlives a new list: the selected mailboxes, that with the cursor, the scroll position."""


class MailboxListView(QTableView):
    """Shows the list. Selection and scroll position survive a new list."""

    mailbox_opened = Signal(object)
    """A mailbox id, by double click or Enter."""
    selection_changed = Signal()
    """Another selection was made."""
    selection_restored = Signal()
    """The rows are others, or in another order; of the selection is there what is left of it."""
    visible_ids_changed = Signal(list)
    """The mailbox ids in view, after scrolling, resizing or a new list."""
    text_typed = Signal(str)
    """Text typed into the table, meant for the filter."""

    escape_pressed = Signal()
    """Esc was pressed."""

    def __init__(self, model: MailboxListModel) -> None:
        super().__init__()
        self._model = model
        self.setModel(model)
        self._row_delegate = RowDelegate(model)
        self.setItemDelegate(self._row_delegate)
        self._configure()
        self._saved_state: SelectionState = (frozenset(), None, 0)
        self._announces_after_paint = False
        self._is_restoring = False
        self._announce_timer = QTimer(self, singleShot=True, interval=VIEW_CHANGE_DELAY_MS)
        self._announce_timer.timeout.connect(self._announce_visible_ids)
        self.verticalScrollBar().valueChanged.connect(self._on_scroll)
        model.modelAboutToBeReset.connect(self._save_state)
        model.modelReset.connect(self._restore_state)
        self.doubleClicked.connect(self._open_current)
        self.selectionModel().selectionChanged.connect(self._on_selection_changed)

    def _configure(self) -> None:
        self.setAccessibleName(translate("mailbox_list", "Mailboxes"))
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
        self.horizontalHeader().setSelectionModel(QItemSelectionModel(self._model, self))
        self.header_controller = HeaderController(self)
        self.column_fitter = ColumnFitter(self, self._model, self.header_controller)
        self.setSortingEnabled(True)

    def current_id(self) -> int | None:
        """The selected mailbox with the cursor, or the first selected one: what a key acts on."""
        current = self.currentIndex()
        if current.isValid() and self.selectionModel().isRowSelected(current.row()):
            return self._model.id_at(current.row())
        return next(iter(self.selected_ids()), None)

    def selected_ids(self) -> list[int]:
        """The selected mailboxes, from top to bottom."""
        return [i for line in self._selected_lines() if (i := self._model.id_at(line)) is not None]

    def selected_texts(self) -> list[RowTexts]:
        """The selected rows as they are seen, from top to bottom."""
        lines = self._selected_lines()
        return [self._model.texts(n) for n in lines if self._model.id_at(n) is not None]

    def _selected_lines(self) -> list[int]:
        """Ten thousand rows are one range, or a few; to ask for each of them would take long."""
        ranges = self.selectionModel().selection().toList()
        return sorted({n for r in ranges for n in range(r.top(), r.bottom() + 1)})

    def select_mailbox(self, mailbox_id: int) -> None:
        """Select a mailbox and scroll to it, if it is shown."""
        line = self._model.line_of(mailbox_id)
        if line is not None:
            self._select_line(line)
            self.scrollTo(self._model.index(line, Column.ADDRESS))

    def scroll_to_current(self) -> None:
        """Scroll to the mailbox that Enter would open, if it is out of sight."""
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def visible_ids(self) -> list[int]:
        """The mailboxes that can be seen now, from top to bottom."""
        if not self._model.rowCount():
            return []
        first = max(0, self.rowAt(0))
        last = self.rowAt(self.viewport().height() - 1)
        last = self._model.rowCount() - 1 if last < 0 else last
        found = (self._model.id_at(line) for line in range(first, last + 1))
        return [mailbox_id for mailbox_id in found if mailbox_id is not None]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Shift+F10 shows the menu, Esc shows everything; the rest is the table's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open_current()
        elif event.key() == Qt.Key.Key_Escape:
            self.escape_pressed.emit()
        elif event.key() == Qt.Key.Key_F10 and event.modifiers() == SHIFT_MODIFIER:
            self._open_menu()  # Qt knows this key on Windows only
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Typing in the list filters it."""
        self.text_typed.emit(search)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More rows may be in view."""
        super().resizeEvent(event)
        self._announce_after_paint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """What is in view is told of once it can be seen."""
        super().paintEvent(event)
        if self._announces_after_paint:
            self._announces_after_paint = False
            self._announce_timer.start()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the palette from light to dark."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._row_delegate.forget_icons()

    def _announce_after_paint(self) -> None:
        """A paint that eight threads at work hold up comes 15 ms later (measured)."""
        self._announces_after_paint = True
        self.viewport().update()

    def _open_menu(self) -> None:
        place = self.visualRect(self.currentIndex()).center()
        reason = QContextMenuEvent.Reason.Keyboard
        asked = QContextMenuEvent(reason, place, self.viewport().mapToGlobal(place))
        QApplication.sendEvent(self, asked)

    def _open_current(self) -> None:
        mailbox_id = self.current_id()
        if mailbox_id is not None:
            self.mailbox_opened.emit(mailbox_id)

    def _save_state(self) -> None:
        current = self.currentIndex()
        here = self._model.id_at(current.row()) if current.isValid() else None
        self._saved_state = (frozenset(self.selected_ids()), here, self.verticalScrollBar().value())

    def _restore_state(self) -> None:
        selected, here, scroll = self._saved_state
        lines = self._lines_of(selected)
        if here in selected and len(lines) <= 1:  # to look for it once more would take a while
            line = next(iter(lines), None)
        else:
            line = None if here is None else self._model.line_of(here)
        if line is None or not lines:
            line = lines[0] if lines else self._first_line()
        self.executeDelayedItemsLayout()  # or the scroll bar does not know yet how far it goes
        if line is not None:
            self._is_restoring = True
            self.setAutoScroll(False)  # to the cursor and back would lay out and scroll twice
            self._select_lines(lines or [line], line)
            self.setAutoScroll(True)
            self._is_restoring = False
        self.verticalScrollBar().setValue(scroll)
        self._announce_after_paint()
        self.selection_restored.emit()

    def _lines_of(self, ids: Collection[int]) -> list[int]:
        found = (self._model.line_of(mailbox_id) for mailbox_id in ids)
        return sorted(line for line in found if line is not None)

    def _first_line(self) -> int | None:
        lines = range(self._model.rowCount())
        return next((line for line in lines if self._model.id_at(line) is not None), None)

    def _select_lines(self, lines: Sequence[int], current: int) -> None:
        """Select these, with the cursor at one of them."""
        flags = QItemSelectionModel.SelectionFlag
        chosen = QItemSelection()
        for first, last in _contiguous_ranges(lines):
            chosen.select(self._model.index(first, 0), self._model.index(last, 0))
        model = self.selectionModel()
        model.setCurrentIndex(self._model.index(current, Column.ADDRESS), flags.NoUpdate)
        model.select(chosen, flags.ClearAndSelect | flags.Rows)

    def _select_line(self, line: int) -> None:
        self._select_lines([line], line)

    def _on_selection_changed(self) -> None:
        if not self._is_restoring:
            self.selection_changed.emit()

    def _on_scroll(self) -> None:
        """Other rows are in view."""
        self._announce_after_paint()

    def _announce_visible_ids(self) -> None:
        self.column_fitter.start()
        self.visible_ids_changed.emit(self.visible_ids())


def _contiguous_ranges(lines: Sequence[int]) -> Iterator[tuple[int, int]]:
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


def copy_rows(view: MailboxListView) -> int:
    """Copy the selected rows as they are seen: shown columns, in their order; gives how many."""
    columns = view.header_controller.shown_columns()
    rows = view.selected_texts()
    QGuiApplication.clipboard().setText(to_tab_separated(rows, columns))
    return len(rows)


def to_tab_separated(rows: Iterable[RowTexts], columns: Sequence[Column]) -> str:
    """A line for each row, its cells parted by tabs, and no formula among them."""
    return "\n".join("\t".join(escape_cell(row[column]) for column in columns) for row in rows)
