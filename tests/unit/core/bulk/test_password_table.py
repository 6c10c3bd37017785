"""A pasted table of passwords: read without loss, matched without guessing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.bulk.password_matching import (
    MatchedRow,
    UnmatchedReason,
    ids_named_by_address,
    match_rows,
)
from desktop_app.core.bulk.password_table import (
    MAX_LINES,
    PasswordRow,
    PasswordWarning,
    TooManyLines,
    parse_table,
)
from desktop_app.core.mailbox.mailbox import Field, Mailbox, ServerType, Value
from desktop_app.core.mailbox.rights import FieldFlag, FieldRight
from desktop_app.core.mailbox_list.listing import ListedMailbox
from tests.call_counter import count_calls

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
    return {m.mailbox.id: m.row.password for m in match_rows(parse_table(text), mailboxes).matches}


def missed(text: str, *mailboxes: Mailbox) -> list[tuple[int, UnmatchedReason]]:
    return [
        (u.row.line_number, u.reason) for u in match_rows(parse_table(text), mailboxes).unmatched
    ]


@pytest.mark.parametrize(
    "line",
    ["info@acme.dk\tpa;s,s w", "info@acme.dk;pa;s,s w", "info@acme.dk,pa;s,s w", "info pa;s,s w"],
)
def test_any_separator_will_do_and_the_password_is_whole(line: str) -> None:
    if line.startswith("info pa"):
        assert parse_table(line)[0].login == "info pa", "a semicolon comes before blanks"
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
    lines = parse_table("a\t1\r\n\r\nb\t2\rc\t3\n   \n")
    assert [(line.line_number, line.login) for line in lines] == [(1, "a"), (3, "b"), (4, "c")]


def test_what_the_pasting_did_is_flagged_not_eaten() -> None:
    blank, quoted, columns = parse_table('a\t x\nb\t"x"\nc\tx\ty')
    assert (blank.password, blank.warnings) == (" x", (PasswordWarning.EDGE_SPACES,))
    assert (quoted.password, quoted.warnings) == ('"x"', (PasswordWarning.QUOTED,))
    assert (columns.password, columns.warnings) == ("x\ty", (PasswordWarning.EXTRA_COLUMN,))


def test_why_a_line_is_not_used() -> None:
    duplicate = mailbox(5, "info@acme.dk")
    assert missed("nobody@acme.dk\tx\n\tx", INFO) == [
        (1, UnmatchedReason.UNKNOWN),
        (2, UnmatchedReason.UNKNOWN),
    ]
    assert missed("info@acme.dk\ninfo@acme.dk\t", INFO) == [
        (1, UnmatchedReason.NO_PASSWORD),
        (2, UnmatchedReason.NO_PASSWORD),
    ]
    assert missed("info@acme.dk\tx", INFO, duplicate) == [(1, UnmatchedReason.AMBIGUOUS_MAILBOX)]
    assert missed("info@acme.dk\tx\nsales@acme.dk\ts\ninfo\ty", INFO, SALES) == [
        (1, UnmatchedReason.DUPLICATE_ROW),
        (3, UnmatchedReason.DUPLICATE_ROW),
    ]


def test_a_locked_password_is_not_matched() -> None:
    locked = mailbox(1, "info@acme.dk", password=FieldRight(FieldFlag.READ, "Read"))
    assert missed("info@acme.dk\tx", locked) == [(1, UnmatchedReason.LOCKED)]


def test_a_mailbox_without_address_is_not_everybodys() -> None:
    assert missed("\tx\n;x", mailbox(1, "", "")) == [
        (1, UnmatchedReason.UNKNOWN),
        (2, UnmatchedReason.UNKNOWN),
    ]


def test_no_repr_shows_a_password() -> None:
    lines = parse_table("info@acme.dk\tcanary")
    result = match_rows(lines, [INFO])
    assert "canary" not in repr((lines, result, MatchedRow(PasswordRow(1, "a", "canary"), INFO)))


def test_a_table_has_an_end() -> None:
    assert len(parse_table("a\tb\n" * MAX_LINES)) == MAX_LINES
    with pytest.raises(TooManyLines):
        parse_table("a\tb\n" * (MAX_LINES + 1))


@given(st.text(max_size=200))
def test_no_text_crashes_it_and_every_line_is_accounted_for(text: str) -> None:
    lines = parse_table(text)
    result = match_rows(lines, [INFO, SALES])
    assert len(result.matches) + len(result.unmatched) == len(lines)


@pytest.mark.parametrize("line", ["\tcanary", ";canary", "canary", "P@canary$", "  canary  "])
def test_a_password_without_its_mailbox_is_not_taken_for_a_name(line: str) -> None:
    """Whose a line is gets shown in the window."""
    assert "canary" not in parse_table(line)[0].login


def test_two_passwords_for_one_user_on_one_server_are_not_tried() -> None:
    values: dict[Field, Value] = {Field.USER_NAME: "u", Field.SERVER: "Mail.acme"}
    values[Field.SERVER_TYPE] = ServerType.IMAPS
    one = Mailbox(1, {**values, Field.ADDRESS: "a@acme.dk"})
    two = Mailbox(2, {**values, Field.ADDRESS: "b@acme.dk", Field.SERVER: "mail.acme"})
    plain: dict[Field, Value] = {Field.SERVER_TYPE: ServerType.IMAP, Field.PORT: 143}
    two = replace(two, values={**two.values, **plain})  # a failed login counts for the user there
    assert missed("a@acme.dk\tone\nb@acme.dk\ttwo", one, two) == [
        (1, UnmatchedReason.CONFLICTING_PASSWORDS),
        (2, UnmatchedReason.CONFLICTING_PASSWORDS),
    ]
    assert used("a@acme.dk\tone\nb@acme.dk\tone", one, two) == {1: "one", 2: "one"}


def test_addresses_find_their_mailboxes_before_details_are_read() -> None:
    rows = [ListedMailbox(1, "<Info@acme.dk> (Acme)", "", ""), ListedMailbox(2, None, "", "")]
    assert ids_named_by_address(parse_table("info@ACME.dk\tx\nother\ty"), rows) == {1}


@pytest.mark.parametrize("pasted", ["info@blåbær.dk", "info@xn--blbr-roah.dk", "info@BLÅBÆR.dk"])
@pytest.mark.parametrize("stored", ["info@blåbær.dk", "Info <info@xn--blbr-roah.dk>"])
def test_an_international_address_finds_its_mailbox_in_either_form(
    pasted: str, stored: str
) -> None:
    assert used(f"{pasted}\tx", mailbox(1, stored)) == {1: "x"}
    rows = [ListedMailbox(1, stored, "", "")]
    assert ids_named_by_address(parse_table(f"{pasted}\tx"), rows) == {1}


def test_twice_the_lines_are_twice_the_work() -> None:
    """All lines have another password for one login: each is compared with its own group only."""

    def steps(count: int) -> int:
        values: dict[Field, Value] = {Field.USER_NAME: "u", Field.SERVER: "mail.acme"}
        values[Field.SERVER_TYPE] = ServerType.IMAPS
        boxes = [Mailbox(n, {**values, Field.ADDRESS: f"m{n}@acme.dk"}) for n in range(count)]
        lines = parse_table("\n".join(f"m{n}@acme.dk\tx{n}" for n in range(count)))
        assert len(match_rows(lines, boxes).unmatched) == count
        return count_calls(lambda: match_rows(lines, boxes))

    assert steps(400) < 2.5 * steps(200)


@pytest.mark.parametrize("password", ["pass\u200b", "pa\u00adss", "pa\u00a0ss", "\ufeffpass"])
def test_a_character_that_deceives_the_eye_is_marked_and_kept(password: str) -> None:
    (row,) = parse_table(f"info@acme.test\t{password}")
    assert row.warnings
    assert row.password == password
