"""Tables as PowerShell, Excel and password managers put them on the clipboard."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.bulk.password_table import parse_table

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30)
ADDRESS = "info@acme.test"


def rows(text: str) -> list[tuple[str, str]]:
    return [(row.login, row.password) for row in parse_table(text)]


def marks(text: str) -> list[set[str]]:
    return [{each.name for each in row.warnings} for row in parse_table(text)]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("line_end", ["\r\n", "\n"])
def test_quotation_marks_around_every_field_are_removed_and_told(
    delimiter: str, line_end: str
) -> None:
    text = f'"{ADDRESS}"{delimiter}"pa,s;s ""w"""{line_end}"b@acme.test"{delimiter}"x"{line_end}'
    assert rows(text) == [(ADDRESS, 'pa,s;s "w"'), ("b@acme.test", "x")]
    assert all("UNQUOTED" in each for each in marks(text))


@given(st.lists(st.tuples(st.just(ADDRESS), TEXT), min_size=1, max_size=5))
def test_what_a_csv_writer_quotes_is_read_back_whole(table: list[tuple[str, str]]) -> None:
    file = io.StringIO(newline="")
    csv.writer(file, quoting=csv.QUOTE_ALL).writerows(table)
    assert rows(file.getvalue()) == table


def test_a_password_in_quotation_marks_beside_one_without_stays_as_it_is() -> None:
    assert rows(f'{ADDRESS};"one"\nb@acme.test;two') == [(ADDRESS, '"one"'), ("b@acme.test", "two")]


def test_column_titles_of_a_password_manager_say_which_column_is_which() -> None:
    keepass = (
        '"Account","Login Name","Password","Web Site","Comments"\r\n'
        f'"Acme mail","{ADDRESS}","s3cret,word","https://acme.test","old, see note"\r\n'
    )
    assert rows(keepass) == [(ADDRESS, "s3cret,word")]
    assert rows(f"Name\tE-mail\tPassword\nAcme\t{ADDRESS}\ts3cret") == [(ADDRESS, "s3cret")]


def test_powershell_writes_its_type_first() -> None:
    text = f'#TYPE System.Object\r\n"Address","Password"\r\n"{ADDRESS}","x"\r\n'
    assert rows(text) == [(ADDRESS, "x")]
    assert parse_table(text)[0].line_number == 3


def test_a_quoted_row_with_more_columns_than_two_is_marked() -> None:
    assert "EXTRA_COLUMN" in marks(f'"{ADDRESS}","x","y"')[0]


def test_a_line_end_in_a_cell_is_never_half_a_password_without_a_mark() -> None:
    whole = f'"{ADDRESS}","first\r\nsecond"\r\n"b@acme.test","x"\r\n'
    assert rows(whole)[0] == (ADDRESS, "first\r\nsecond")
    assert "LINE_END" in marks(whole)[0]
    cut = f'{ADDRESS}\t"first\r\nsecond"\r\nb@acme.test\tx\r\n'
    assert rows(cut)[0] == (ADDRESS, '"first')
    assert "UNBALANCED_QUOTE" in marks(cut)[0]
    assert marks('a@acme.test my second"')[0] == {"UNBALANCED_QUOTE"}


def test_quotation_marks_that_never_close_are_no_quoted_table() -> None:
    assert rows(f'"{ADDRESS}","never closed\nb@acme.test;x')[1] == ("b@acme.test", "x")


@pytest.mark.parametrize(
    "login",
    [
        f"\ufeff{ADDRESS}",
        f"\u200b{ADDRESS}\u200b",
        f"mailto:{ADDRESS}",
        f"MailTo:{ADDRESS}",
        f'"{ADDRESS}"',
        f"{ADDRESS} ;",
    ],
)
def test_what_copying_adds_to_an_address_is_taken_off(login: str) -> None:
    assert rows(f"{login}\ts3cret") == [(ADDRESS, "s3cret")]


def test_letters_of_an_address_are_composed_and_those_of_a_password_never() -> None:
    ((login, password),) = rows("a\u030asa@acme.test\ta\u030a")
    assert login == "\xe5sa@acme.test"
    assert password == "a\u030a"


@pytest.mark.parametrize("line", [f"{ADDRESS},x,", f"{ADDRESS},,x", f"{ADDRESS} : x"])
def test_separators_left_at_a_password_are_marked(line: str) -> None:
    assert "EXTRA_COLUMN" in marks(line)[0]
