"""Several mailboxes edited at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.bulk.bulk_edit import (
    EDITABLE_TOGETHER,
    LeftOut,
    Pattern,
    Plan,
    Shared,
    Without,
    laid_on,
    plan,
    plan_each,
    shared,
)
from desktop_app.core.mailbox.mailbox import Draft, Field, Keep, Mailbox, Replace, ServerType, Value
from desktop_app.core.mailbox.mailbox_rules import access_of, lock_of
from desktop_app.core.mailbox.rights import FieldFlag, FieldRight, TableFlag, TableRight
from desktop_app.core.mailbox.validation import Finding, Kind
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


def edited(made: Plan) -> dict[int, dict[Field, Value]]:
    return {draft.original.id: dict(draft.changes) for draft in made.drafts}


def test_what_they_have_in_common() -> None:
    several = [mailbox(1), mailbox(2, port=143)]
    assert shared(several, Field.SERVER) == Shared("old.acme.dk", same=True)
    assert shared(several, Field.PORT) == Shared(None, same=False)
    assert shared([mailbox(1, port=None)], Field.PORT) == Shared(None, same=True)


def test_each_gets_the_same_value_or_is_so_already() -> None:
    made = plan([mailbox(1), mailbox(2, server="new.acme.dk")], {Field.SERVER: "new.acme.dk"}, {})
    assert edited(made) == {1: {Field.SERVER: "new.acme.dk"}}
    assert [m.id for m in made.unchanged] == [2]
    assert made.left_out == ()


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
    made = plan([mailbox(1)], {Field.USER_NAME: Pattern(pattern)}, {})
    assert edited(made) == {1: {Field.USER_NAME: filled}}


def test_what_a_value_holds_is_never_read_as_a_pattern() -> None:
    odd = mailbox(1, user_name="{domain}")
    assert Pattern("{name}").fill(odd) == "{domain}"


def test_an_unknown_place_is_named() -> None:
    with pytest.raises(ValueError, match="adress"):
        Pattern("{adress}")


def test_who_lacks_what_the_pattern_names_is_left_out() -> None:
    nameless = mailbox(1, address="no address", user_name=None)
    for pattern in ("{address}", "{domain}", "{name}"):
        made = plan([nameless], {Field.USER_NAME: Pattern(pattern)}, {})
        assert made.drafts == ()
        assert [left.without for left in made.left_out] == [Without.NOTHING_TO_FILL_IN]


def test_locked_rows_and_fields_are_left_out_with_the_reason() -> None:
    field_locked = Mailbox(2, mailbox(2).values, field_rights={"server": READ})
    edits: dict[Field, Value | Pattern] = {Field.SERVER: "new.acme.dk", Field.PORT: 1993}
    made = plan([mailbox(1, LOCKED), field_locked], edits, {})
    row, server = made.left_out
    assert (row.mailbox.id, row.which, row.without) == (1, None, Without.ROW)
    assert isinstance(row.about, tuple)
    assert row.about[0].reason == "Not yours."
    assert (server.mailbox.id, server.which, server.without) == (2, Field.SERVER, Without.FIELD)
    assert edited(made) == {2: {Field.PORT: 1993}}


def test_a_wrong_value_leaves_the_whole_mailbox_alone() -> None:
    short = FieldRight(FieldFlag.READ | FieldFlag.WRITE, "Read, Write", max_characters=5)
    picky = Mailbox(1, mailbox(1).values, field_rights={"server": short})
    made = plan([picky], {Field.SERVER: "new.acme.dk", Field.PORT: 1993}, {})
    assert made.drafts == ()
    (left,) = made.left_out
    assert left == LeftOut(picky, Field.SERVER, Without.ERROR, left.about)
    assert isinstance(left.about, Finding)
    assert left.about.kind is Kind.TOO_LONG


def test_a_password_goes_with_its_mailbox() -> None:
    made = plan([mailbox(1), mailbox(2)], {Field.PORT: 1993}, {2: Replace("x")})
    assert [draft.password for draft in made.drafts] == [Keep(), Replace("x")]


EDITS = st.dictionaries(
    st.sampled_from(EDITABLE_TOGETHER),
    st.text(max_size=20) | st.integers(-1, 70_000) | st.sampled_from(ServerType),
    max_size=4,
)


@given(st.lists(mailboxes(), max_size=4), EDITS)
def test_only_what_may_be_written_changes_and_each_mailbox_is_accounted_for(
    several: list[Mailbox], edits: dict[Field, Value | Pattern]
) -> None:
    made = plan(several, edits, {})
    for draft in made.drafts:
        _may_all_be_written(draft)
    told = [m.id for m in made.unchanged] + [left.mailbox.id for left in made.left_out]
    told += [draft.original.id for draft in made.drafts]
    assert set(told) == {m.id for m in several}


def _may_all_be_written(draft: Draft) -> None:
    access = access_of(draft.original)
    assert lock_of(draft.original) is None
    assert all(access[which].can_write for which in draft.changes)


def test_without_proof_a_locked_password_leaves_the_mailbox_out() -> None:
    read_only = FieldRight(FieldFlag.READ, "Read", "Ask.")
    locked = Mailbox(1, mailbox(1).values, field_rights={"password": read_only})
    found = plan([locked, mailbox(2)], {Field.PORT: 1}, {}, keeps=False)
    assert [draft.original.id for draft in found.drafts] == [2]
    (left,) = found.left_out
    assert left.without is Without.PASSWORD_LOCKED
    assert len(plan([locked], {Field.PORT: 1}, {}).drafts) == 1


def test_each_its_own_edit_laid_on_what_is_there_now() -> None:
    then = Mailbox(1, {Field.PORT: 143})
    now = laid_on(mailbox(1), then)
    found = plan_each([(now, {Field.PORT: 993}), (mailbox(2), {})], {})
    (draft,) = found.drafts
    assert draft.original.values[Field.PORT] == 143
    assert draft.original.text(Field.SERVER) == mailbox(1).text(Field.SERVER)
    assert [each.id for each in found.unchanged] == [2]
