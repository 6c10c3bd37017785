"""A copy of the rows and of what is known of them, for a worker that exports them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_app.core.errors import AppError
from desktop_app.core.mail_check.last_check import LastCheck
from desktop_app.core.mailbox.mailbox import Mailbox
from desktop_app.core.mailbox_list.mailbox_state import NO_MARKS, MailboxMarks
from desktop_app.core.spreadsheet_text import Cell
from desktop_app.ui.mailbox_list.table.cell_texts import CellTexts
from desktop_app.ui.mailbox_list.table.columns import column_specs

if TYPE_CHECKING:
    from desktop_app.core.mailbox_list.listing import ListedMailbox


@dataclass(frozen=True)
class ExportRows:
    """Uses no Qt object and does not change, so that a worker can read it."""

    rows: Sequence[ListedMailbox]
    known: Mapping[int, Mailbox]
    checks: Mapping[int, LastCheck]
    marks: MailboxMarks = NO_MARKS

    def error_for(self, _mailbox_id: int) -> AppError | None:
        """Return None: details that failed to load leave their cells empty in a file."""
        return None

    def cached_at(self, _mailbox_id: int) -> float | None:
        """Return None: a file has no tooltips."""
        return None

    def read_at(self, _mailbox_id: int) -> float | None:
        """Return None: a file has no tooltips."""
        return None

    def get(self, mailbox_id: int) -> LastCheck | None:
        """Return the last check of a mailbox; None if it was never checked."""
        return self.checks.get(mailbox_id)

    def ids(self) -> frozenset[int]:
        """Return the ids of the mailboxes that were ever checked."""
        return frozenset(self.checks)

    def titles(self) -> tuple[str, ...]:
        """Return the translated titles of the exported columns."""
        return tuple(spec.title for spec in column_specs() if spec.is_exported)

    def cells(self) -> Iterator[Sequence[Cell]]:
        """Return the cells of the exported columns, row by row; ids and ports are numbers."""
        cell_texts = CellTexts(self, self)
        cell_texts.marks = self.marks
        return map(cell_texts.cells, self.rows)
