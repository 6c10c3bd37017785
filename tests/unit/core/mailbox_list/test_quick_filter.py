from __future__ import annotations

import pytest

from desktop_app.core.mailbox.mailbox import Field, Mailbox, Odd, ServerType, Value
from desktop_app.core.mailbox.rights import FieldFlag, FieldRight, TableFlag, TableRight
from desktop_app.core.mailbox_list.quick_filter import (
    ALL,
    QuickFilter,
    Right,
    Security,
    Traits,
    right_of,
    security_of,
    traits_of,
)

MAY = TableRight(TableFlag.SELECT | TableFlag.UPDATE, "Select, Update")
MAY_NOT = TableRight(TableFlag.SELECT, "Select")
LOCKED = FieldRight(FieldFlag.READ, "Read")
NAMES = ("servertype", "address", "username", "password", "server", "port")


def mailbox(**values: Value) -> Mailbox:
    given: dict[Field, Value] = {Field.SERVER_TYPE: ServerType.IMAPS, Field.SERVER: " IMAP.Acme.dk"}
    return Mailbox(1, {**given, **{Field[name.upper()]: v for name, v in values.items()}})


def test_an_empty_filter_shows_what_is_not_known_too() -> None:
    assert not ALL
    assert ALL.shows(Traits()) is True


def test_of_one_kind_any_will_do_of_several_each_must() -> None:
    pops = frozenset({ServerType.POP, ServerType.POPS})
    quick = QuickFilter(types=pops, servers=frozenset({"a"}))
    assert quick
    assert quick.shows(Traits(type=ServerType.POPS, server="a")) is True
    assert quick.shows(Traits(type=ServerType.POPS, server="b")) is False
    assert quick.shows(Traits(type=ServerType.IMAP, server="a")) is False


def test_what_is_not_known_is_neither_shown_nor_denied() -> None:
    quick = QuickFilter(securities=frozenset({Security.PLAIN}), rights=frozenset({Right.NO_UPDATE}))
    assert quick.shows(Traits()) is None
    assert quick.shows(Traits(right=Right.NO_UPDATE)) is None
    assert quick.shows(Traits(right=Right.CHANGE)) is False, "one answer is enough to deny"


def test_twins_are_asked_for_on_demand() -> None:
    assert ALL.shows(Traits(is_twin=False)) is True
    assert QuickFilter(twins=True).shows(Traits(is_twin=False)) is False
    assert QuickFilter(twins=True).shows(Traits(is_twin=True)) is True
    assert QuickFilter(twins=True).shows(Traits()) is None


@pytest.mark.parametrize(
    ("server_type", "security"),
    [
        (ServerType.POP, Security.PLAIN),
        (ServerType.IMAP, Security.PLAIN),
        (ServerType.POPS, Security.TLS),
        (ServerType.IMAPS, Security.TLS),
        (ServerType.IMAP_OAUTH, Security.OAUTH),
        (ServerType.MAILGUN, Security.NOT_STATED),
        (Odd('"Gopher"'), Security.NOT_STATED),
        (None, Security.NOT_STATED),
    ],
)
def test_the_type_says_the_security(server_type: Value, security: Security) -> None:
    assert security_of(server_type) is security


def test_rights_come_from_the_list_and_then_from_the_details() -> None:
    assert right_of(MAY_NOT, None) is Right.NO_UPDATE
    assert right_of(MAY, None) is None, "its fields may all be locked"
    assert right_of(MAY, mailbox()) is Right.CHANGE
    assert right_of(None, Mailbox(1, {}, table_right=MAY_NOT)) is Right.NO_UPDATE
    assert right_of(MAY, mailbox(server_type=ServerType.MAPI)) is Right.READ_ONLY
    locked = Mailbox(1, mailbox().values, field_rights=dict.fromkeys(NAMES, LOCKED))
    assert right_of(MAY, locked) is Right.READ_ONLY


def test_a_mailbox_is_counted_by_its_details() -> None:
    traits = traits_of(MAY, mailbox())
    assert traits == Traits(ServerType.IMAPS, Security.TLS, "imap.acme.dk", Right.CHANGE)
    assert traits_of(MAY, mailbox(server_type=Odd('"Gopher"'))).type == '"Gopher"'
    assert traits_of(MAY_NOT, None) == Traits(right=Right.NO_UPDATE)
