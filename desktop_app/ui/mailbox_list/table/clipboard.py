"""Rows of the list on the clipboard."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtGui import QGuiApplication

from desktop_app.core.spreadsheet_text import one_line
from desktop_app.ui.mailbox_list.list_view import MailboxView
from desktop_app.ui.mailbox_list.table.cell_texts import Texts
from desktop_app.ui.mailbox_list.table.columns import Column


def copy_rows(view: MailboxView) -> int:
    """Copy the selected rows as they are seen: shown columns, in their order; gives how many."""
    columns = view.columns.shown()
    rows = view.selected_texts()
    QGuiApplication.clipboard().setText(as_text(rows, columns))
    return len(rows)


def as_text(rows: Iterable[Texts], columns: Sequence[Column]) -> str:
    """A line for each row, its cells parted by tabs, and no formula among them."""
    return "\n".join("\t".join(one_line(row[column]) for column in columns) for row in rows)
