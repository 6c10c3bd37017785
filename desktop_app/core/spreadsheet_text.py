"""Foreign text on its way into a spreadsheet, where some texts are taken for formulas.

The characters are those of OWASP's page on CSV injection, with their full-width twins; blanks and
other signs that cannot be seen may stand before them.
"""

from __future__ import annotations

import unicodedata

Cell = str | int
"""Numbers stay numbers: a port of -1 is no formula."""
FORMULA_STARTS = frozenset("=+-@\uff1d\uff0b\uff0d\uff20\u2212")
"""What a formula begins with; the minus sign of typography too."""
CELL_CONTROLS = frozenset("\t\r\n\0")
"""What ends a cell, or hides what a cell begins with."""


def escape_formula(text: str) -> str:
    """The same text for a reader, but never a formula: an apostrophe stands before one."""
    return f"'{text}" if _may_be_formula(text) else text


def escape_cell(text: str) -> str:
    """A text for one cell of a table whose cells are parted by tabs and line ends."""
    return escape_formula(
        " ".join(text.split()) if any(map(_is_line_or_cell_break, text)) else text
    )


def replace_lone_surrogates(text: str) -> str:
    """A text that can be written as UTF-8; half of a pair of surrogates cannot."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _may_be_formula(text: str) -> bool:
    if text[:1] in CELL_CONTROLS:
        return bool(text)
    first = next((c for c in text if not _is_invisible(c)), "")
    return first in FORMULA_STARTS if first else False


def _is_invisible(character: str) -> bool:
    return character.isspace() or unicodedata.category(character) in ("Cc", "Cf")


def _is_line_or_cell_break(character: str) -> bool:
    return character != " " and (character.isspace() or unicodedata.category(character) == "Cc")
