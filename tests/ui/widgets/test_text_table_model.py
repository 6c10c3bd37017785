"""A table of texts whose columns may carry boxes, take texts and explain their cells."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop_app.ui.widgets.tables.text_table_model import TextColumn, TextTableModel
from tests.ui.conftest import CheckModel

Role = Qt.ItemDataRole


class Fruit:
    def __init__(self, name: str, ripe: bool | None = None) -> None:
        self.name, self.ripe = name, ripe


def fruit_model(*fruits: Fruit) -> TextTableModel[Fruit]:
    columns: tuple[TextColumn[Fruit], ...] = (
        TextColumn(
            "Ripe",
            lambda _fruit: "",
            tooltip=lambda fruit: f"<{fruit.name}>",
            is_checked=lambda fruit: fruit.ripe,
            set_checked=lambda fruit, ripe: setattr(fruit, "ripe", ripe),
        ),
        TextColumn(
            "Name",
            lambda fruit: fruit.name,
            can_type=lambda fruit: fruit.ripe is not None,
            set_text=lambda fruit, name: setattr(fruit, "name", name),
        ),
    )
    return TextTableModel(columns, fruits, key=lambda fruit: fruit.name)


def test_it_is_a_good_model(model_tester: CheckModel) -> None:
    model_tester(fruit_model(Fruit("apple", False), Fruit("pear")))
    model_tester(fruit_model())


def test_a_box_is_checked_where_there_is_one(qtbot: QtBot) -> None:
    model = fruit_model(Fruit("apple", False), Fruit("pear"))
    apple, pear = model.index(0, 0), model.index(1, 0)
    assert apple.data(Role.CheckStateRole) == Qt.CheckState.Unchecked
    with qtbot.waitSignals([model.cell_edited, model.dataChanged]):
        assert model.setData(apple, Qt.CheckState.Checked, Role.CheckStateRole)
    assert apple.data(Role.CheckStateRole) == Qt.CheckState.Checked
    assert pear.data(Role.CheckStateRole) is None
    assert not model.setData(pear, Qt.CheckState.Checked, Role.CheckStateRole)
    assert not model.setData(apple, "apple"), "the first column takes no text"


def test_a_text_is_typed_where_one_is_taken(qtbot: QtBot) -> None:
    model = fruit_model(Fruit("apple", False), Fruit("pear"))
    with qtbot.waitSignal(model.cell_edited):
        assert model.setData(model.index(0, 1), "quince")
    assert model.texts() == [("", "quince"), ("", "pear")]
    assert not model.setData(model.index(1, 1), "quince")


def test_a_tooltip_is_plain_text_and_else_the_text_of_the_cell() -> None:
    model = fruit_model(Fruit("fig"))
    assert model.index(0, 0).data(Role.ToolTipRole) == "<qt>&lt;fig&gt;</qt>"
    assert model.index(0, 1).data(Role.ToolTipRole) == "fig"


def test_lines_are_found_by_their_key() -> None:
    model = fruit_model(Fruit("fig"), Fruit("plum"))
    assert model.line_of("plum") == 1
    assert model.line_of("nut") == 0, "the first line where there is no such item"
    assert model.item_at(2) is None
    assert model.texts_of(-1) == ()
