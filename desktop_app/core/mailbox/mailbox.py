"""A mailbox as SuperOffice Service stores it, and the draft of a change to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from types import MappingProxyType

from desktop_app.core.mailbox.rights import FieldRight, TableRight


class Field(Enum):
    """The six fields of a mailbox that can be edited."""

    SERVER_TYPE = auto()
    ADDRESS = auto()
    USER_NAME = auto()
    PASSWORD = auto()
    SERVER = auto()
    PORT = auto()


class ServerType(Enum):
    """How SuperOffice fetches the mail; names and numbers follow SuperOffice's MailboxType."""

    UNKNOWN = 0
    POP = 1
    IMAP = 2
    MAPI = 3
    FACEBOOK = 4
    POPS = 5
    IMAPS = 6
    SMS_PLUGIN = 7
    MAILGUN = 8
    IMAP_OAUTH = 9


@dataclass(frozen=True, slots=True)
class UnknownValue:
    """A value that this program does not understand, preserved as its exact JSON text.

    The raw text is shown with a warning and sent back unchanged unless the user edits it.
    """

    json: str


Value = str | int | ServerType | UnknownValue | None
"""The value of a field: text, a port, a server type, an unknown value, or None if empty."""


class PasswordPresence(Enum):
    """What SuperOffice returned as the password of a mailbox: the kind of value, never its text."""

    ABSENT = auto()
    NULL = auto()
    EMPTY = auto()
    MASKED = auto()
    OTHER = auto()

    def is_lost_in(self, now: PasswordPresence) -> bool:
        """Return whether a password shown as ``self`` seems to be gone when shown as ``now``.

        Servers show a stored password as stars, null or nothing, always in the same way: it is gone
        when that changes, unless ``now`` stands for a password.
        """
        return now is not self and now not in (PasswordPresence.MASKED, PasswordPresence.OTHER)


NO_FIELD_RIGHTS: Mapping[str, FieldRight] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Mailbox:
    """One mailbox with all its data from the server. ``id`` is 0 until it is created.

    ``field_rights`` is keyed by the server's field names in lower case. ``extra`` holds properties
    that this program does not know, as (name, JSON text), to be sent back unchanged.
    """

    id: int
    values: Mapping[Field, Value]
    table_right: TableRight | None = None
    field_rights: Mapping[str, FieldRight] = field(default_factory=lambda: NO_FIELD_RIGHTS)
    password_presence: PasswordPresence = PasswordPresence.ABSENT
    extra: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "values", MappingProxyType(dict(self.values)))

    def text(self, field: Field) -> str:
        """Return a field's value as plain text; empty for None, raw JSON for an UnknownValue."""
        return value_text(self.values.get(field))


def value_text(value: Value) -> str:
    """Return a value as plain, untranslated text; a server type gives its enum name."""
    if isinstance(value, UnknownValue):
        return value.json
    if isinstance(value, ServerType):
        return value.name
    return "" if value is None else str(value)


class KeepBehaviour(Enum):
    """What a save without a password does to the stored password, as found by a test.

    UNPROVED: not tested. PROVED: the password is kept. DESTROYS: the password is cleared.
    """

    UNPROVED = auto()
    PROVED = auto()
    DESTROYS = auto()


@dataclass(frozen=True, slots=True)
class KeepPassword:
    """The choice to keep the stored password: the save sends no password."""


@dataclass(frozen=True, slots=True)
class ReplacePassword:
    """The choice to send ``text`` as the new password; its repr does not show the text.

    Raises ValueError for an empty text.
    """

    text: str = field(repr=False)

    def __post_init__(self) -> None:
        if not self.text:
            raise ValueError("an empty password is never sent")


@dataclass(frozen=True, slots=True)
class MailLogin:
    """The login that a mailbox's password belongs to: server, user name, server type and port.

    ``server_type`` and ``port`` are plain texts as in ``value_text``. Both are None in a login that
    an older version stored: it recorded server and user name only.
    """

    server: str
    user_name: str
    server_type: str | None = None
    port: str | None = None

    @classmethod
    def of(cls, values: Mapping[Field, Value]) -> MailLogin:
        """Return the whole login in a mailbox's values, with the server in lower case."""
        server = value_text(values.get(Field.SERVER)).strip().lower()
        rest = (Field.USER_NAME, Field.SERVER_TYPE, Field.PORT)
        return cls(server, *(value_text(values.get(field)) for field in rest))

    @property
    def is_whole(self) -> bool:
        """Whether server type and port are recorded."""
        return self.server_type is not None and self.port is not None

    @property
    def account(self) -> tuple[str, str]:
        """Server and user name: failed logins count for these two, at whatever port they happen."""
        return self.server, self.user_name

    def fits(self, other: MailLogin) -> bool:
        """Return whether a password of this login may be used for ``other`` without asking.

        All four parts must be the same; only server and user name, if an older version stored one
        of the two logins.
        """
        return self == other if self.is_whole and other.is_whole else self.account == other.account


LOGIN_FIELDS = (Field.SERVER_TYPE, Field.USER_NAME, Field.SERVER, Field.PORT)
"""The fields that a typed password relies on: with another login it may reach another server."""


@dataclass(frozen=True, slots=True)
class SendSavedPassword:
    """The choice to send the password saved on this computer, which was entered for ``login``.

    The worker thread that saves reads the password and makes a ReplacePassword of it; no window
    ever holds it.
    """

    login: MailLogin


PasswordChoice = KeepPassword | ReplacePassword | SendSavedPassword


@dataclass(frozen=True, slots=True)
class Draft:
    """An edit of a mailbox: the mailbox as loaded, the changed values, the password choice.

    ``changes`` holds only fields whose value differs from the loaded value.
    """

    original: Mailbox
    changes: Mapping[Field, Value]
    password: PasswordChoice = KeepPassword()

    def __post_init__(self) -> None:
        kept = {k: v for k, v in self.changes.items() if v != self.original.values.get(k)}
        object.__setattr__(self, "changes", MappingProxyType(kept))

    @property
    def is_new(self) -> bool:
        """Whether saving the draft creates a mailbox."""
        return self.original.id == 0

    @property
    def is_empty(self) -> bool:
        """Whether the draft changes neither values nor password."""
        return not self.changes and isinstance(self.password, KeepPassword)

    @property
    def result(self) -> Mapping[Field, Value]:
        """All values as they will be after the save, without the password."""
        return MappingProxyType({**self.original.values, **self.changes})

    def rebased_on(self, current: Mailbox) -> Draft:
        """Return the same edit applied to a newly read mailbox."""
        return Draft(current, self.changes, self.password)
