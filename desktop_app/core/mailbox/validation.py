"""What is wrong with the values of a draft, and what is worth knowing about them, as types.

Only what the user changed can be an error (or, on a new mailbox, what is missing): a loaded value
is never in the way of a save, however odd it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, IntEnum, auto

from desktop_app.core.mailbox.addresses import MailAddress, read_address
from desktop_app.core.mailbox.hosts import Host, read_host
from desktop_app.core.mailbox.mailbox import (
    Draft,
    Field,
    Odd,
    Replace,
    ServerType,
    Value,
    value_text,
)
from desktop_app.core.mailbox.mailbox_rules import (
    LENGTH_HINT,
    USUAL_PORT,
    is_usual_number,
    is_vouched,
)
from desktop_app.core.mailbox.rights import FieldAccess
from desktop_app.core.mailbox.unicode_names import hidden_character, odd_blank


class Severity(IntEnum):
    """The worst first. Only errors are in the way of a save."""

    ERROR = 0
    WARNING = 1
    HINT = 2


class Kind(Enum):
    """What was found. What ``Finding.about`` holds stands behind each."""

    CHOOSE_TYPE = auto()
    ADDRESS_MISSING = auto()
    MANDATORY = auto()  # the server's reason, a str
    TOO_LONG = auto()  # characters that the server takes, and that there are: (int, int)
    CUT = auto()
    LONG = auto()  # characters that the database takes: int
    ODD_VALUE = auto()
    ADDRESS_FAULT = auto()  # an AddressFault
    HOST_FAULT = auto()  # a HostFault
    SPLIT = auto()  # a Split
    OTHER_FORM = auto()  # the other form of an international domain: str
    LOOKS_ALIKE = auto()  # the machine's form of the domain: str
    BROKEN_FORM = auto()
    HIDDEN = auto()  # the first character that cannot be seen, such as U+202E: str
    ODD_BLANK = auto()  # the first blank that no space bar types, such as U+00A0: str
    EDGE_BLANKS = auto()
    LINE_ENDS = auto()
    PORT_ODD = auto()
    PORT_USUAL = auto()  # a ServerType
    PORT_OTHERS = (
        auto()
    )  # the type it is usual for, and the mailbox's own: (ServerType, ServerType)
    PORT_UNUSUAL = auto()  # the type, and its usual port: (ServerType, int)
    NO_PASSWORD = auto()
    PASSWORD_EMPTY = auto()
    KEEP_DESTROYS = auto()
    CHECK = auto()  # what a check of the mail server found, and the server: (Verdict, str)


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding about one field."""

    kind: Kind
    severity: Severity
    about: object = None


def findings(draft: Draft, access: Mapping[Field, FieldAccess]) -> dict[Field, list[Finding]]:
    """What is found in each field, the worst first; nothing about fields that cannot be written."""
    return {
        which: sorted(_about(which, draft, access[which]), key=lambda found: found.severity)
        for which in Field
        if access[which].can_write
    }


def _about(which: Field, draft: Draft, access: FieldAccess) -> Iterator[Finding]:
    if which is Field.PASSWORD:
        yield from _about_password(draft, access)
        return
    value = draft.result.get(which)
    yield from _missing(which, value, draft, access)
    yield from _length(value, access, changed=which in draft.changes)
    if isinstance(value, Odd):
        yield Finding(Kind.ODD_VALUE, Severity.WARNING)
    if isinstance(value, str) and value:
        yield from _about_text(which, value, _severity(which in draft.changes))
    if which is Field.PORT and not (draft.creates and which not in draft.changes):
        yield from _about_port(value, draft.result.get(Field.SERVER_TYPE))


def _severity(changed: bool) -> Severity:
    return Severity.ERROR if changed else Severity.WARNING


