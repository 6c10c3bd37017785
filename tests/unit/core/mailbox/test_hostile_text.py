"""What people paste, and what others hope that they paste, into addresses and server names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.mailbox.addresses import AddressFault, bare_address, read_address
from desktop_app.core.mailbox.hosts import HostFault, Split, read_host
from desktop_app.core.mailbox.mailbox import Draft, Field, Mailbox, Replace, ServerType
from desktop_app.core.mailbox.mailbox_rules import access_of
from desktop_app.core.mailbox.unicode_names import ascii_form, hidden_character, readable_form
from desktop_app.core.mailbox.validation import Kind, Severity, findings

BOX = Mailbox(5, {Field.SERVER_TYPE: ServerType.IMAPS, Field.PORT: 993})
MEGABYTE = 2**20
HUGE = {
    "one word": "x" * MEGABYTE,
    "labels": "a." * (MEGABYTE // 2),
    "international": "й" * MEGABYTE,
    "machine form": "xn--" + "a" * MEGABYTE,
    "machine forms": "xn--a." * (MEGABYTE // 6),
    "url with a blank": "imap://" + "a" * MEGABYTE + "/ b",
    "url with a login": "imap://" + "a" * MEGABYTE + "@",
    "port": "a" * MEGABYTE + ":99999999",
    "angles": "<a@b>" + " " * MEGABYTE + "<",
    "comment": "a@b.com (" + "(" * MEGABYTE,
    "blanks": "a" + " " * MEGABYTE + "b",
    "many @": "@" * MEGABYTE,
    "brackets": "[" * MEGABYTE,
    "numbers": "1." * (MEGABYTE // 2),
    "colons": ":" * MEGABYTE,
    "digits": "9" * MEGABYTE,
    "hidden at its end": "a" * MEGABYTE + "\u202e",
}


def kinds(which: Field, text: str) -> dict[Kind, Severity]:
    """What is found in a changed field."""
    draft = Draft(BOX, {which: text})
    return {found.kind: found.severity for found in findings(draft, access_of(BOX))[which]}


@pytest.mark.parametrize("text", HUGE.values(), ids=HUGE)
def test_a_megabyte_is_read_in_one_go(text: str) -> None:
    """Each of these took minutes in a reader that goes back to try again; none takes a second."""
    for which in (Field.ADDRESS, Field.SERVER, Field.USER_NAME):
        assert Kind.LONG in kinds(which, text)
    bare_address(text)
    findings(Draft(BOX, {}, Replace(text)), access_of(BOX))


@pytest.mark.parametrize(
    "character", ["\u200b", "\u200d", "\u202e", "\u2066", "\ufeff", "\xad", "\u2028", "\U000e0041"]
)
def test_hidden_characters_are_no_part_of_a_server_or_an_address(character: str) -> None:
    assert read_host(f"imap{character}.example.com").fault is HostFault.HIDDEN
    assert read_host(f"imap.example.com{character}").fault is HostFault.HIDDEN
    assert read_address(f"in{character}fo@example.com").fault is AddressFault.HIDDEN
    assert read_address(f"info@exam{character}ple.com").fault is AddressFault.HIDDEN
    name = read_address(f"<info@example.com> (Acme{character})")
    assert (name.fault, bool(name.hidden)) == (None, True)
    assert kinds(Field.USER_NAME, f"in{character}fo") == {Kind.HIDDEN: Severity.WARNING}
    password = findings(Draft(BOX, {}, Replace(f"a{character}b")), access_of(BOX))[Field.PASSWORD]
    assert [found.kind for found in password] == [Kind.HIDDEN]


def test_a_hidden_character_in_what_was_loaded_only_warns() -> None:
    loaded = Mailbox(5, {**BOX.values, Field.SERVER: "imap\u200b.example.com"})
    found = findings(Draft(loaded, {}), access_of(loaded))[Field.SERVER]
    assert [each.severity for each in found] == [Severity.WARNING]


def test_blanks_that_no_space_bar_types() -> None:
    assert read_host("imap.example.com\xa0").fault is HostFault.SPACE
    assert read_host("imap\u2003example").fault is HostFault.SPACE
    assert kinds(Field.USER_NAME, "in\xa0fo") == {Kind.ODD_BLANK: Severity.WARNING}
    assert kinds(Field.USER_NAME, "info\xa0") == {Kind.EDGE_BLANKS: Severity.WARNING}
    assert kinds(Field.USER_NAME, "in fo") == {}


@pytest.mark.parametrize(
    ("readable", "machine"),
    [
        ("blåbær.example", "xn--blbr-roah.example"),
        ("faß.example", "xn--fa-hia.example"),  # the older rules make it another domain: fass
        ("münchen。example", "xn--mnchen-3ya.example"),  # a full stop of Asia
        ("BÜCHER.example", "xn--bcher-kva.example"),
        ("例え.テスト", "xn--r8jz45g.xn--zckzah"),
    ],
)
def test_both_forms_of_an_international_name(readable: str, machine: str) -> None:
    assert ascii_form(readable) == machine
    assert read_host(readable).other_form == machine
    assert read_host(machine).other_form == readable_form(machine) != ""
    assert kinds(Field.ADDRESS, f"post@{machine}") == {Kind.OTHER_FORM: Severity.HINT}
    assert bare_address(f"post@{readable}") == f"post@{machine}", "the same mailbox twice"


@pytest.mark.parametrize(
    "name",
    [
        "аcme.example",  # Cyrillic а
        "xn--cme-6cd.example",
        "аррӏе.example",  # wholly Cyrillic
        "xn--80ak6aa92e.example",
        "ορυ.example",  # wholly Greek
    ],
)
def test_look_alikes_warn_in_either_form(name: str) -> None:
    assert kinds(Field.SERVER, name).get(Kind.LOOKS_ALIKE) is Severity.WARNING
    assert kinds(Field.ADDRESS, f"a@{name}").get(Kind.LOOKS_ALIKE) is Severity.WARNING


@pytest.mark.parametrize("name", ["пример.рф", "ελλάδα.gr", "blåbær.no", "例え.テスト"])
def test_honest_international_names_do_not(name: str) -> None:
    assert Kind.LOOKS_ALIKE not in kinds(Field.SERVER, name)


@pytest.mark.parametrize("name", ["xn--.example", "xn--99999999.example", "XN--A.example"])
def test_a_machine_form_that_stands_for_nothing_is_said(name: str) -> None:
    assert kinds(Field.SERVER, name) in (
        {Kind.BROKEN_FORM: Severity.WARNING},
        {Kind.HOST_FAULT: Severity.ERROR},
    )


@pytest.mark.parametrize("name", ["💌.example", "a\u0308\u0308" * 40 + ".example", "́.example"])
def test_what_has_no_machine_form_is_no_server(name: str) -> None:
    assert read_host(name).fault is HostFault.NAME
    assert read_address(f"a@{name}").fault is AddressFault.DOMAIN


@pytest.mark.parametrize(
    "text", ["fe80::1%eth0", "[fe80::1%25eth0]", "::ffff:192.0.2.1", "imap.example.com."]
)
def test_unusual_and_right(text: str) -> None:
    assert read_host(text).fault is None


@pytest.mark.parametrize(
    ("text", "split"),
    [
        ("imaps://jo:pass@imap.example.com:993/INBOX", Split("imap.example.com", 993)),
        ("[fe80::1%eth0]:993", Split("fe80::1%eth0", 993)),
        ("münchen.example:143", Split("münchen.example", 143)),
        (" imap.example.com:993 ", Split("imap.example.com", 993)),
    ],
)
def test_pasted_more_than_a_server(text: str, split: Split) -> None:
    found = read_host(text).split
    assert found is not None
    assert (found.host, found.port) == (split.host, split.port)


@pytest.mark.parametrize("text", ["imap.example.com:0", "imap.example.com:65536", "host:99999999"])
def test_a_port_that_is_none_is_not_offered(text: str) -> None:
    assert read_host(text).split is None
    assert read_host(text).fault is not None


@pytest.mark.parametrize("text", ["host:٩٩٣", "١٢٧.0.0.1"])
def test_digits_of_other_alphabets_are_no_port_and_no_address(text: str) -> None:
    assert read_host(text).split is None
    assert read_host(text).fault is not None


@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    for which in (Field.ADDRESS, Field.SERVER, Field.USER_NAME):
        kinds(which, text)
    bare_address(text)


@given(st.text(max_size=40))
def test_what_passes_as_a_server_can_be_seen_and_written_by_machines(text: str) -> None:
    read = read_host(text)
    if text and read.fault is None and read.split is None:
        assert not hidden_character(text)
        assert not any(map(str.isspace, text))
        assert text.isascii() or read.other_form.isascii()
