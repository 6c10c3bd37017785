"""The columns of the mailbox list, each declared once: its title, texts, order and place in a file.

To add a column, add its name to ``Column``, and its declaration to the others of its source.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache, partial
from typing import TYPE_CHECKING

from desktop_app.core.mail_check.last_check import CheckOutcome, LastCheck
from desktop_app.core.mail_check.mail_check import check_target
from desktop_app.core.mailbox.addresses import split_display_name
from desktop_app.core.mailbox.mailbox import Field, Mailbox
from desktop_app.core.mailbox.rights import list_lock_reason
from desktop_app.core.mailbox_list.mailbox_state import MailboxState
from desktop_app.core.mailbox_list.quick_filter import EditRight, FilterTraits
from desktop_app.core.spreadsheet_text import Cell
from desktop_app.ui.i18n import translate
from desktop_app.ui.mailbox_list.filter.quick_filter_text import (
    check_outcome_text,
    last_check_text,
    right_text,
    security_text,
    short_last_check_text,
    state_text,
    type_trait_text,
)
from desktop_app.ui.text.mailbox import display_text

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


def column_specs() -> tuple[AnyColumn, ...]:
    """Declare the columns in the order of ``Column``, with titles in the user's language.

    Words that thousands of rows share are translated once for each call.
    """
    specs: tuple[AnyColumn, ...] = (
        _state_column(),
        *_list_columns(),
        *_server_columns(),
        *_trait_columns(),
        *_check_columns(),
    )
    return tuple(sorted(specs, key=lambda spec: spec.column))


def _state_column() -> StateColumn:
    words = {state: state_text(state) for state in MailboxState}
    return StateColumn(
        Column.STATE,
        translate("mailbox_list", "State"),
        4,
        words.__getitem__,
    )


def _list_columns() -> tuple[ListColumn, ...]:
    return (
        ListColumn(
            Column.ADDRESS,
            translate("mailbox_list", "Address"),
            30,
            lambda row: split_display_name(row.address or "")[0],
            full_text=lambda row: row.address or "",
            least_width=30,
            cell=lambda row: row.address or "",
        ),
        ListColumn(
            Column.NAME,
            translate("mailbox_list", "Name"),
            18,
            lambda row: split_display_name(row.address or "")[1],
            is_searched=False,
            least_width=12,
            says_none=False,  # most mailboxes have none
        ),
        ListColumn(
            Column.CATEGORY,
            translate("mailbox_list", "Category"),
            18,
            lambda row: row.category or "",
            least_width=14,
        ),
        ListColumn(
            Column.PRIORITY,
            translate("mailbox_list", "Priority"),
            11,
            lambda row: row.priority or "",
        ),
        ListColumn(
            Column.ID,
            translate("mailbox_list", "Id"),
            9,
            lambda row: str(row.id),
            sort_key=lambda row: (row.id,),
            cell=lambda row: row.id,
            is_number=True,
            is_shown_at_first=False,
        ),
    )


def _server_columns() -> tuple[DetailColumn, ...]:
    return (
        DetailColumn(
            Column.SERVER,
            translate("mailbox_list", "Server"),
            22,
            partial(_value_text, Field.SERVER),
            least_width=18,
        ),
        DetailColumn(
            Column.PORT,
            translate("mailbox_list", "Port"),
            9,
            partial(_value_text, Field.PORT),
            sort_key=_port_key,
            cell=_port_cell,
            is_number=True,
        ),
        DetailColumn(
            Column.USER_NAME,
            translate("mailbox_list", "User name"),
            20,
            partial(_value_text, Field.USER_NAME),
            least_width=14,
        ),
    )


def _trait_columns() -> tuple[DetailColumn, ...]:
    """Declare the columns of what a mailbox is also counted as."""
    type_text = cache(type_trait_text)
    securities = cache(security_text)
    rights = {right: right_text(right) for right in EditRight}
    locked = rights[EditRight.NO_UPDATE]
    return (
        DetailColumn(
            Column.TYPE,
            translate("mailbox_list", "Type"),
            25,
            lambda _mailbox, traits: type_text(traits.type) if traits.type else "",
            is_shown_at_first=False,  # security and port say what matters of it
        ),
        DetailColumn(
            Column.SECURITY,
            translate("mailbox_list", "Security"),
            10,
            lambda _mailbox, traits: securities(traits.security) if traits.security else "",
            text_with_check=_security_with_check,
        ),
        DetailColumn(
            Column.RIGHTS,
            translate("mailbox_list", "Rights"),
            18,
            lambda _mailbox, traits: rights[traits.right] if traits.right else "",
            text_before=lambda row: locked if row.right and list_lock_reason(row.right) else "",
            is_shown_at_first=False,  # the state says the right
        ),
    )


def _check_columns() -> tuple[CheckColumn, ...]:
    return (
        CheckColumn(
            Column.CHECKED,
            translate("mailbox_list", "Last check"),
            27,
            short_last_check_text,
            least_width=0,
            sort_key=lambda check: (check.at.timestamp(),),
            cell=last_check_text,
            whole_texts=tuple(map(check_outcome_text, CheckOutcome)),
        ),
    )


def column_titles() -> tuple[str, ...]:
    """Return the titles of the columns in the user's language, in the order of ``Column``."""
    return tuple(spec.title for spec in column_specs())


def _value_text(name: Field, mailbox: Mailbox, _traits: FilterTraits) -> str:
    return display_text(mailbox.values.get(name))


def _security_with_check(mailbox: Mailbox, traits: FilterTraits, check: LastCheck) -> str:
    """Return the security with the TLS version, if the check was of these settings."""
    is_same = check.target is not None and check.target == check_target(mailbox.values)
    version = check.tls_version if is_same else ""
    return security_text(traits.security, version) if traits.security else ""


def _port_key(mailbox: Mailbox) -> SortKey | None:
    """Sort ports by value; a port that is no number comes first."""
    port = mailbox.values.get(Field.PORT)
    if port is None:
        return None
    return (port, "") if isinstance(port, int) else (-1, str(port))


def _port_cell(mailbox: Mailbox) -> Cell:
    port = mailbox.values.get(Field.PORT)
    return port if isinstance(port, int) else display_text(port)
