"""What is said of a row of the list beside the texts of its cells."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop_app.core.mailbox.rights import list_lock_reason
from desktop_app.ui.i18n import translate
from desktop_app.ui.mailbox_list.table.cell_texts import CellTexts
from desktop_app.ui.text.dates import as_of_text, local_time

if TYPE_CHECKING:
    from desktop_app.core.mailbox_list.listing import ListedMailbox

SharedText = Callable[[int], str]
"""Gives the sentence that says which other profiles fetch from a mailbox; empty if none does."""


def cell_tooltip(
    row: ListedMailbox,
    column: int,
    cell_texts: CellTexts,
    shared_text: SharedText,
    *,
    is_pending: bool,
) -> str:
    """Return the plain text of a cell's tooltip: why it is empty, or its value and remarks."""
    failure = cell_texts.failure_text(row.id)
    if failure and cell_texts.is_detail(column):
        return failure
    parts = (
        cell_texts.text(row, column),
        _age_text(row, column, cell_texts),
        row_remarks(row, shared_text, is_pending=is_pending),
    )
    return "\n".join(part for part in parts if part)


def row_remarks(row: ListedMailbox, shared_text: SharedText, *, is_pending: bool) -> str:
    """Return what is to be said of a row as a whole, a sentence a line; empty for most rows.

    ``is_pending`` says that a change of the mailbox waits to be sent.
    """
    pending = _pending_text() if is_pending else ""
    return "\n".join(filter(None, (pending, _lock_text(row), shared_text(row.id))))


def _pending_text() -> str:
    return translate(
        "mailbox_list",
        "A change to this mailbox is pending: the list shows what SuperOffice had before. "
        "Ctrl+H shows the change.",
    )


def _age_text(row: ListedMailbox, column: int, cell_texts: CellTexts) -> str:
    """Say that a value may be old, where it was not read since there is a connection."""
    as_of = cell_texts.cached_at(row.id) if cell_texts.is_detail(column) else None
    return "" if as_of is None else as_of_text(local_time(as_of))


def _lock_text(row: ListedMailbox) -> str:
    lock = list_lock_reason(row.right)
    if lock is None:
        return ""
    return lock.reason or translate("mailbox_list", "You may not change this mailbox.")
