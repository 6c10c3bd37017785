"""A mailbox as SuperOffice Service knows it, and what a save of it says."""

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
    """How SuperOffice fetches the mail (its MailboxType; the numbers are SuperOffice's own)."""

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
    """A value that this program does not understand, kept exactly as its JSON text.

    Shown raw and flagged, and sent back unchanged unless the user edits it.
    """

    json: str


Value = str | int | ServerType | UnknownValue | None
"""What a field holds: text, a port, a server type, nothing, or something odd."""


class PasswordPresence(Enum):
    """What a read returned as password: only its class is kept, never the text."""

    ABSENT = auto()
    NULL = auto()
    EMPTY = auto()
    MASKED = auto()
    OTHER = auto()


NO_FIELD_RIGHTS: Mapping[str, FieldRight] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Mailbox:
    """One mailbox with all that the server tells of it. ``id`` 0 is one not yet created.

    ``field_rights`` is keyed by the server's field names in lower case, ``extra`` holds properties
    that this program does not know, each as (name, JSON text), to be returned unchanged.
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
        """The value as plain text; empty for nothing, the raw JSON for an odd one."""
        return value_text(self.values.get(field))


def value_text(value: Value) -> str:
    """A value as plain text; a server type gives its name as in the enum."""
    if isinstance(value, UnknownValue):
        return value.json
    if isinstance(value, ServerType):
        return value.name
    return "" if value is None else str(value)


class KeepBehaviour(Enum):
    """What a save without a password does to the stored one, as far as it was tried."""

    UNPROVED = auto()
    PROVED = auto()
    DESTROYS = auto()


@dataclass(frozen=True, slots=True)
class KeepPassword:
    """Leave the stored password as it is: nothing about it is sent."""


@dataclass(frozen=True, slots=True)
class ReplacePassword:
    """Send this text as the new password. Its repr shows nothing."""

    text: str = field(repr=False)

    def __post_init__(self) -> None:
        if not self.text:
            raise ValueError("an empty password is never sent")


@dataclass(frozen=True, slots=True)
class MailLogin:
    """Where a mailbox's mail is, and as whom it is fetched: what its password was typed for."""

    server: str
    user_name: str

    @classmethod
    def of(cls, values: Mapping[Field, Value]) -> MailLogin:
        """The login that these values give; the case of a server's name means nothing."""
        server = value_text(values.get(Field.SERVER)).strip().lower()
        return cls(server, value_text(values.get(Field.USER_NAME)))


@dataclass(frozen=True, slots=True)
class SendSavedPassword:
    """Send the password that is kept on this computer, which was typed for this login.

    The worker that saves fetches it and makes a Replace of it; no window ever holds it.
    """

    login: MailLogin


PasswordChoice = KeepPassword | ReplacePassword | SendSavedPassword


@dataclass(frozen=True, slots=True)
class Draft:
    """What the user made of a mailbox: the loaded one, the changed values, the password choice.

    ``changes`` holds only fields whose value differs from the loaded one.
    """

    original: Mailbox
    changes: Mapping[Field, Value]
    password: PasswordChoice = KeepPassword()

    def __post_init__(self) -> None:
        kept = {k: v for k, v in self.changes.items() if v != self.original.values.get(k)}
        object.__setattr__(self, "changes", MappingProxyType(kept))

    @property
    def is_new(self) -> bool:
        """Whether saving makes a new mailbox."""
        return self.original.id == 0

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to send."""
        return not self.changes and isinstance(self.password, KeepPassword)

    @property
    def result(self) -> Mapping[Field, Value]:
        """All values as they will be after the save, without the password."""
        return MappingProxyType({**self.original.values, **self.changes})

    def rebased_on(self, current: Mailbox) -> Draft:
        """The same edit on top of a freshly read mailbox."""
        return Draft(current, self.changes, self.password)
