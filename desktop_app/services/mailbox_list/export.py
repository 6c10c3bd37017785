"""Tables written to files for spreadsheets, in a worker."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import chain
from pathlib import Path

from desktop_app.core.errors import Cancelled, FileNotWritten
from desktop_app.core.spreadsheet_text import Cell, harmless, sound
from desktop_app.net.cancel_token import Cancel
from desktop_app.services.background import Courier, Done, Failed, Lane, Ticket

Row = Sequence[Cell]
LONGEST = 32_767
"""Characters of a cell that Excel takes."""
EXACT = 10**15
"""Excel keeps 15 digits of a number; longer ones are written as text."""
WIDEST = 60
"""The widest column, in characters."""


class Kind(Enum):
    """What to write; the values are the ends of the files' names."""

    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table. ``make_rows`` is called in the worker and must know nothing of Qt's objects.

    ``delimiter`` parts the cells of a CSV file; where the comma is a decimal sign, Excel expects a
    semicolon.
    """

    title: str
    header: Sequence[str]
    make_rows: Callable[[], Iterable[Row]]
    delimiter: str = ","


class Exporter:
    """Writes one file after another."""

    def __init__(self, courier: Courier) -> None:
        self._lane = Lane("export", 1, _Nothing, courier)

    def write(
        self, path: Path, kind: Kind, sheet: Sheet, deliver: Callable[[Done[None] | Failed], None]
    ) -> Ticket:
        """Write a file, as a whole or not at all. Its trouble is FileNotWritten."""
        return self._lane.submit(lambda _nothing, stop: write(path, kind, sheet, stop), deliver)

    def close(self) -> None:
        """Stop what is being written."""
        self._lane.close()


class _Nothing:
    def close(self) -> None:
        """Nothing to let go of."""


def write(path: Path, kind: Kind, sheet: Sheet, stop: Cancel) -> None:
    """Write a file. Raises FileNotWritten and Cancelled; then an older file is as it was."""
    from desktop_app.profiles.atomic_file import write_safely

    make = csv_bytes if kind is Kind.CSV else xlsx_bytes
    data = make(sheet, _until(stop, sheet.make_rows()))
    try:
        write_safely(path, data)
    except OSError as error:
        raise FileNotWritten(error.strerror or type(error).__name__) from None


def _until(stop: Cancel, rows: Iterable[Row]) -> Iterator[Row]:
    for row in rows:
        if stop.cancelled:
            raise Cancelled
        yield row


def csv_bytes(sheet: Sheet, rows: Iterable[Row]) -> bytes:
    """UTF-8 with the mark by which Excel knows it; no cell is a formula."""
    import csv

    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=sheet.delimiter, lineterminator="\r\n")
    for row in chain([sheet.header], rows):
        writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in row])
    return text.getvalue().encode("utf-8-sig", "replace")


def xlsx_bytes(sheet: Sheet, rows: Iterable[Row]) -> bytes:
    """A workbook with one sheet; its texts are texts by type, whatever they begin with."""
    from xlsxwriter import Workbook  # type: ignore[import-untyped]  # it ships no types

    file = io.BytesIO()
    book = Workbook(file, {"in_memory": True})
    page = book.add_worksheet(_title(sheet.title))
    widths = [len(name) for name in sheet.header]
    last = 0
    for last, row in enumerate(chain([sheet.header], rows)):
        for column, cell in enumerate(row):
            if isinstance(cell, int) and abs(cell) < EXACT:
                page.write_number(last, column, cell)
            else:
                page.write_string(last, column, sound(str(cell))[:LONGEST])
            widths[column] = max(widths[column], len(str(cell)))
    page.set_row(0, None, book.add_format({"bold": True}))
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, last, len(widths) - 1)
    for column, width in enumerate(widths):
        page.set_column(column, column, min(width + 2, WIDEST))
    book.close()
    return file.getvalue()


def _title(text: str) -> str:
    """The name of a sheet: at most 31 characters, and none of these (Excel's rules)."""
    cleaned = "".join(" " if c in "[]:*?/\\" or not c.isprintable() else c for c in sound(text))
    return cleaned.strip("' ")[:31].strip("' ") or "Mailboxes"
