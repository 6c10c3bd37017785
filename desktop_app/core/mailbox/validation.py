"""Validation of a draft: errors, warnings and hints for each field, as untranslated types.

Only a changed field, or a required field that is empty, can be an error: an unchanged value never
prevents a save, however odd it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, IntEnum, auto

from desktop_app.core.mailbox.addresses import MailAddress, parse_address
from desktop_app.core.mailbox.characters import OddityKind, find_oddity
from desktop_app.core.mailbox.hosts import Host, parse_host
from desktop_app.core.mailbox.mailbox import (
    Draft,
    Field,
    KeepPassword,
    ReplacePassword,
    ServerType,
    UnknownValue,
    Value,
    value_text,
)
from desktop_app.core.mailbox.mailbox_rules import (
    DATABASE_MAX_LENGTH,
    DEFAULT_PORTS,
    TYPES_WITHOUT_TLS,
    fields_needed_by,
    is_supported_type,
    is_valid_port,
)
from desktop_app.core.mailbox.rights import FieldAccess


class Severity(IntEnum):
    """The severity of an issue, the worst first. Only errors prevent a save."""

    ERROR = 0
    WARNING = 1
    HINT = 2


class IssueKind(Enum):
    """The kind of an issue. The comment names what ``ValidationIssue.detail`` holds, else None."""

    CHOOSE_TYPE = auto()
    MANDATORY = auto()  # the server's reason, a str
    TOO_LONG = auto()  # maximum characters, and actual characters: (int, int)
    TRUNCATED = auto()
    MAYBE_TOO_LONG = auto()  # maximum characters in the database: int
    UNKNOWN_VALUE = auto()
    INVALID_ADDRESS = auto()  # an AddressIssue
    INVALID_HOST = auto()  # a HostIssue
    HOST_PARTS = auto()  # a HostParts
    ALTERNATE_FORM = auto()  # the other form of an international domain: str
    CONFUSABLE = auto()  # the other form of the domain: str
    INVALID_PUNYCODE = auto()
    HIDDEN_CHARACTER = auto()  # the first invisible character, such as U+202E: str
    UNUSUAL_SPACE = auto()  # the first space other than U+0020, such as U+00A0: str
    EDGE_SPACES = auto()
    LINE_BREAKS = auto()
    INVALID_PORT = auto()
    PORT_OF_OTHER_TYPE = (
        auto()
    )  # the type that usually has this port, and the mailbox's type: (ServerType, ServerType)
    NEEDED = auto()  # the Field
    NO_TLS = auto()
    PASSWORD_EMPTY = auto()
    KEEP_DESTROYS = auto()
    CHECK_RESULT = auto()  # the verdict of a mail server check, and the server: (Verdict, str)


@dataclass(frozen=True, slots=True)
class ValidationIssue:
    """One issue of one field."""

    kind: IssueKind
    severity: Severity
    detail: object = None


def validate(
    draft: Draft, access: Mapping[Field, FieldAccess]
) -> dict[Field, list[ValidationIssue]]:
    """Return the issues of each writable field, the worst first."""
    return {
        field: sorted(_field_issues(field, draft, access[field]), key=lambda found: found.severity)
        for field in Field
        if access[field].can_write
    }


def _field_issues(which: Field, draft: Draft, access: FieldAccess) -> Iterator[ValidationIssue]:
    if which is Field.PASSWORD:
        yield from _password_issues(draft, access)
        return
    value = draft.result.get(which)
    yield from _missing_issues(which, value, draft, access)
    if which in draft.changes and value in TYPES_WITHOUT_TLS:
        yield ValidationIssue(IssueKind.NO_TLS, Severity.WARNING)
    yield from _length_issues(value, access, changed=which in draft.changes)
    if isinstance(value, UnknownValue):
        yield ValidationIssue(IssueKind.UNKNOWN_VALUE, Severity.WARNING)
    if isinstance(value, str) and value and not (is_needed(which, draft) and value.isspace()):
        yield from _text_issues(which, value, _severity_for(which in draft.changes))
    if which is Field.PORT and not (draft.is_new and which not in draft.changes):
        yield from _port_issues(value, draft.result.get(Field.SERVER_TYPE))


def _severity_for(changed: bool) -> Severity:
    return Severity.ERROR if changed else Severity.WARNING


def _missing_issues(
    which: Field, value: Value, draft: Draft, access: FieldAccess
) -> Iterator[ValidationIssue]:
    if which is Field.SERVER_TYPE and draft.is_new and not is_supported_type(value):
        yield ValidationIssue(IssueKind.CHOOSE_TYPE, Severity.ERROR)
    elif value_text(value).strip():
        return
    elif is_needed(which, draft):
        yield ValidationIssue(IssueKind.NEEDED, Severity.ERROR, which)
    elif access.mandatory:
        yield ValidationIssue(IssueKind.MANDATORY, Severity.ERROR, access.mandatory_reason)


def missing_fields(draft: Draft) -> tuple[Field, ...]:
    """Return what a new mailbox of the draft's type needs and the draft lacks."""
    return tuple(f for f in Field if is_needed(f, draft) and not _has_value(f, draft))


