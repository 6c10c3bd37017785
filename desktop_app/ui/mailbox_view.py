"""The table of mailboxes."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from desktop_app.ui.mailbox_table import MailboxTable
from desktop_app.ui.table.columns import HIDDEN_AT_FIRST, WIDTHS, Column


class MailboxView(QTableView):
    """Shows the list. Selection and scroll position survive a new list."""

    opened = Signal(object)
    """A mailbox id, by double click or Enter."""
    chosen = Signal()
    """The selection changed."""
    looked_at = Signal(list)
    """The mailbox ids in view, after scrolling, resizing or a new list."""
    typed = Signal(str)
    """Text typed into the table, meant for the filter."""

    def __init__(self, table: MailboxTable) -> None:
        super().__init__()
        self._table = table
        self.setModel(table)
        self._set_up()
        self._kept: int | None = None
        self._kept_scroll = 0
        self._look = QTimer(self, singleShot=True, interval=0)
        self._look.timeout.connect(self._tell_view)
        self.verticalScrollBar().valueChanged.connect(self._on_scroll)
        table.modelAboutToBeReset.connect(self._keep)
        table.modelReset.connect(self._restore)
        self.doubleClicked.connect(self._open_current)
        self.selectionModel().selectionChanged.connect(self._on_selection)

    def _set_up(self) -> None:
        self.setAccessibleName(self.tr("Mailboxes"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
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
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setStretchLastSection(True)
        header.setSortIndicator(int(Column.ADDRESS), Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        for column, characters in WIDTHS.items():
            self.setColumnWidth(column, characters * self.fontMetrics().averageCharWidth())
            self.setColumnHidden(column, column in HIDDEN_AT_FIRST)

    def current_id(self) -> int | None:
        """The selected mailbox."""
        lines = self.selectionModel().selectedRows()
        return self._table.id_at(lines[0].row()) if lines else None

    def select(self, mailbox_id: int) -> None:
        """Select a mailbox and scroll to it, if it is shown."""
        line = self._table.line_of(mailbox_id)
        if line is not None:
            self._select_line(line)
            self.scrollTo(self._table.index(line, 0))

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
        """Enter opens; everything else is the table's own."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open_current()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Typing in the list filters it."""
        self.typed.emit(search)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """More rows may be in view."""
        super().resizeEvent(event)
        self._look.start()

    def _open_current(self) -> None:
        mailbox_id = self.current_id()
        if mailbox_id is not None:
            self.opened.emit(mailbox_id)

    def _keep(self) -> None:
        self._kept = self.current_id()
        self._kept_scroll = self.verticalScrollBar().value()

    def _restore(self) -> None:
        line = None if self._kept is None else self._table.line_of(self._kept)
        if line is None:
            line = 0 if self._table.rowCount() else None
        if line is not None:
            self._select_line(line)
        self.updateGeometries()
        self.verticalScrollBar().setValue(self._kept_scroll)
        self._look.start()
        self.chosen.emit()

    def _select_line(self, line: int) -> None:
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(
            self._table.index(line, 0),
            flags.ClearAndSelect | flags.Rows,
        )

    def _on_selection(self) -> None:
        self.chosen.emit()

    def _on_scroll(self) -> None:
        """Not the timer's own slot: that would take the scroll position for its interval."""
        self._look.start()

    def _tell_view(self) -> None:
        self.looked_at.emit(self.ids_in_view())
