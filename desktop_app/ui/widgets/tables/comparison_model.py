"""Field values of two sides, as a table model."""

from __future__ import annotations

from desktop_app.ui.i18n import translate
from desktop_app.ui.widgets.tables.text_table_model import TextTableModel

ComparisonRow = tuple[str, str, str]
"""The name of a field, its left value, and its right value."""


class ComparisonModel(TextTableModel[ComparisonRow]):
    """One line for each field: name, left value, right value."""

    def __init__(self, left: str, right: str) -> None:
        super().__init__()
        self.titles = (translate("widgets", "Field"), left, right)

    def text(self, item: ComparisonRow, column: int) -> str:
        """Return the field's name or one of its values."""
        return item[column]