def _has_value(which: Field, draft: Draft) -> bool:
    if which is Field.PASSWORD:
        return not isinstance(draft.password, KeepPassword)
    return bool(value_text(draft.result.get(which)).strip())


def is_needed(which: Field, draft: Draft) -> bool:
    """Return whether a new mailbox of the draft's type needs a field; False for any other draft."""
    server_type = draft.result.get(Field.SERVER_TYPE)
    return draft.is_new and which in fields_needed_by(server_type)


def _length_issues(
    value: Value, access: FieldAccess, *, changed: bool
) -> Iterator[ValidationIssue]:
    if not isinstance(value, str):
        return
    most = access.max_characters
    if most is not None and len(value) > most:
        yield ValidationIssue(IssueKind.TOO_LONG, _severity_for(changed), (most, len(value)))
    elif most is None and len(value) > DATABASE_MAX_LENGTH:
        yield ValidationIssue(IssueKind.MAYBE_TOO_LONG, Severity.WARNING, DATABASE_MAX_LENGTH)


def _text_issues(which: Field, text: str, severity: Severity) -> Iterator[ValidationIssue]:
    if which is Field.ADDRESS:
        yield from _address_issues(text, severity)
    elif which is Field.SERVER:
        yield from _host_issues(text, severity)
    elif which is Field.USER_NAME:
        yield from _oddities(text)


def _address_issues(text: str, severity: Severity) -> Iterator[ValidationIssue]:
    read = parse_address(text)
    if read.issue is not None:
        yield ValidationIssue(IssueKind.INVALID_ADDRESS, severity, read.issue)
    if read.hidden_character:
        yield ValidationIssue(IssueKind.HIDDEN_CHARACTER, Severity.WARNING, read.hidden_character)
    yield from _domain_issues(read)


def _host_issues(text: str, severity: Severity) -> Iterator[ValidationIssue]:
    read = parse_host(text)
    if read.issue is not None:
        yield ValidationIssue(IssueKind.INVALID_HOST, severity, read.issue)
    if read.parts is not None:
        yield ValidationIssue(IssueKind.HOST_PARTS, Severity.WARNING, read.parts)
    yield from _domain_issues(read)


def _domain_issues(read: Host | MailAddress) -> Iterator[ValidationIssue]:
    if read.has_invalid_punycode:
        yield ValidationIssue(IssueKind.INVALID_PUNYCODE, Severity.WARNING)
    elif read.is_confusable:
        yield ValidationIssue(IssueKind.CONFUSABLE, Severity.WARNING, read.alternate_form)
    elif read.alternate_form:
        yield ValidationIssue(IssueKind.ALTERNATE_FORM, Severity.HINT, read.alternate_form)


_ODDITIES = {
    OddityKind.LINE_BREAK: IssueKind.LINE_BREAKS,
    OddityKind.EDGE_SPACE: IssueKind.EDGE_SPACES,
    OddityKind.HIDDEN_CHARACTER: IssueKind.HIDDEN_CHARACTER,
    OddityKind.UNUSUAL_SPACE: IssueKind.UNUSUAL_SPACE,
}


def _oddities(text: str) -> Iterator[ValidationIssue]:
    if (odd := find_oddity(text)) is not None:
        yield ValidationIssue(_ODDITIES[odd.kind], Severity.WARNING, odd.character or None)


def _password_issues(draft: Draft, access: FieldAccess) -> Iterator[ValidationIssue]:
    if isinstance(draft.password, ReplacePassword):
        yield from _oddities(draft.password.text)
        yield from _length_issues(draft.password.text, access, changed=True)
    elif is_needed(Field.PASSWORD, draft):
        yield ValidationIssue(IssueKind.NEEDED, Severity.ERROR, Field.PASSWORD)
    elif draft.is_new and access.mandatory:
        yield ValidationIssue(IssueKind.MANDATORY, Severity.ERROR, access.mandatory_reason)


def _port_issues(port: Value, server_type: Value) -> Iterator[ValidationIssue]:
    if port is not None and not is_valid_port(port):
        yield ValidationIssue(IssueKind.INVALID_PORT, Severity.WARNING)
    elif isinstance(server_type, ServerType) and port != DEFAULT_PORTS.get(server_type, port):
        others = (kind for kind, number in DEFAULT_PORTS.items() if number == port)
        other = next(others, None)
        if other is not None:
            yield ValidationIssue(
                IssueKind.PORT_OF_OTHER_TYPE, Severity.WARNING, (other, server_type)
            )
