"""Parses a pasted table of new mailbox passwords. Nothing is stored, no repr shows a password."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum, auto

from desktop_app.core.bulk.table_cells import (
    TableRecord,
    find_title_columns,
    read_quoted_records,
    strip_table_marks,
)
from desktop_app.core.mailbox.characters import hidden_character, strip_hidden, unusual_space

MAX_LINES = 10_000
_LINE_END = re.compile(r"\r\n|\n|\r")
_WHITE_SPACE = re.compile(r"\s")
_LONE_MARK = re.compile(r"[-|:=;,>]+\s")
"""A second separator behind blanks, as in ``info@acme.test : secret``."""
_LEFT_OVER = " \t;,:"
"""Separators that stay behind a login when a table uses two of them."""


class PasswordWarning(Enum):
    """An oddity of a password that is probably an accident of copy and paste."""

    EDGE_SPACES = auto()
    QUOTED = auto()
    """The password is in quotation marks, which will be saved too."""
    HIDDEN_CHARACTER = auto()
    UNUSUAL_SPACE = auto()
    EXTRA_COLUMN = auto()
    """The password contains the separator: part of the password, or an extra column."""
    UNQUOTED = auto()
    """Every field of the table was in quotation marks; they were removed."""
    UNBALANCED_QUOTE = auto()
    """A quotation mark opens or closes the password alone: a cell may be cut at a line end."""
    LINE_END = auto()
    """The password contains a line end, which no mail server accepts."""


@dataclass(frozen=True, slots=True)
class PasswordRow:
    """One line of the table; ``line_number`` starts at 1, ``login`` is an address or user name."""

    line_number: int
    login: str
    password: str = field(repr=False)
    warnings: tuple[PasswordWarning, ...] = ()


class TooManyLines(ValueError):
    """The table has more than ``MAX_LINES`` lines."""


def parse_table(text: str) -> tuple[PasswordRow, ...]:
    """Read address or user name and password from each line that is not blank.

    Where every field is in quotation marks, they are removed. Otherwise the separator is the
    first tab, else the first semicolon or comma, else whitespace, and a password is taken as it
    is; a line without a separator has neither login nor password. If the first line of a table
    with quotation marks or tabs has column titles ("Address", "User name", "Password"), they name
    the columns.

    Raises: TooManyLines.
    """
    text = strip_table_marks(text)
    quoted = read_quoted_records(text)
    if quoted is not None:
        rows = _rows_of_records(quoted, (PasswordWarning.UNQUOTED,))
    else:
        lines = [(n, line) for n, line in enumerate(_LINE_END.split(text), start=1) if line.strip()]
        rows = _rows_with_titles(lines) or [_parse_line(number, line) for number, line in lines]
    if len(rows) > MAX_LINES:
        raise TooManyLines
    return tuple(rows)


def _rows_with_titles(lines: list[tuple[int, str]]) -> list[PasswordRow]:
    """Return the rows of a table with tabs and column titles; empty if it has no titles."""
    if not lines or find_title_columns(lines[0][1].split("\t")) is None:
        return []
    return _rows_of_records([TableRecord(n, tuple(line.split("\t"))) for n, line in lines], ())


def _rows_of_records(
    records: Iterable[TableRecord], said: tuple[PasswordWarning, ...]
) -> list[PasswordRow]:
    records = list(records)
    columns = find_title_columns(records[0].cells) if records else None
    login, password = columns or (0, 1)
    rows = []
    for record in records if columns is None else records[1:]:
        cells = (*record.cells, "", "")  # a short row has no password
        extra = columns is None and any(record.cells[2:])
        marks = said + ((PasswordWarning.EXTRA_COLUMN,) if extra else ())
        warnings = (*marks, *password_warnings(cells[password]))
        rows.append(
            PasswordRow(record.line_number, clean_login(cells[login]), cells[password], warnings)
        )
    return rows


def _parse_line(number: int, line: str) -> PasswordRow:
    login, separator, password = _split_line(line)
    return PasswordRow(number, clean_login(login), password, password_warnings(password, separator))


def _split_line(line: str) -> tuple[str, str, str]:
    if "\t" in line:
        return line.partition("\t")
    line = line.lstrip()
    for mark in (r"[;,]", r"\s+(?=\S)"):
        found = re.search(mark, line)
        if found is not None:
            return line[: found.start()], found[0], line[found.end() :]
    return "", "", ""  # a lone word may be a password, and the window shows the login


def clean_login(text: str) -> str:
    """Return a pasted address or user name without what copying adds to it.

    That is: quotation marks, ``mailto:``, invisible characters, and separators around it; letters
    are composed (NFC), as keyboards type them.
    """
    text = unicodedata.normalize("NFC", strip_hidden(text)).strip(_LEFT_OVER)
    if len(text) > 1 and text[0] == text[-1] and text[0] in "\"'":
        text = text[1:-1].strip()
    return text[7:].strip() if text[:7].casefold() == "mailto:" else text


def password_warnings(password: str, separator: str = "") -> tuple[PasswordWarning, ...]:
    """Return the oddities of a password; ``separator`` is what stood before it in its line."""
    quoted = len(password) > 1 and password[0] == password[-1] == '"'
    unbalanced = password.count('"') % 2 == 1 and '"' in (password[0], password[-1])
    at_edge = separator == "," and "," in (password[:1], password[-1:])
    lone_mark = separator.isspace() and _LONE_MARK.match(password) is not None
    found = {
        PasswordWarning.EDGE_SPACES: password != password.strip(),
        PasswordWarning.QUOTED: quoted,
        PasswordWarning.HIDDEN_CHARACTER: bool(hidden_character(_WHITE_SPACE.sub("", password))),
        PasswordWarning.UNUSUAL_SPACE: bool(unusual_space(password)),
        PasswordWarning.EXTRA_COLUMN: (separator in {"\t", ";"} and separator in password)
        or at_edge
        or lone_mark,
        PasswordWarning.UNBALANCED_QUOTE: unbalanced,
        PasswordWarning.LINE_END: _LINE_END.search(password) is not None,
    }
    return tuple(oddity for oddity, is_so in found.items() if is_so)
