"""What people paste, and what others hope that they paste, into addresses and server names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.mailbox.addresses import AddressIssue, bare_address, parse_address
from desktop_app.core.mailbox.characters import hidden_character
from desktop_app.core.mailbox.hosts import HostIssue, HostParts, parse_host
from desktop_app.core.mailbox.mailbox import Draft, Field, Mailbox, ReplacePassword, ServerType
from desktop_app.core.mailbox.mailbox_rules import field_access_for
from desktop_app.core.mailbox.unicode_names import to_punycode, to_unicode
from desktop_app.core.mailbox.validation import IssueKind, Severity, validate

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


def kinds(which: Field, text: str) -> dict[IssueKind, Severity]:
    """What is found in a changed field."""
    draft = Draft(BOX, {which: text})
    return {found.kind: found.severity for found in validate(draft, field_access_for(BOX))[which]}


@pytest.mark.parametrize("text", HUGE.values(), ids=HUGE)
def test_a_megabyte_is_read_in_one_go(text: str) -> None:
    """Each of these took minutes in a reader that goes back to try again; none takes a second."""
    for field in (Field.ADDRESS, Field.SERVER, Field.USER_NAME):
        assert IssueKind.MAYBE_TOO_LONG in kinds(field, text)
    bare_address(text)
    validate(Draft(BOX, {}, ReplacePassword(text)), field_access_for(BOX))


@pytest.mark.parametrize(
    "character", ["\u200b", "\u200d", "\u202e", "\u2066", "\ufeff", "\xad", "\u2028", "\U000e0041"]
)
def test_hidden_characters_are_no_part_of_a_server_or_an_address(character: str) -> None:
    assert parse_host(f"imap{character}.example.com").issue is HostIssue.HIDDEN
    assert parse_host(f"imap.example.com{character}").issue is HostIssue.HIDDEN
    assert parse_address(f"in{character}fo@example.com").issue is AddressIssue.HIDDEN
    assert parse_address(f"info@exam{character}ple.com").issue is AddressIssue.HIDDEN
    name = parse_address(f"<info@example.com> (Acme{character})")
    assert (name.issue, bool(name.hidden_character)) == (None, True)
    assert kinds(Field.USER_NAME, f"in{character}fo") == {
        IssueKind.HIDDEN_CHARACTER: Severity.WARNING
    }
    password = validate(Draft(BOX, {}, ReplacePassword(f"a{character}b")), field_access_for(BOX))[
        Field.PASSWORD
    ]
    assert [found.kind for found in password] == [IssueKind.HIDDEN_CHARACTER]


def test_a_hidden_character_in_what_was_loaded_only_warns() -> None:
    loaded = Mailbox(5, {**BOX.values, Field.SERVER: "imap\u200b.example.com"})
    found = validate(Draft(loaded, {}), field_access_for(loaded))[Field.SERVER]
    assert [each.severity for each in found] == [Severity.WARNING]


def test_blanks_that_no_space_bar_types() -> None:
    assert parse_host("imap.example.com\xa0").issue is HostIssue.SPACE
    assert parse_host("imap\u2003example").issue is HostIssue.SPACE
    assert kinds(Field.USER_NAME, "in\xa0fo") == {IssueKind.UNUSUAL_SPACE: Severity.WARNING}
    assert kinds(Field.USER_NAME, "info\xa0") == {IssueKind.EDGE_SPACES: Severity.WARNING}
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
    assert to_punycode(readable) == machine
    assert parse_host(readable).alternate_form == machine
    assert parse_host(machine).alternate_form == to_unicode(machine) != ""
    assert kinds(Field.ADDRESS, f"post@{machine}") == {IssueKind.ALTERNATE_FORM: Severity.HINT}
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
    assert kinds(Field.SERVER, name).get(IssueKind.CONFUSABLE) is Severity.WARNING
    assert kinds(Field.ADDRESS, f"a@{name}").get(IssueKind.CONFUSABLE) is Severity.WARNING


@pytest.mark.parametrize("name", ["пример.рф", "ελλάδα.gr", "blåbær.no", "例え.テスト"])
def test_honest_international_names_do_not(name: str) -> None:
    assert IssueKind.CONFUSABLE not in kinds(Field.SERVER, name)


@pytest.mark.parametrize("name", ["xn--.example", "xn--99999999.example", "XN--A.example"])
def test_a_machine_form_that_stands_for_nothing_is_said(name: str) -> None:
    assert kinds(Field.SERVER, name) in (
        {IssueKind.INVALID_PUNYCODE: Severity.WARNING},
        {IssueKind.INVALID_HOST: Severity.ERROR},
    )


@pytest.mark.parametrize("name", ["💌.example", "a\u0308\u0308" * 40 + ".example", "́.example"])
def test_what_has_no_machine_form_is_no_server(name: str) -> None:
    assert parse_host(name).issue is HostIssue.NAME
    assert parse_address(f"a@{name}").issue is AddressIssue.DOMAIN


@pytest.mark.parametrize(
    "text", ["fe80::1%eth0", "[fe80::1%25eth0]", "::ffff:192.0.2.1", "imap.example.com."]
)
def test_unusual_and_right(text: str) -> None:
    assert parse_host(text).issue is None


@pytest.mark.parametrize(
    ("text", "split"),
    [
        ("imaps://jo:pass@imap.example.com:993/INBOX", HostParts("imap.example.com", 993)),
        ("[fe80::1%eth0]:993", HostParts("fe80::1%eth0", 993)),
        ("münchen.example:143", HostParts("münchen.example", 143)),
        (" imap.example.com:993 ", HostParts("imap.example.com", 993)),
    ],
)
def test_pasted_more_than_a_server(text: str, split: HostParts) -> None:
    found = parse_host(text).parts
    assert found is not None
    assert (found.host, found.port) == (split.host, split.port)


@pytest.mark.parametrize("text", ["imap.example.com:0", "imap.example.com:65536", "host:99999999"])
def test_a_port_that_is_none_is_not_offered(text: str) -> None:
    assert parse_host(text).parts is None
    assert parse_host(text).issue is not None


@pytest.mark.parametrize("text", ["host:٩٩٣", "١٢٧.0.0.1"])
def test_digits_of_other_alphabets_are_no_port_and_no_address(text: str) -> None:
    assert parse_host(text).parts is None
    assert parse_host(text).issue is not None


@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    for field in (Field.ADDRESS, Field.SERVER, Field.USER_NAME):
        kinds(field, text)
    bare_address(text)


@given(st.text(max_size=40))
def test_what_passes_as_a_server_can_be_seen_and_written_by_machines(text: str) -> None:
    read = parse_host(text)
    if text and read.issue is None and read.parts is None:
        assert not hidden_character(text)
        assert not any(map(str.isspace, text))
        assert text.isascii() or read.alternate_form.isascii()
