"""Several mailboxes edited at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.bulk.bulk_edit import (
    BULK_EDITABLE_FIELDS,
    BulkEditPlan,
    CommonValue,
    Exclusion,
    ExclusionReason,
    Template,
    common_value,
    plan_edit,
    plan_edits,
    with_old_values,
)
from desktop_app.core.mailbox.mailbox import (
    Draft,
    Field,
    KeepPassword,
    Mailbox,
    ReplacePassword,
    ServerType,
    Value,
)
from desktop_app.core.mailbox.mailbox_rules import field_access_for, row_lock_for
from desktop_app.core.mailbox.rights import FieldFlag, FieldRight, TableFlag, TableRight
from desktop_app.core.mailbox.validation import IssueKind, ValidationIssue
from tests.unit.core.strategies import mailboxes

READ = FieldRight(FieldFlag.READ, "Read", "Only the owner.")
LOCKED = TableRight(TableFlag.SELECT, "Select", "Not yours.")


def mailbox(number: int, right: TableRight | None = None, **values: Value) -> Mailbox:
    base: dict[Field, Value] = {
        Field.SERVER_TYPE: ServerType.IMAPS,
        Field.ADDRESS: f"<m{number}@acme.dk> (Acme)",
        Field.USER_NAME: f"m{number}",
        Field.SERVER: "old.acme.dk",
        Field.PORT: 993,
    }
    base.update({Field[name.upper()]: value for name, value in values.items()})
    return Mailbox(number, base, right)


def edited(made: BulkEditPlan) -> dict[int, dict[Field, Value]]:
    return {draft.original.id: dict(draft.changes) for draft in made.drafts}


def test_what_they_have_in_common() -> None:
    several = [mailbox(1), mailbox(2, port=143)]
    assert common_value(several, Field.SERVER) == CommonValue("old.acme.dk", same=True)
    assert common_value(several, Field.PORT) == CommonValue(None, same=False)
    assert common_value([mailbox(1, port=None)], Field.PORT) == CommonValue(None, same=True)


def test_each_gets_the_same_value_or_is_so_already() -> None:
    made = plan_edit(
        [mailbox(1), mailbox(2, server="new.acme.dk")], {Field.SERVER: "new.acme.dk"}, {}
    )
    assert edited(made) == {1: {Field.SERVER: "new.acme.dk"}}
    assert [m.id for m in made.unchanged] == [2]
    assert made.exclusions == ()


@pytest.mark.parametrize(
    ("pattern", "filled"),
    [
        ("{address}", "m1@acme.dk"),
        ("{user}@new.example", "m1@new.example"),
        ("ACME\\{name}", "ACME\\m1"),
        ("{user}-{domain}", "m1-acme.dk"),
        ("plain", "plain"),
    ],
)
def test_a_pattern_is_filled_in_for_each(pattern: str, filled: str) -> None:
    made = plan_edit([mailbox(1)], {Field.USER_NAME: Template(pattern)}, {})
    assert edited(made) == {1: {Field.USER_NAME: filled}}


def test_what_a_value_holds_is_never_read_as_a_pattern() -> None:
    odd = mailbox(1, user_name="{domain}")
    assert Template("{name}").fill(odd) == "{domain}"


def test_an_unknown_place_is_named() -> None:
    with pytest.raises(ValueError, match="adress"):
        Template("{adress}")


def test_who_lacks_what_the_pattern_names_is_left_out() -> None:
    nameless = mailbox(1, address="no address", user_name=None)
    for pattern in ("{address}", "{domain}", "{name}"):
        made = plan_edit([nameless], {Field.USER_NAME: Template(pattern)}, {})
        assert made.drafts == ()
        assert [left.reason for left in made.exclusions] == [ExclusionReason.PLACEHOLDER_EMPTY]


def test_locked_rows_and_fields_are_left_out_with_the_reason() -> None:
    field_locked = Mailbox(2, mailbox(2).values, field_rights={"server": READ})
    edits: dict[Field, Value | Template] = {Field.SERVER: "new.acme.dk", Field.PORT: 1993}
    made = plan_edit([mailbox(1, LOCKED), field_locked], edits, {})
    row, server = made.exclusions
    assert (row.mailbox.id, row.field, row.reason) == (1, None, ExclusionReason.ROW_LOCKED)
    assert isinstance(row.detail, tuple)
    assert row.detail[0].reason == "Not yours."
    assert (server.mailbox.id, server.field, server.reason) == (
        2,
        Field.SERVER,
        ExclusionReason.FIELD_LOCKED,
    )
    assert edited(made) == {2: {Field.PORT: 1993}}


def test_a_wrong_value_leaves_the_whole_mailbox_alone() -> None:
    short = FieldRight(FieldFlag.READ | FieldFlag.WRITE, "Read, Write", max_characters=5)
    picky = Mailbox(1, mailbox(1).values, field_rights={"server": short})
    made = plan_edit([picky], {Field.SERVER: "new.acme.dk", Field.PORT: 1993}, {})
    assert made.drafts == ()
    (left,) = made.exclusions
    assert left == Exclusion(picky, Field.SERVER, ExclusionReason.INVALID_VALUE, left.detail)
    assert isinstance(left.detail, ValidationIssue)
    assert left.detail.kind is IssueKind.TOO_LONG


def test_a_password_goes_with_its_mailbox() -> None:
    made = plan_edit([mailbox(1), mailbox(2)], {Field.PORT: 1993}, {2: ReplacePassword("x")})
    assert [draft.password for draft in made.drafts] == [KeepPassword(), ReplacePassword("x")]


EDITS = st.dictionaries(
    st.sampled_from(BULK_EDITABLE_FIELDS),
    st.text(max_size=20) | st.integers(-1, 70_000) | st.sampled_from(ServerType),
    max_size=4,
)


@given(st.lists(mailboxes(), max_size=4), EDITS)
def test_only_what_may_be_written_changes_and_each_mailbox_is_accounted_for(
    several: list[Mailbox], edits: dict[Field, Value | Template]
) -> None:
    made = plan_edit(several, edits, {})
    for draft in made.drafts:
        _may_all_be_written(draft)
    told = [m.id for m in made.unchanged] + [left.mailbox.id for left in made.exclusions]
    told += [draft.original.id for draft in made.drafts]
    assert set(told) == {m.id for m in several}


def _may_all_be_written(draft: Draft) -> None:
    access = field_access_for(draft.original)
    assert row_lock_for(draft.original) is None
    assert all(access[field].can_write for field in draft.changes)


def test_without_proof_a_locked_password_leaves_the_mailbox_out() -> None:
    read_only = FieldRight(FieldFlag.READ, "Read", "Ask.")
    locked = Mailbox(1, mailbox(1).values, field_rights={"password": read_only})
    found = plan_edit([locked, mailbox(2)], {Field.PORT: 1}, {}, keep_proved=False)
    assert [draft.original.id for draft in found.drafts] == [2]
    (left,) = found.exclusions
    assert left.reason is ExclusionReason.PASSWORD_LOCKED
    assert len(plan_edit([locked], {Field.PORT: 1}, {}).drafts) == 1


def test_each_its_own_edit_laid_on_what_is_there_now() -> None:
    then = Mailbox(1, {Field.PORT: 143})
    now = with_old_values(mailbox(1), then)
    found = plan_edits([(now, {Field.PORT: 993}), (mailbox(2), {})], {})
    (draft,) = found.drafts
    assert draft.original.values[Field.PORT] == 143
    assert draft.original.text(Field.SERVER) == mailbox(1).text(Field.SERVER)
    assert [each.id for each in found.unchanged] == [2]
