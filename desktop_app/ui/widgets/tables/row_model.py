"""Lines that were put into words before, as a table model."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from desktop_app.ui.widgets.tables.text_table_model import TextTableModel

Thing = TypeVar("Thing")


class RowModel(TextTableModel[tuple[tuple[str, ...], Thing]]):
    """Shows the texts of each line, by column, and keeps what is behind them."""

    def __init__(self, titles: Sequence[str]) -> None:
        super().__init__()
        self.titles = tuple(titles)

    def text(self, item: tuple[tuple[str, ...], Thing], column: int) -> str:
        """One of the texts."""
        return item[0][column]

    def texts(self) -> list[tuple[str, ...]]:
        """All that is shown."""
        return [texts for texts, _ in self.items]

    def value_at(self, line: int) -> Thing | None:
        """What is behind the texts of a line."""
        row = self.item_at(line)
        return None if row is None else row[1]
