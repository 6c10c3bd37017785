"""What a column of the mailbox list is: its title, texts, order, width and place in a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from typing import TYPE_CHECKING

from desktop_app.core.mail_check.last_check import LastCheck
from desktop_app.core.mailbox.mailbox import Mailbox
from desktop_app.core.mailbox_list.mailbox_state import MailboxState
from desktop_app.core.mailbox_list.quick_filter import FilterTraits
from desktop_app.core.spreadsheet_text import Cell

if TYPE_CHECKING:
    from desktop_app.core.mailbox_list.listing import ListedMailbox


class Column(IntEnum):
    """The columns, from left to right until the user moves them.

    Their names, in lower case, are the keys of the settings file: never rename one.
    """

    STATE = 0
    ADDRESS = 1
    NAME = 2
    CATEGORY = 3
    PRIORITY = 4
    TYPE = 5
    SERVER = 6
    PORT = 7
    SECURITY = 8
    USER_NAME = 9
    ID = 10
    RIGHTS = 11
    CHECKED = 12


SortKey = tuple[float | str, ...]


@dataclass(frozen=True)
class ColumnSpec:
    """What is the same for every column.

    The derived classes say where a column's texts come from. A column without a ``sort_key`` is
    sorted by its texts, as the user's language orders them; rows without a key come last. A file
    gets the ``cell`` in place of the text, such as a number.
    """

    column: Column
    title: str
    width: int
    """The width in average characters before there are texts that the column can be fitted to."""
    least_width: int | None = field(default=None, kw_only=True)
    """The width in average characters to which a narrow window may cut the texts; None: none."""
    is_number: bool = field(default=False, kw_only=True)
    """Whether the texts stand to the right, under each other."""
    says_none: bool = field(default=True, kw_only=True)
    """Whether the table shows a dash where there is known to be no value."""
    is_shown_at_first: bool = field(default=True, kw_only=True)
    is_exported: bool = field(default=True, kw_only=True)
    whole_texts: tuple[str, ...] = field(default=(), kw_only=True)
    """What the column is never too narrow for: the beginnings of its texts that matter."""


@dataclass(frozen=True)
class ListColumn(ColumnSpec):
    """A column that the list call fills."""

    text: Callable[[ListedMailbox], str]
    full_text: Callable[[ListedMailbox], str] | None = field(default=None, kw_only=True)
    """What the server said, for filter, details and files, where the table shows a part of it."""
    is_searched: bool = field(default=True, kw_only=True)
    """False if another column's ``full_text`` holds these texts."""
    sort_key: Callable[[ListedMailbox], SortKey | None] | None = field(default=None, kw_only=True)
    cell: Callable[[ListedMailbox], Cell] | None = field(default=None, kw_only=True)


@dataclass(frozen=True)
class DetailColumn(ColumnSpec):
    """A column that waits for the details of each mailbox."""

    text: Callable[[Mailbox, FilterTraits], str]
    text_before: Callable[[ListedMailbox], str] | None = field(default=None, kw_only=True)
    """What the list call tells already; None for nothing."""
    text_with_check: Callable[[Mailbox, FilterTraits, LastCheck], str] | None = field(
        default=None, kw_only=True
    )
    """The text of a mailbox that was checked, where the check tells more."""
    sort_key: Callable[[Mailbox], SortKey | None] | None = field(default=None, kw_only=True)
    cell: Callable[[Mailbox], Cell] | None = field(default=None, kw_only=True)


@dataclass(frozen=True)
class CheckColumn(ColumnSpec):
    """A column about the last check of a mailbox, None for a mailbox that was never checked."""

    text: Callable[[LastCheck], str]
    """Not asked for a mailbox that was never checked, whose cell is empty."""
    sort_key: Callable[[LastCheck], SortKey] | None = field(default=None, kw_only=True)
    cell: Callable[[LastCheck], Cell] | None = field(default=None, kw_only=True)


@dataclass(frozen=True)
class StateColumn(ColumnSpec):
    """The column of states: a shape in the table, a word elsewhere; sorted most urgent first."""

    text: Callable[[MailboxState], str]
    sort_key: None = field(default=None, init=False)


AnyColumn = ListColumn | DetailColumn | CheckColumn | StateColumn
