from __future__ import annotations

import pytest

from desktop_app.core.mailbox.mailbox import Field, Mailbox, ServerType, UnknownValue, Value
from desktop_app.core.mailbox.rights import FieldFlag, FieldRight, TableFlag, TableRight
from desktop_app.core.mailbox_list.quick_filter import (
    NO_FILTER,
    EditRight,
    FilterTraits,
    QuickFilter,
    Security,
    edit_right_for,
    security_for,
    traits_for,
)

MAY = TableRight(TableFlag.SELECT | TableFlag.UPDATE, "Select, Update")
MAY_NOT = TableRight(TableFlag.SELECT, "Select")
LOCKED = FieldRight(FieldFlag.READ, "Read")
NAMES = ("servertype", "address", "username", "password", "server", "port")


def mailbox(**values: Value) -> Mailbox:
    given: dict[Field, Value] = {Field.SERVER_TYPE: ServerType.IMAPS, Field.SERVER: " IMAP.Acme.dk"}
    return Mailbox(1, {**given, **{Field[name.upper()]: v for name, v in values.items()}})


def test_an_empty_filter_shows_what_is_not_known_too() -> None:
    assert not NO_FILTER
    assert NO_FILTER.matches(FilterTraits()) is True


def test_of_one_kind_any_will_do_of_several_each_must() -> None:
    pops = frozenset({ServerType.POP, ServerType.POPS})
    quick = QuickFilter(types=pops, servers=frozenset({"a"}))
    assert quick
    assert quick.matches(FilterTraits(type=ServerType.POPS, server="a")) is True
    assert quick.matches(FilterTraits(type=ServerType.POPS, server="b")) is False
    assert quick.matches(FilterTraits(type=ServerType.IMAP, server="a")) is False


def test_what_is_not_known_is_neither_shown_nor_denied() -> None:
    quick = QuickFilter(
        securities=frozenset({Security.PLAINTEXT}), rights=frozenset({EditRight.NO_UPDATE})
    )
    assert quick.matches(FilterTraits()) is None
    assert quick.matches(FilterTraits(right=EditRight.NO_UPDATE)) is None
    assert quick.matches(FilterTraits(right=EditRight.CHANGE)) is False, (
        "one answer is enough to deny"
    )


def test_duplicates_are_asked_for_on_demand() -> None:
    assert NO_FILTER.matches(FilterTraits(is_duplicate=False)) is True
    assert QuickFilter(duplicates=True).matches(FilterTraits(is_duplicate=False)) is False
    assert QuickFilter(duplicates=True).matches(FilterTraits(is_duplicate=True)) is True
    assert QuickFilter(duplicates=True).matches(FilterTraits()) is None


@pytest.mark.parametrize(
    ("server_type", "security"),
    [
        (ServerType.POP, Security.PLAINTEXT),
        (ServerType.IMAP, Security.PLAINTEXT),
        (ServerType.POPS, Security.TLS),
        (ServerType.IMAPS, Security.TLS),
        (ServerType.IMAP_OAUTH, Security.OAUTH),
        (ServerType.MAILGUN, Security.NOT_STATED),
        (UnknownValue('"Gopher"'), Security.NOT_STATED),
        (None, Security.NOT_STATED),
    ],
)
def test_the_type_says_the_security(server_type: Value, security: Security) -> None:
    assert security_for(server_type) is security


def test_rights_come_from_the_list_and_then_from_the_details() -> None:
    assert edit_right_for(MAY_NOT, None) is EditRight.NO_UPDATE
    assert edit_right_for(MAY, None) is None, "its fields may all be locked"
    assert edit_right_for(MAY, mailbox()) is EditRight.CHANGE
    assert edit_right_for(None, Mailbox(1, {}, table_right=MAY_NOT)) is EditRight.NO_UPDATE
    assert edit_right_for(MAY, mailbox(server_type=ServerType.MAPI)) is EditRight.READ_ONLY
    locked = Mailbox(1, mailbox().values, field_rights=dict.fromkeys(NAMES, LOCKED))
    assert edit_right_for(MAY, locked) is EditRight.READ_ONLY


def test_a_mailbox_is_counted_by_its_details() -> None:
    traits = traits_for(MAY, mailbox())
    assert traits == FilterTraits(ServerType.IMAPS, Security.TLS, "imap.acme.dk", EditRight.CHANGE)
    assert traits_for(MAY, mailbox(server_type=UnknownValue('"Gopher"'))).type == '"Gopher"'
    assert traits_for(MAY_NOT, None) == FilterTraits(right=EditRight.NO_UPDATE)