def _missing(which: Field, value: Value, draft: Draft, access: FieldAccess) -> Iterator[Finding]:
    if which is Field.SERVER_TYPE and draft.creates and not is_vouched(value):
        yield Finding(Kind.CHOOSE_TYPE, Severity.ERROR)
    elif value_text(value).strip():
        return
    elif which is Field.ADDRESS and draft.creates:
        yield Finding(Kind.ADDRESS_MISSING, Severity.ERROR)
    elif access.mandatory:
        yield Finding(Kind.MANDATORY, Severity.ERROR, access.mandatory_reason)


def _length(value: Value, access: FieldAccess, *, changed: bool) -> Iterator[Finding]:
    if not isinstance(value, str):
        return
    most = access.max_characters
    if most is not None and len(value) > most:
        yield Finding(Kind.TOO_LONG, _severity(changed), (most, len(value)))
    elif most is None and len(value) > LENGTH_HINT:
        yield Finding(Kind.LONG, Severity.WARNING, LENGTH_HINT)


def _about_text(which: Field, text: str, severity: Severity) -> Iterator[Finding]:
    if which is Field.ADDRESS:
        yield from _about_address(text, severity)
    elif which is Field.SERVER:
        yield from _about_host(text, severity)
    elif which is Field.USER_NAME:
        yield from _about_edges(text)


def _about_address(text: str, severity: Severity) -> Iterator[Finding]:
    read = read_address(text)
    if read.fault is not None:
        yield Finding(Kind.ADDRESS_FAULT, severity, read.fault)
    if read.hidden:
        yield Finding(Kind.HIDDEN, Severity.WARNING, read.hidden)
    yield from _about_domain(read)


def _about_host(text: str, severity: Severity) -> Iterator[Finding]:
    read = read_host(text)
    if read.fault is not None:
        yield Finding(Kind.HOST_FAULT, severity, read.fault)
    if read.split is not None:
        yield Finding(Kind.SPLIT, Severity.WARNING, read.split)
    yield from _about_domain(read)


def _about_domain(read: Host | MailAddress) -> Iterator[Finding]:
    if read.broken_form:
        yield Finding(Kind.BROKEN_FORM, Severity.WARNING)
    elif read.looks_alike:
        yield Finding(Kind.LOOKS_ALIKE, Severity.WARNING, read.other_form)
    elif read.other_form:
        yield Finding(Kind.OTHER_FORM, Severity.HINT, read.other_form)


def _about_edges(text: str) -> Iterator[Finding]:
    if "\n" in text or "\r" in text:
        yield Finding(Kind.LINE_ENDS, Severity.WARNING)
    elif text != text.strip():
        yield Finding(Kind.EDGE_BLANKS, Severity.WARNING)
    elif hidden := hidden_character(text):
        yield Finding(Kind.HIDDEN, Severity.WARNING, hidden)
    elif blank := odd_blank(text):
        yield Finding(Kind.ODD_BLANK, Severity.WARNING, blank)


def _about_password(draft: Draft, access: FieldAccess) -> Iterator[Finding]:
    if isinstance(draft.password, Replace):
        yield from _about_edges(draft.password.text)
        yield from _length(draft.password.text, access, changed=True)
    elif draft.creates and access.mandatory:
        yield Finding(Kind.MANDATORY, Severity.ERROR, access.mandatory_reason)
    elif draft.creates:
        yield Finding(Kind.NO_PASSWORD, Severity.WARNING)


def _about_port(port: Value, server_type: Value) -> Iterator[Finding]:
    if port is not None and not is_usual_number(port):
        yield Finding(Kind.PORT_ODD, Severity.WARNING)
    elif isinstance(server_type, ServerType) and server_type in USUAL_PORT:
        yield _port_of(port, server_type, USUAL_PORT[server_type])


def _port_of(port: Value, server_type: ServerType, usual: int) -> Finding:
    if port == usual:
        return Finding(Kind.PORT_USUAL, Severity.HINT, server_type)
    others = [kind for kind, number in USUAL_PORT.items() if number == port]
    if others:
        return Finding(Kind.PORT_OTHERS, Severity.WARNING, (others[0], server_type))
    return Finding(Kind.PORT_UNUSUAL, Severity.HINT, (server_type, usual))
