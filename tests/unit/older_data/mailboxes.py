"""The lists and details of mailboxes that the database of version 0.1.0 holds."""

from __future__ import annotations

from dataclasses import replace

from desktop_app.core.mailbox.mailbox import (
    Field,
    Mailbox,
    PasswordPresence,
    ServerType,
    UnknownValue,
    Value,
)
from desktop_app.core.mailbox.rights import FieldFlag, FieldRight, TableFlag, TableRight
from desktop_app.core.mailbox_list.listing import CachedDetail, CachedList, ListedMailbox

ROW_RIGHTS = (
    TableRight(
        TableFlag.SELECT | TableFlag.UPDATE | TableFlag.INSERT | TableFlag.DELETE,
        "Select, Update, Insert, Delete",
    ),
    TableRight(TableFlag.SELECT | TableFlag.RESTRICTED_UPDATE, "Select, RestrictedUpdate"),
    TableRight(
        TableFlag.FILTERING | TableFlag.UNUSED | TableFlag.UNINITIALIZED,
        "Filtering, Unused, Uninitialized",
    ),
    TableRight(TableFlag.NONE, "None", "You may not see this mailbox."),
    TableRight(None, "SomethingNew", "Ærlig talt: nei"),
)
FIELD_RIGHTS = {
    "address": FieldRight(
        FieldFlag.READ | FieldFlag.WRITE | FieldFlag.HINT_MANDATORY,
        "Read, Write, UIHintMandatory",
        max_characters=254,
    ),
    "username": FieldRight(
        FieldFlag.READ | FieldFlag.HINT_READ_ONLY, "Read, UIHintReadOnly", "Set by the system."
    ),
    "password": FieldRight(FieldFlag.WRITE | FieldFlag.NULLABLE, "Write, Nullable"),
    "server": FieldRight(
        FieldFlag.UNUSED1 | FieldFlag.UNUSED2 | FieldFlag.UNUSED3 | FieldFlag.UNDEFINED,
        "Unused1, Unused2, Unused3, Undefined",
    ),
    "port": FieldRight(FieldFlag.NONE, "None", "No right."),
    "servertype": FieldRight(None, "SomethingNew", "", stated=True),
    "priority": FieldRight(None, stated=False),
}

LISTED = (
    ListedMailbox(1, "info@example.com", "Support", "Høy", ROW_RIGHTS[0]),
    ListedMailbox(2, "Søren <soren@example.com>", "Support", "Normal", ROW_RIGHTS[0]),
    ListedMailbox(3, "bills@example.com", "Økonomi", "Normal", ROW_RIGHTS[1]),
    ListedMailbox(4, "new@example.com", None, None, ROW_RIGHTS[2]),
    ListedMailbox(5, "secret@example.com", "", "", ROW_RIGHTS[3]),
    ListedMailbox(6, None, "Support", "Lav", ROW_RIGHTS[4]),
    ListedMailbox(7, "", "Økonomi", None, None),
    ListedMailbox(8, "eight@example.com", "Support", "Høy", ROW_RIGHTS[0]),
    ListedMailbox(9, "nine@example.com", "Support", "Høy", ROW_RIGHTS[0]),
    ListedMailbox(2147483647, "last@example.com", "Support", "Høy", ROW_RIGHTS[0]),
)
ACME_LIST = CachedList(LISTED, 1_782_000_000.25, 2)
BETA_LIST = CachedList((ListedMailbox(1, "info@beta.example.com"),), 1_782_000_100.0, 0)
EMPTY_LIST = CachedList((), 1_782_000_200.5, 1)


def values(
    server_type: Value, address: Value, user_name: Value, server: Value, port: Value
) -> dict[Field, Value]:
    """What the six fields of a mailbox hold; a password is never among it."""
    return {
        Field.SERVER_TYPE: server_type,
        Field.ADDRESS: address,
        Field.USER_NAME: user_name,
        Field.PASSWORD: None,
        Field.SERVER: server,
        Field.PORT: port,
    }


def _mailbox(number: int, held: dict[Field, Value], seen: PasswordPresence) -> Mailbox:
    return Mailbox(number, held, ROW_RIGHTS[0], FIELD_RIGHTS, seen)


INFO = _mailbox(
    1,
    values(ServerType.IMAPS, "info@example.com", "info", "imap.example.com", 993),
    PasswordPresence.MASKED,
)
SOREN = _mailbox(
    2,
    values(ServerType.IMAP, "Søren <soren@example.com>", "søren", "imap.example.com", 143),
    PasswordPresence.ABSENT,
)
BILLS = replace(
    _mailbox(
        3,
        values(ServerType.POP, "bills@example.com", "bills", "pop.example.com", None),
        PasswordPresence.NULL,
    ),
    table_right=ROW_RIGHTS[1],
    field_rights={},
)
NEW = _mailbox(
    4,
    values(ServerType.POPS, "new@example.com", "", "pop.example.com", 995),
    PasswordPresence.EMPTY,
)
SECRET = _mailbox(
    5,
    values(ServerType.MAPI, "secret@example.com", None, None, UnknownValue('"993"')),
    PasswordPresence.OTHER,
)
NAMELESS = Mailbox(6, values(ServerType.FACEBOOK, None, "six", "", 0), None, {})
STRANGE = _mailbox(
    7,
    values(
        UnknownValue("77"),
        UnknownValue("[]"),
        UnknownValue("true"),
        UnknownValue('{"a": 1.50}'),
        12345678901234567890,
    ),
    PasswordPresence.MASKED,
)
EIGHT = _mailbox(
    8, values(ServerType.SMS_PLUGIN, "eight@example.com", "8", "x", 8), PasswordPresence.MASKED
)
NINE = _mailbox(
    9, values(ServerType.MAILGUN, "nine@example.com", "9", "x", 9), PasswordPresence.MASKED
)
LAST = _mailbox(
    2147483647,
    values(ServerType.IMAP_OAUTH, "last@example.com", "last", "imap.example.com", 993),
    PasswordPresence.MASKED,
)
DEFAULT = _mailbox(0, values(ServerType.UNKNOWN, "", "", "", None), PasswordPresence.EMPTY)
"""What a new mailbox starts from."""

MAILBOXES = (DEFAULT, INFO, SOREN, BILLS, NEW, SECRET, NAMELESS, STRANGE, EIGHT, NINE, LAST)
ACME_DETAILS = {
    each.id: CachedDetail(each, 1_782_000_000.5 + number) for number, each in enumerate(MAILBOXES)
}
BETA_DETAILS = {
    1: CachedDetail(Mailbox(1, {Field.ADDRESS: "info@beta.example.com"}), 1_782_000_101.0)
}
