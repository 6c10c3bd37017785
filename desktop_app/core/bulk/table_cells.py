"""Reads the cells of a pasted table, as PowerShell, Excel and password managers write them."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

_BYTE_ORDER_MARK = "\ufeff"
_TYPE_LINE = re.compile(r"#TYPE [^\r\n]*(\r\n|\n|\r)")
"""The line that ``Export-Csv`` of Windows PowerShell puts before the column titles."""
_DELIMITERS = "\t;,"
_PASSWORD_TITLES = frozenset(
    (
        *("password", "new password", "passwort", "kennwort"),
        *("passord", "adgangskode", "lösenord", "wachtwoord"),
    )
)
_LOGIN_TITLES = (
    *("address", "e-mail", "email", "e-mail address", "email address", "mail", "mailbox"),
    *("login name", "username", "user name", "user", "login", "account"),
)
"""Titles of the column with the address or user name, the surest first."""


@dataclass(frozen=True, slots=True)
class TableRecord:
    """The cells of one row and the number of its first line, which starts at 1."""

    line_number: int
    cells: tuple[str, ...] = field(repr=False)


def strip_table_marks(text: str) -> str:
    """Return the text without a byte order mark and PowerShell's ``#TYPE`` line in front.

    The line end of a ``#TYPE`` line stays, so that line numbers are those of the pasted text.
    """
    text = text.removeprefix(_BYTE_ORDER_MARK)
    first = _TYPE_LINE.match(text)
    return text[first.start(1) :] if first else text


def read_quoted_records(text: str) -> tuple[TableRecord, ...] | None:
    """Return the rows of a table in which every field is in quotation marks, without them.

    The cells keep line ends and doubled quotation marks count as one (RFC 4180). None if a field
    has no quotation marks, a row has a single field, or a quotation mark is not closed.
    """
    if not text.lstrip().startswith('"'):
        return None
    for delimiter in _DELIMITERS:
        try:
            return tuple(_quoted_records(text.rstrip(), delimiter))
        except (csv.Error, ValueError):
            continue
    return None


def _quoted_records(text: str, delimiter: str) -> Iterator[TableRecord]:
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=delimiter,
        quoting=csv.QUOTE_NONNUMERIC,  # makes a number, or an error, of a field without quotes
        skipinitialspace=True,
        strict=True,
    )
    first_line = 1
    for cells in reader:
        if cells:
            if len(cells) < 2 or not all(isinstance(cell, str) for cell in cells):
                raise ValueError("not a quoted table")
            yield TableRecord(first_line, tuple(cells))
        first_line = reader.line_num + 1


def find_title_columns(cells: Sequence[str]) -> tuple[int, int] | None:
    """Return the columns of login and password if the cells are column titles, else None."""
    titles = [cell.strip().strip('"').casefold() for cell in cells]
    passwords = [n for n, title in enumerate(titles) if title in _PASSWORD_TITLES]
    logins = [titles.index(title) for title in _LOGIN_TITLES if title in titles]
    return (logins[0], passwords[0]) if logins and len(passwords) == 1 else None
