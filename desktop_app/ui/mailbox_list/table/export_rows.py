"""What is known of a list at one moment, for a worker that writes it down meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop_app.core.errors import AppError
from desktop_app.core.mail_check.last_check import LastCheck
from desktop_app.core.mailbox.mailbox import Mailbox
from desktop_app.core.spreadsheet_text import Cell
from desktop_app.ui.mailbox_list.table.cell_texts import CellTexts
from desktop_app.ui.mailbox_list.table.columns import column_specs

if TYPE_CHECKING:
    from desktop_app.core.mailbox_list.listing import ListedMailbox


@dataclass(frozen=True)
class ExportRows:
    """Knows nothing of Qt's objects, and does not change."""

    rows: Sequence[ListedMailbox]
    known: Mapping[int, Mailbox]
    checks: Mapping[int, LastCheck]

    def error_for(self, _mailbox_id: int) -> AppError | None:
        """What is missing stays empty in a file."""
        return None

    def cached_at(self, _mailbox_id: int) -> float | None:
        """A file has no tips."""
        return None

    def get(self, mailbox_id: int) -> LastCheck | None:
        """The last check of a mailbox."""
        return self.checks.get(mailbox_id)

    def ids(self) -> frozenset[int]:
        """The mailboxes that were ever checked."""
        return frozenset(self.checks)

    def titles(self) -> tuple[str, ...]:
        """The titles of the exported columns."""
        return tuple(spec.title for spec in column_specs() if spec.is_exported)

    def cells(self) -> Iterator[Sequence[Cell]]:
        """The rows, in the exported columns; ids and ports are numbers."""
        return map(CellTexts(self, self).cells, self.rows)
