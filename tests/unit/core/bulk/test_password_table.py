"""A pasted table of passwords: read without loss, matched without guessing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.bulk.password_table import (
    MOST_LINES,
    Line,
    Match,
    Miss,
    Oddity,
    TooManyLines,
    match,
    named_by_address,
    read_table,
)
from desktop_app.core.mailbox.mailbox import Field, Mailbox, ServerType, Value
from desktop_app.core.mailbox.rights import FieldFlag, FieldRight
from desktop_app.core.mailbox_list.listing import ListedMailbox

PASSWORD = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n"), min_size=1)


def mailbox(number: int, address: str, user: str = "", **rights: FieldRight) -> Mailbox:
    values: dict[Field, Value] = {
        Field.SERVER_TYPE: ServerType.IMAPS,
        Field.ADDRESS: address,
        Field.USER_NAME: user,
    }
    return Mailbox(number, values, field_rights=rights)


INFO = mailbox(1, "<info@acme.dk> (Acme)", "info")
SALES = mailbox(2, "sales@acme.dk", "acme\\sales")


def used(text: str, *mailboxes: Mailbox) -> dict[int, str]:
    return {m.mailbox.id: m.line.password for m in match(read_table(text), mailboxes).matches}


def missed(text: str, *mailboxes: Mailbox) -> list[tuple[int, Miss]]:
    return [(u.line.number, u.miss) for u in match(read_table(text), mailboxes).unused]


@pytest.mark.parametrize(
    "line",
    ["info@acme.dk\tpa;s,s w", "info@acme.dk;pa;s,s w", "info@acme.dk,pa;s,s w", "info pa;s,s w"],
)
def test_any_separator_will_do_and_the_password_is_whole(line: str) -> None:
    if line.startswith("info pa"):
        assert read_table(line)[0].who == "info pa", "a semicolon comes before blanks"
    else:
        assert used(line, INFO, SALES) == {1: "pa;s,s w"}


@given(PASSWORD)
def test_after_a_tab_a_password_is_taken_as_it_is(password: str) -> None:
    assert used(f"Acme <INFO@acme.dk>\t{password}", INFO, SALES) == {1: password}


def test_blanks_separate_what_has_nothing_better() -> None:
    assert used("info@acme.dk   secret", INFO) == {1: "secret"}
    assert used("info secret", INFO) == {1: "secret"}


def test_by_address_before_user_name() -> None:
    other = mailbox(3, "boss@acme.dk", "sales@acme.dk")
    assert used("sales@acme.dk\tx", SALES, other) == {2: "x"}
    assert used("ACME\\Sales\tx", SALES, other) == {2: "x"}


def test_lines_end_in_any_way_and_are_numbered_as_pasted() -> None:
    lines = read_table("a\t1\r\n\r\nb\t2\rc\t3\n   \n")
    assert [(line.number, line.who) for line in lines] == [(1, "a"), (3, "b"), (4, "c")]


def test_what_the_pasting_did_is_flagged_not_eaten() -> None:
    blank, quoted, columns = read_table('a\t x\nb\t"x"\nc\tx\ty')
    assert (blank.password, blank.oddities) == (" x", (Oddity.BLANKS_AT_EDGE,))
    assert (quoted.password, quoted.oddities) == ('"x"', (Oddity.QUOTED,))
    assert (columns.password, columns.oddities) == ("x\ty", (Oddity.MORE_COLUMNS,))


def test_why_a_line_is_not_used() -> None:
    twin = mailbox(5, "info@acme.dk")
    assert missed("nobody@acme.dk\tx\n\tx", INFO) == [(1, Miss.UNKNOWN), (2, Miss.UNKNOWN)]
    assert missed("info@acme.dk\ninfo@acme.dk\t", INFO) == [
        (1, Miss.NO_PASSWORD),
        (2, Miss.NO_PASSWORD),
    ]
    assert missed("info@acme.dk\tx", INFO, twin) == [(1, Miss.SEVERAL_MAILBOXES)]
    assert missed("info@acme.dk\tx\nsales@acme.dk\ts\ninfo\ty", INFO, SALES) == [
        (1, Miss.SEVERAL_LINES),
        (3, Miss.SEVERAL_LINES),
    ]


def test_a_locked_password_is_not_matched() -> None:
    locked = mailbox(1, "info@acme.dk", password=FieldRight(FieldFlag.READ, "Read"))
    assert missed("info@acme.dk\tx", locked) == [(1, Miss.LOCKED)]


def test_a_mailbox_without_address_is_not_everybodys() -> None:
    assert missed("\tx\n;x", mailbox(1, "", "")) == [(1, Miss.UNKNOWN), (2, Miss.UNKNOWN)]


def test_no_repr_shows_a_password() -> None:
    lines = read_table("info@acme.dk\tcanary")
    result = match(lines, [INFO])
    assert "canary" not in repr((lines, result, Match(Line(1, "a", "canary"), INFO)))


def test_a_table_has_an_end() -> None:
    assert len(read_table("a\tb\n" * MOST_LINES)) == MOST_LINES
    with pytest.raises(TooManyLines):
        read_table("a\tb\n" * (MOST_LINES + 1))


@given(st.text(max_size=200))
def test_no_text_crashes_it_and_every_line_is_accounted_for(text: str) -> None:
    lines = read_table(text)
    result = match(lines, [INFO, SALES])
    assert len(result.matches) + len(result.unused) == len(lines)


@pytest.mark.parametrize("line", ["\tcanary", ";canary", "canary", "P@canary$", "  canary  "])
def test_a_password_without_its_mailbox_is_not_taken_for_a_name(line: str) -> None:
    """Whose a line is gets shown in the window."""
    assert "canary" not in read_table(line)[0].who


def test_two_passwords_for_one_user_on_one_server_are_not_tried() -> None:
    values: dict[Field, Value] = {Field.USER_NAME: "u", Field.SERVER: "Mail.acme"}
    values[Field.SERVER_TYPE] = ServerType.IMAPS
    one = Mailbox(1, {**values, Field.ADDRESS: "a@acme.dk"})
    two = Mailbox(2, {**values, Field.ADDRESS: "b@acme.dk", Field.SERVER: "mail.acme"})
    assert missed("a@acme.dk\tone\nb@acme.dk\ttwo", one, two) == [
        (1, Miss.SEVERAL_PASSWORDS),
        (2, Miss.SEVERAL_PASSWORDS),
    ]
    assert used("a@acme.dk\tone\nb@acme.dk\tone", one, two) == {1: "one", 2: "one"}


def test_addresses_find_their_mailboxes_before_details_are_read() -> None:
    rows = [ListedMailbox(1, "<Info@acme.dk> (Acme)", "", ""), ListedMailbox(2, None, "", "")]
    assert named_by_address(read_table("info@ACME.dk\tx\nother\ty"), rows) == {1}
