"""What is found in a draft."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop_app.core.mailbox.mailbox import (
    Draft,
    Field,
    Mailbox,
    ReplacePassword,
    ServerType,
    Value,
)
from desktop_app.core.mailbox.mailbox_rules import field_access_for
from desktop_app.core.mailbox.rights import FieldFlag, FieldRight
from desktop_app.core.mailbox.validation import IssueKind, Severity, ValidationIssue, validate
from tests.unit.core.strategies import INT32, TEXT, mailboxes

MANDATORY = FieldFlag.READ | FieldFlag.WRITE | FieldFlag.HINT_MANDATORY
ORDINARY: dict[Field, Value] = {
    Field.SERVER_TYPE: ServerType.IMAPS,
    Field.ADDRESS: "info@example.com",
    Field.USER_NAME: "info",
    Field.SERVER: "imap.example.com",
    Field.PORT: 993,
}


def found(draft: Draft) -> dict[Field, list[ValidationIssue]]:
    return validate(draft, field_access_for(draft.original))


def kinds(draft: Draft, which: Field) -> list[IssueKind]:
    return [finding.kind for finding in found(draft)[which]]


def errors(draft: Draft) -> list[Field]:
    severities = {f: [x.severity for x in several] for f, several in found(draft).items()}
    return [f for f, several in severities.items() if Severity.ERROR in several]


def edit(password: ReplacePassword | None = None, **changes: Value) -> Draft:
    named = {Field[name.upper()]: value for name, value in changes.items()}
    original = Mailbox(5, ORDINARY)
    return Draft(original, named, password) if password else Draft(original, named)


def test_an_ordinary_mailbox_has_no_errors() -> None:
    assert errors(edit()) == []
    assert kinds(edit(), Field.PORT) == []


@given(mailboxes())
def test_what_was_loaded_is_never_in_the_way(mailbox: Mailbox) -> None:
    blocking = errors(Draft(mailbox, {}))
    access = field_access_for(mailbox)
    assert all(access[f].mandatory or mailbox.id == 0 for f in blocking)


@given(mailboxes(), st.dictionaries(st.sampled_from(Field), TEXT | INT32, max_size=4))
def test_nothing_crashes_it_and_locked_fields_are_left_alone(
    mailbox: Mailbox, changes: dict[Field, Value]
) -> None:
    draft = Draft(mailbox, changes, ReplacePassword("x"))
    access = field_access_for(mailbox)
    assert set(found(draft)) == {f for f in Field if access[f].can_write}
    for several in found(draft).values():
        assert several == sorted(several, key=lambda one: one.severity), "the worst first"


def test_a_new_mailbox_needs_a_type_and_an_address() -> None:
    new = Draft(Mailbox(0, {Field.SERVER_TYPE: ServerType.UNKNOWN, Field.ADDRESS: ""}), {})
    assert errors(new) == [Field.SERVER_TYPE, Field.ADDRESS]


@pytest.mark.parametrize(
    ("server_type", "needed"),
    [
        (ServerType.IMAPS, [Field.USER_NAME, Field.PASSWORD, Field.SERVER]),
        (ServerType.POP, [Field.USER_NAME, Field.PASSWORD, Field.SERVER]),
        (ServerType.MAILGUN, [Field.SERVER_TYPE]),
    ],
)
def test_a_new_mailbox_needs_what_its_type_needs(
    server_type: ServerType, needed: list[Field]
) -> None:
    values: dict[Field, Value] = {
        Field.SERVER_TYPE: server_type,
        Field.ADDRESS: "new@example.com",
        Field.SERVER: " ",
    }
    assert errors(Draft(Mailbox(0, values), {})) == needed
    assert errors(Draft(Mailbox(5, values), {})) == [], "one that is there may be as it is"


def test_a_mandatory_field_may_not_become_empty() -> None:
    rights = {"server": FieldRight(MANDATORY, "Update, UIHintMandatory", "Mail server")}
    draft = Draft(Mailbox(5, ORDINARY, None, rights), {Field.SERVER: " "})
    worst = found(draft)[Field.SERVER][0]
    assert (worst.kind, worst.severity, worst.detail) == (
        IssueKind.MANDATORY,
        Severity.ERROR,
        "Mail server",
    )


def test_a_length_that_the_server_states_is_an_error_only_for_what_was_typed() -> None:
    short = {"server": FieldRight(FieldFlag.READ | FieldFlag.WRITE, "Update", max_characters=10)}
    loaded = Draft(Mailbox(5, ORDINARY, None, short), {})
    assert found(loaded)[Field.SERVER][0].severity is Severity.WARNING
    typed = Draft(Mailbox(5, ORDINARY, None, short), {Field.SERVER: "imap2.example.com"})
    assert errors(typed) == [Field.SERVER]


def test_255_is_a_warning_where_the_server_says_nothing() -> None:
    draft = edit(user_name="x" * 256)
    assert kinds(draft, Field.USER_NAME) == [IssueKind.MAYBE_TOO_LONG]
    assert errors(draft) == []
    assert kinds(edit(user_name="x" * 255), Field.USER_NAME) == []


def test_a_port_is_held_against_the_type() -> None:
    draft = edit(server_type=ServerType.IMAP)
    assert found(draft)[Field.PORT] == [
        ValidationIssue(
            IssueKind.PORT_OF_OTHER_TYPE, Severity.WARNING, (ServerType.IMAPS, ServerType.IMAP)
        )
    ]
    assert kinds(edit(port=1993), Field.PORT) == [], "the form names the usual port anyway"
    assert kinds(edit(port=70000), Field.PORT) == [IssueKind.INVALID_PORT]


def test_blanks_and_line_ends_of_a_password_are_flagged_not_eaten() -> None:
    assert kinds(edit(ReplacePassword(" geheim")), Field.PASSWORD) == [IssueKind.EDGE_SPACES]
    assert kinds(edit(ReplacePassword("geheim\r\n")), Field.PASSWORD) == [IssueKind.LINE_BREAKS]
    assert errors(edit(ReplacePassword("geheim\n"))) == []
