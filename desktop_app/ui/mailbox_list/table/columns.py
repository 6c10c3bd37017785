"""The columns of the list."""

from __future__ import annotations

from enum import IntEnum

from desktop_app.ui.i18n import translate


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
    return (
        translate("mailbox_list", "Address"),
        translate("mailbox_list", "Category"),
        translate("mailbox_list", "Priority"),
        translate("mailbox_list", "Type"),
        translate("mailbox_list", "Security"),
        translate("mailbox_list", "Server"),
        translate("mailbox_list", "Port"),
        translate("mailbox_list", "User name"),
        translate("mailbox_list", "Id"),
        translate("mailbox_list", "Rights"),
        translate("mailbox_list", "Last checked"),
    )
