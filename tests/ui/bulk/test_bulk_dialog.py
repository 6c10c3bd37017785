"""Editing several mailboxes at once: the fields, and the plan to review."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop_app.core.bulk.bulk_edit import Template, plan_edit
from desktop_app.core.mailbox.mailbox import Field, Mailbox, ServerType, Value
from desktop_app.core.mailbox.rights import FieldFlag, FieldRight, TableFlag, TableRight
from desktop_app.ui.bulk.bulk_fields import BulkEditFields
from desktop_app.ui.bulk.plan_model import PlanModel
from tests.ui.conftest import CheckModel

CHECKED, UNCHECKED = Qt.CheckState.Checked, Qt.CheckState.Unchecked
CHECK = Qt.ItemDataRole.CheckStateRole
NEW = "new.acme.dk"


def mailbox(number: int, right: TableRight | None = None, **values: Value) -> Mailbox:
    base: dict[Field, Value] = {
        Field.SERVER_TYPE: ServerType.IMAPS,
        Field.ADDRESS: f"m{number}@acme.dk",
        Field.USER_NAME: f"m{number}",
        Field.SERVER: "old.acme.dk",
        Field.PORT: 993,
    }
    base.update({Field[name.upper()]: value for name, value in values.items()})
    return Mailbox(number, base, right)


def fields_for(qtbot: QtBot, *mailboxes: Mailbox) -> BulkEditFields:
    fields = BulkEditFields()
    qtbot.addWidget(fields)
    fields.load(mailboxes)
    fields.show()
    return fields


def test_what_they_share_is_shown_and_nothing_is_changed_yet(qtbot: QtBot) -> None:
    fields = fields_for(qtbot, mailbox(1), mailbox(2, port=143))
    assert fields.editors[Field.SERVER].current_value() == "old.acme.dk"
    user, port = fields.editors[Field.USER_NAME], fields.editors[Field.PORT]
    assert user.placeholderText() == "different values"  # type: ignore[union-attr]
    assert port.text() == "different values"  # type: ignore[union-attr]
    assert fields.field_edits.edits == {}
    assert fields.field_edits.problems == {}
    described = fields.checkboxes[Field.SERVER_TYPE].accessibleDescription()
    assert described == fields.editors[Field.SERVER_TYPE].currentText()  # type: ignore[union-attr]


def test_typing_ticks_the_box(qtbot: QtBot) -> None:
    fields = fields_for(qtbot, mailbox(1), mailbox(2))
    with qtbot.waitSignal(fields.changed):
        QTest.keyClicks(fields.editors[Field.SERVER], "x")
    assert fields.checkboxes[Field.SERVER].isChecked()
    assert fields.field_edits.edits == {Field.SERVER: "xold.acme.dk"}
    fields.checkboxes[Field.SERVER].setChecked(False)
    assert fields.field_edits.edits == {}


def test_a_ticked_box_demands_a_value(qtbot: QtBot) -> None:
    fields = fields_for(qtbot, mailbox(1), mailbox(2, port=143, server_type=ServerType.POP))
    fields.checkboxes[Field.PORT].setChecked(True)
    fields.checkboxes[Field.SERVER_TYPE].setChecked(True)
    assert set(fields.field_edits.problems) == {Field.PORT, Field.SERVER_TYPE}
    assert fields.notes[Field.PORT].isVisible()
    fields.editors[Field.PORT].set_value(1993)
    assert fields.field_edits.edits == {Field.PORT: 1993}


def test_a_user_name_is_a_pattern(qtbot: QtBot) -> None:
    fields = fields_for(qtbot, mailbox(1), mailbox(2))
    fields.editors[Field.USER_NAME].set_value("{user}@new")
    assert fields.field_edits.edits == {Field.USER_NAME: Template("{user}@new")}
    fields.editors[Field.USER_NAME].set_value("{usr}")
    assert "{usr}" in fields.field_edits.problems[Field.USER_NAME]
    assert fields.notes[Field.USER_NAME].text() == fields.field_edits.problems[Field.USER_NAME]


def planned(*mailboxes: Mailbox) -> PlanModel:
    table = PlanModel()
    edits: dict[Field, Value | Template] = {Field.SERVER: NEW, Field.PORT: 1993}
    table.set_plan(plan_edit(mailboxes, edits, {}), list(edits))
    return table


def texts(table: PlanModel, line: int) -> list[object]:
    return [table.index(line, column).data() for column in range(table.columnCount())]


LOCKED = TableRight(TableFlag.SELECT, "Select", "Only the head office.")
READ = FieldRight(FieldFlag.READ, "Read", "Ask first.")


def test_it_is_a_good_model(model_tester: CheckModel) -> None:
    model_tester(planned(mailbox(1), mailbox(2, LOCKED)))
    model_tester(PlanModel())


def test_old_and_new_by_row_then_what_is_left_out_and_why() -> None:
    half = Mailbox(3, mailbox(3).values, field_rights={"server": READ})
    done = mailbox(4, server=NEW, port=1993)
    table = planned(mailbox(2, LOCKED), mailbox(1), half, done)
    row_words = (
        "Locked: you may view this mailbox but not change it. SuperOffice says: “Only the head "
        "office”."
    )
    half_words = (
        "Server: Locked: you may view this but not change it. SuperOffice says: “Ask first”."
    )
    assert texts(table, 0) == [
        *("m1@acme.dk", "→ new.acme.dk (was old.acme.dk)", "→ 1993 (was 993)", ""),
    ]
    assert texts(table, 1) == ["m3@acme.dk", "", "→ 1993 (was 993)", half_words]
    assert (table.rowCount(), table.left_out_count) == (2, 2), "what cannot change is folded"
    table.show_left_out(True)
    assert texts(table, 2) == ["m2@acme.dk", "", "", row_words]
    assert texts(table, 3) == ["m4@acme.dk", "", "", "Already set."]
    table.show_left_out(False)
    assert table.rowCount() == 2
    assert [row.reason for row in table.skipped_rows] == [row_words, "Already set."]
    assert [draft.original.id for draft in table.drafts] == [1, 3]


def test_a_row_can_be_taken_out_and_stays_out(qtbot: QtBot) -> None:
    table = planned(mailbox(1), mailbox(2))
    with qtbot.waitSignal(table.selection_changed):
        assert table.setData(table.index(0, 0), UNCHECKED, CHECK)
    assert [draft.original.id for draft in table.drafts] == [2]
    table.set_plan(plan_edit([mailbox(1), mailbox(2)], {Field.PORT: 2}, {}), [Field.PORT])
    assert [draft.original.id for draft in table.drafts] == [2]
    assert table.index(0, 0).data(CHECK) == UNCHECKED
    table.setData(table.index(0, 0), CHECKED, CHECK)
    assert [draft.original.id for draft in table.drafts] == [1, 2]


def test_what_is_left_out_cannot_be_taken_in() -> None:
    table = planned(mailbox(1, LOCKED))
    index = table.index(0, 0)
    assert index.data(CHECK) is None
    assert not table.setData(index, CHECKED, CHECK)
    assert not table.flags(index) & Qt.ItemFlag.ItemIsUserCheckable
    assert table.drafts == ()
