"""The columns of the list."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import QCoreApplication


class Column(IntEnum):
    """The columns, from left to right until the user moves them."""

    ADDRESS = 0
    CATEGORY = 1
    PRIORITY = 2
    TYPE = 3
    SECURITY = 4
    SERVER = 5
    PORT = 6
    USER_NAME = 7
    ID = 8
    RIGHTS = 9
    CHECKED = 10


LIST_COLUMNS = frozenset({Column.ADDRESS, Column.CATEGORY, Column.PRIORITY, Column.ID})
"""Columns that the list call fills; the others wait for the details or a check."""
DETAIL_COLUMNS = frozenset(Column) - LIST_COLUMNS - {Column.CHECKED}
DEFAULT_HIDDEN = frozenset({Column.SECURITY, Column.ID, Column.RIGHTS})
"""The type says the security too, a lock in the row says the right."""

DEFAULT_WIDTHS = {
    Column.ADDRESS: 46,
    Column.CATEGORY: 24,
    Column.PRIORITY: 12,
    Column.TYPE: 27,
    Column.SECURITY: 12,
    Column.SERVER: 28,
    Column.PORT: 9,
    Column.USER_NAME: 27,
    Column.ID: 9,
    Column.RIGHTS: 18,
    Column.CHECKED: 20,
}
"""First widths of the columns, in average characters."""


def column_titles() -> tuple[str, ...]:
    """The names of the columns."""
    tr = QCoreApplication.translate
    return (
        tr("MailboxTable", "Address"),
        tr("MailboxTable", "Category"),
        tr("MailboxTable", "Priority"),
        tr("MailboxTable", "Type"),
        tr("MailboxTable", "Security"),
        tr("MailboxTable", "Server"),
        tr("MailboxTable", "Port"),
        tr("MailboxTable", "User name"),
        tr("MailboxTable", "Id"),
        tr("MailboxTable", "Rights"),
        tr("MailboxTable", "Last checked"),
    )
