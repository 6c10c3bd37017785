"""Rows of the list on the clipboard."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtGui import QGuiApplication

from desktop_app.core.spreadsheet_text import escape_cell
from desktop_app.ui.mailbox_list.table.cell_texts import RowTexts
from desktop_app.ui.mailbox_list.table.columns import Column
from desktop_app.ui.mailbox_list.table.list_view import MailboxListView


def copy_rows(view: MailboxListView) -> int:
    """Copy the selected rows as they are seen: shown columns, in their order; gives how many."""
    columns = view.header_controller.shown_columns()
    rows = view.selected_texts()
    QGuiApplication.clipboard().setText(to_tab_separated(rows, columns))
    return len(rows)


def to_tab_separated(rows: Iterable[RowTexts], columns: Sequence[Column]) -> str:
    """A line for each row, its cells parted by tabs, and no formula among them."""
    return "\n".join("\t".join(escape_cell(row[column]) for column in columns) for row in rows)
