"""The rows of a list in the order of a column."""

from __future__ import annotations

import pytest

from desktop_app.core.mailbox_list.listing import ListedMailbox
from desktop_app.ui.mailbox_list.table.cell_texts import CellTexts
from desktop_app.ui.mailbox_list.table.column_spec import Column
from desktop_app.ui.mailbox_list.table.row_sorter import RowSorter

WORDS = ["Zoll", "ärger", None, "post", "Post", "", "Azteken", "zoll", "Ärger"]


@pytest.mark.parametrize("column", [Column.CATEGORY, Column.PRIORITY])
@pytest.mark.parametrize("backwards", [False, True])
def test_few_words_are_sorted_and_equal_ones_stay_by_address(
    column: Column, backwards: bool
) -> None:
    rows = [ListedMailbox(n, f"{n}@example.com", word, word) for n, word in enumerate(WORDS)]
    order = RowSorter(rows, CellTexts())
    order.sort(column, descending=backwards)
    ids = [order.rows[place].id for place in order.indices]
    words = [[1, 8], [6], [3, 4], [0, 7]]
    in_order = words[::-1] if backwards else words
    assert ids == [*(n for part in in_order for n in part), 2, 5], "nothing comes last"
