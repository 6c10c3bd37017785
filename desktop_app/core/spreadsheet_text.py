"""Escapes foreign text for spreadsheets, which would run some texts as formulas.

The characters come from OWASP's page on CSV injection, plus their full-width forms. Spaces and
invisible characters before a formula character do not make it harmless.
"""

from __future__ import annotations

import re
import unicodedata

Cell = str | int
"""A spreadsheet cell. Numbers stay numbers: a port of -1 is no formula."""
FORMULA_STARTS = frozenset("=+-@\uff1d\uff0b\uff0d\uff20\u2212")
"""Characters that start a formula, including the typographic minus sign."""
CELL_CONTROLS = frozenset("\t\r\n\0")
"""Characters that end a cell, or hide its first character."""
_SEPARATORS = re.compile("([;,|\\t\\r\\n])")
"""Characters that may end a cell where a CSV file is read with another separator."""


def escape_formula(text: str) -> str:
    """Return the text with an apostrophe in front if a spreadsheet could take it for a formula."""
    return f"'{text}" if _may_be_formula(text) else text


def escape_csv_cell(text: str) -> str:
    """Return the text for a cell of a CSV file: no formula, with whatever separator it is read.

    A program that expects another separator splits cells where this program did not, so an
    apostrophe also goes before a formula character behind a separator or line end.
    """
    parts = _SEPARATORS.split(text)
    parts[2::2] = [f"'{each}" if _starts_formula(each) else each for each in parts[2::2]]
    return escape_formula("".join(parts))


def escape_cell(text: str) -> str:
    """Return the text on one line and not a formula, for a cell of a tab-separated table."""
    return escape_formula(
        " ".join(text.split()) if any(map(_is_line_or_cell_break, text)) else text
    )


def replace_lone_surrogates(text: str) -> str:
    """Return the text with ``?`` for each lone surrogate, which UTF-8 cannot encode."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _may_be_formula(text: str) -> bool:
    if text[:1] in CELL_CONTROLS:
        return bool(text)
    return _starts_formula(text, "")


def _starts_formula(text: str, ignored: str = "\"'") -> bool:
    """Return whether the first visible character that is not ignored starts a formula."""
    first = next((c for c in text if c not in ignored and not _is_invisible(c)), "")
    return first in FORMULA_STARTS if first else False


def _is_invisible(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in ("Cc", "Cf")


def _is_line_or_cell_break(character: str) -> bool:
    return character != " " and (character.isspace() or unicodedata.category(character) == "Cc")
