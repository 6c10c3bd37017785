"""How rights combine: every rule of the table, and properties over arbitrary rights."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.mailbox.mailbox import Field, Mailbox, ServerType, UnknownValue
from desktop_app.core.mailbox.mailbox_rules import can_save, field_access_for, row_lock_for
from desktop_app.core.mailbox.rights import (
    AccessLevel,
    FieldFlag,
    FieldRight,
    LockCause,
    LockReason,
    TableFlag,
    TableRight,
    field_access,
    row_lock,
)
from tests.unit.core.strategies import FIELD_RIGHT, mailboxes

READ, WRITE = FieldFlag.READ, FieldFlag.WRITE
UPDATE = FieldRight(READ | WRITE, "Update")
ROW = LockReason(LockCause.ROW, "Select", "no")


def right(flags: FieldFlag | None, mask: str = "x", reason: str = "") -> FieldRight:
    return FieldRight(flags, mask, reason)


@pytest.mark.parametrize(
    ("given_right", "access"),
    [
        (right(READ | WRITE), AccessLevel.EDITABLE),
        (right(READ), AccessLevel.LOCKED),
        (right(WRITE), AccessLevel.WRITE_ONLY),
        (right(FieldFlag.NONE), AccessLevel.HIDDEN),
        (right(READ | WRITE | FieldFlag.HINT_READ_ONLY), AccessLevel.LOCKED),
        (right(None, "Sparkle"), AccessLevel.LOCKED),
        (right(FieldFlag.NONE, mask=""), AccessLevel.EDITABLE),
        (FieldRight(None, stated=False), AccessLevel.EDITABLE),
    ],
)
def test_one_right(given_right: FieldRight, access: AccessLevel) -> None:
    assert field_access([given_right], None).level is access


def test_nothing_said_restricts_nothing() -> None:
    assert field_access([], None).level is AccessLevel.EDITABLE


def test_a_locked_row_locks_its_fields_but_hides_none() -> None:
    assert field_access([UPDATE], ROW).level is AccessLevel.LOCKED
    assert field_access([], ROW).reasons == (ROW,)
    assert field_access([right(FieldFlag.NONE)], ROW).level is AccessLevel.HIDDEN


def test_of_two_rights_the_stricter_wins() -> None:
    assert field_access([UPDATE, right(READ)], None).level is AccessLevel.LOCKED
    assert field_access([right(WRITE), right(READ)], None).level is AccessLevel.HIDDEN


def test_mandatory_comes_with_its_reason_and_does_not_lock() -> None:
    flags = READ | WRITE | FieldFlag.HINT_MANDATORY
    got = field_access([right(flags, reason="Mail server")], None)
    assert (got.level, got.mandatory, got.mandatory_reason) == (
        AccessLevel.EDITABLE,
        True,
        "Mail server",
    )


@pytest.mark.parametrize(
    ("flags", "mask", "creates", "locked"),
    [
        (TableFlag.SELECT | TableFlag.UPDATE, "Select, Update", False, False),
        (TableFlag.SELECT | TableFlag.RESTRICTED_UPDATE, "R, RestrictedUpdate", False, False),
        (TableFlag.SELECT | TableFlag.INSERT, "RI", False, True),
        (TableFlag.SELECT | TableFlag.INSERT, "RI", True, False),
        (TableFlag.SELECT | TableFlag.UPDATE, "UR", True, True),
        (TableFlag.NONE, "None", False, True),
        (TableFlag.UNINITIALIZED, "Uninitialized", False, False),
        (TableFlag.NONE, "", False, False),
        (None, "Sparkle", False, True),
        (None, "Sparkle", True, True),
    ],
)
def test_the_row(flags: TableFlag | None, mask: str, creates: bool, locked: bool) -> None:
    assert (row_lock(TableRight(flags, mask), is_new=creates) is not None) is locked
    assert row_lock(None, is_new=creates) is None


@pytest.mark.parametrize("kind", ServerType)
def test_only_types_that_are_vouched_for_can_be_saved(kind: ServerType) -> None:
    vouched = {ServerType.POP, ServerType.POPS, ServerType.IMAP, ServerType.IMAPS}
    there = Mailbox(5, {Field.SERVER_TYPE: kind})
    assert can_save(there) is (kind in vouched)
    new = Mailbox(0, {Field.SERVER_TYPE: kind})
    assert row_lock_for(new) is None, "a new one chooses its type"


def test_an_unknown_type_locks() -> None:
    assert not can_save(Mailbox(5, {Field.SERVER_TYPE: UnknownValue('"Frobnicate"')}))


def test_database_names_count_as_the_fields_own() -> None:
    rights = {"popserver": right(READ, "Read", "no"), "server": UPDATE}
    mailbox = Mailbox(5, {Field.SERVER_TYPE: ServerType.IMAPS}, None, rights)
    assert field_access_for(mailbox)[Field.SERVER].level is AccessLevel.LOCKED
    assert field_access_for(mailbox)[Field.PORT].level is AccessLevel.EDITABLE


@given(st.lists(FIELD_RIGHT, max_size=4), FIELD_RIGHT)
def test_another_right_never_frees(rights: list[FieldRight], more: FieldRight) -> None:
    before, after = field_access(rights, None), field_access([*rights, more], None)
    assert after.can_write <= before.can_write
    assert after.can_read <= before.can_read


@given(st.lists(FIELD_RIGHT, max_size=4))
def test_the_order_of_rights_does_not_matter(rights: list[FieldRight]) -> None:
    assert field_access(rights, None).level is field_access(rights[::-1], None).level


@given(mailboxes())
def test_what_cannot_be_written_says_why(mailbox: Mailbox) -> None:
    for access in field_access_for(mailbox).values():
        assert access.can_write or access.reasons
