"""A table model of ready-made texts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from desktop_app.ui.widgets.tables.text_table_model import TextTableModel

Thing = TypeVar("Thing")


class RowModel(TextTableModel[tuple[tuple[str, ...], Thing]]):
    """Shows the texts of each line, and holds the object of each line."""

    def __init__(self, titles: Sequence[str]) -> None:
        super().__init__()
        self.titles = tuple(titles)

    def text(self, item: tuple[tuple[str, ...], Thing], column: int) -> str:
        """Return the text of a column."""
        return item[0][column]

    def texts(self) -> list[tuple[str, ...]]:
        """Return the texts of all lines."""
        return [texts for texts, _ in self.items]

    def value_at(self, line: int) -> Thing | None:
        """Return the object of a line; None if there is no such line."""
        row = self.item_at(line)
        return None if row is None else row[1]
