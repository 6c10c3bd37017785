"""Values side by side, as a table model."""

from __future__ import annotations

from desktop_app.ui.i18n import translate
from desktop_app.ui.widgets.tables.text_table_model import TextTableModel

ComparisonRow = tuple[str, str, str]
"""The name of a field, and what stands on either side."""


class ComparisonModel(TextTableModel[ComparisonRow]):
    """A line for each field."""

    def __init__(self, left: str, right: str) -> None:
        super().__init__()
        self.titles = (translate("widgets", "Field"), left, right)

    def text(self, item: ComparisonRow, column: int) -> str:
        """The field's name, or a value."""
        return item[column]
