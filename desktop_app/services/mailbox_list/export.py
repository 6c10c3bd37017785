"""Writes tables to CSV and Excel files in a worker thread."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import chain
from pathlib import Path

from desktop_app.core.errors import Cancelled, FileNotWritten
from desktop_app.core.spreadsheet_text import Cell, escape_csv_cell, replace_lone_surrogates
from desktop_app.net.cancel_token import CancelToken
from desktop_app.profiles.atomic_file import write_atomically
from desktop_app.services.background import (
    Failure,
    Job,
    MainThreadDispatcher,
    Success,
    WorkQueue,
    no_resource,
)

SheetRow = Sequence[Cell]
MAX_CELL_CHARACTERS = 32_767
"""Most characters that Excel accepts in a cell."""
MAX_EXACT_INTEGER = 10**15
"""Excel keeps 15 digits of a number; larger integers are written as text."""
MAX_TITLE_UNITS = 31
"""Excel's limit for the name of a sheet, in units of UTF-16: an emoji counts twice."""
MAX_COLUMN_WIDTH = 60
"""The widest column, in characters."""


class ExportFormat(Enum):
    """A file format; the values are the file name extensions."""

    CSV = "csv"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table to export. ``make_rows`` runs in the worker and must not use Qt objects.

    ``delimiter`` separates the cells of a CSV file; Excel expects the system's list separator.
    """

    title: str
    header: Sequence[str]
    make_rows: Callable[[], Iterable[SheetRow]]
    delimiter: str = ","


class Exporter:
    """Writes files one after another in a worker thread. To be called on the GUI thread."""

    def __init__(self, dispatcher: MainThreadDispatcher) -> None:
        self._queue = WorkQueue("export", 1, no_resource, dispatcher)

    def write(
        self,
        path: Path,
        file_format: ExportFormat,
        sheet: Sheet,
        on_done: Callable[[Success[None] | Failure], None],
    ) -> Job:
        """Write a file completely or not at all.

        ``on_done`` gets the outcome on the GUI thread; the errors are FileNotWritten and Cancelled.
        """
        return self._queue.submit(
            lambda _none, stop: write_sheet(path, file_format, sheet, stop), on_done
        )

    def close(self) -> None:
        """Stop the current export and the worker."""
        self._queue.close()


def write_sheet(
    path: Path, file_format: ExportFormat, sheet: Sheet, cancel_token: CancelToken
) -> None:
    """Write a file. Raises FileNotWritten and Cancelled; an existing file then stays unchanged."""
    make = csv_bytes if file_format is ExportFormat.CSV else xlsx_bytes
    data = make(sheet, _cancellable(cancel_token, sheet.make_rows()))
    try:
        write_atomically(path, data)
    except OSError as error:
        raise FileNotWritten(error.strerror or type(error).__name__) from None


def _cancellable(cancel_token: CancelToken, rows: Iterable[SheetRow]) -> Iterator[SheetRow]:
    for row in rows:
        if cancel_token.cancelled:
            raise Cancelled
        yield row


def csv_bytes(sheet: Sheet, rows: Iterable[SheetRow]) -> bytes:
    """Return CSV as UTF-8 with a byte order mark, for Excel; no cell starts a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(
        text, delimiter=sheet.delimiter, lineterminator="\r\n", quoting=csv.QUOTE_NONNUMERIC
    )
    for row in chain([sheet.header], rows):
        writer.writerow([escape_csv_cell(cell) if isinstance(cell, str) else cell for cell in row])
    return text.getvalue().encode("utf-8-sig", "replace")


def xlsx_bytes(sheet: Sheet, rows: Iterable[SheetRow]) -> bytes:
    """Return an Excel workbook with one sheet; texts are never taken for formulas."""
    from xlsxwriter import Workbook  # type: ignore[import-untyped]  # lazy: start; it ships no types

    file = io.BytesIO()
    workbook = Workbook(file, {"in_memory": True})
    page = workbook.add_worksheet(_sheet_title(sheet.title))
    widths = [len(name) for name in sheet.header]
    last = 0
    for last, row in enumerate(chain([sheet.header], rows)):
        for column, cell in enumerate(row):
            if isinstance(cell, int) and abs(cell) < MAX_EXACT_INTEGER:
                page.write_number(last, column, cell)
            else:
                page.write_string(
                    last, column, replace_lone_surrogates(str(cell))[:MAX_CELL_CHARACTERS]
                )
            widths[column] = max(widths[column], len(str(cell)))
    page.set_row(0, None, workbook.add_format({"bold": True}))
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, last, len(widths) - 1)
    for column, width in enumerate(widths):
        page.set_column(column, column, min(width + 2, MAX_COLUMN_WIDTH))
    workbook.close()
    return file.getvalue()


def _sheet_title(text: str) -> str:
    """Return a valid sheet name, with none of the characters and names that Excel forbids."""
    cleaned = "".join(
        " " if c in "[]:*?/\\" or not c.isprintable() else c for c in replace_lone_surrogates(text)
    )
    units = cleaned.strip("' ").encode("utf-16-le")[: 2 * MAX_TITLE_UNITS]
    title = units.decode("utf-16-le", "ignore").strip("' ")
    return "Mailboxes" if title.casefold() in ("", "history") else title
