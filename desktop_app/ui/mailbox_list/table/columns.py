"""The columns of the mailbox list, each declared once.

To add a column, add its name to ``Column``, and its declaration to the others of its source.
"""

from __future__ import annotations

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
from desktop_app.ui.mailbox_list.table.column_spec import (
    AnyColumn,
    CheckColumn,
    Column,
    DetailColumn,
    ListColumn,
    SortKey,
    StateColumn,
)
from desktop_app.ui.text.mailbox import display_text

if TYPE_CHECKING:
    pass


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
