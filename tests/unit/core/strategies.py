"""Arbitrary mailboxes and rights, for property-based tests."""

from __future__ import annotations

from hypothesis import strategies as st

from desktop_app.core.mailbox.mailbox import (
    Field,
    Mailbox,
    PasswordPresence,
    ServerType,
    UnknownValue,
    Value,
)
from desktop_app.core.mailbox.mailbox_rules import RIGHT_KEYS
from desktop_app.core.mailbox.rights import FieldFlag, FieldRight, TableFlag, TableRight

INT32 = st.integers(-(2**31), 2**31 - 1)
# what a codec lets through: no lone surrogates
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=300)
ODD = st.sampled_from(['"Frobnicate"', "993.0", "true", "[1,2]", '{"a":1}']).map(UnknownValue)
TEXT_VALUE = st.none() | TEXT | ODD

FIELD_RIGHT = st.builds(
    FieldRight,
    flags=st.none() | st.integers(0, 511).map(FieldFlag),
    mask=st.sampled_from(["", "Update", "something"]),
    reason=TEXT,
    stated=st.booleans(),
    max_characters=st.none() | st.integers(1, 400),
)
TABLE_RIGHT = st.none() | st.builds(
    TableRight,
    flags=st.none() | st.integers(0, 255).map(TableFlag),
    mask=st.sampled_from(["", "Update", "something"]),
    reason=TEXT,
)


@st.composite
def mailboxes(draw: st.DrawFn) -> Mailbox:
    """A mailbox that a server might send, however odd."""
    values: dict[Field, Value] = {
        Field.SERVER_TYPE: draw(st.none() | st.sampled_from(ServerType) | ODD),
        Field.PORT: draw(st.none() | INT32 | st.integers(1, 65535) | ODD),
    }
    for field in (Field.ADDRESS, Field.USER_NAME, Field.SERVER):
        values[field] = draw(TEXT_VALUE)
    names = [name for several in RIGHT_KEYS.values() for name in several]
    return Mailbox(
        draw(st.integers(0, 2**40)),
        values,
        draw(TABLE_RIGHT),
        draw(st.dictionaries(st.sampled_from(names), FIELD_RIGHT, max_size=6)),
        draw(st.sampled_from(PasswordPresence)),
        draw(st.lists(st.tuples(st.just("Newer"), st.just("[1]")), max_size=1).map(tuple)),
    )
