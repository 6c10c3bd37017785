"""Rules for mailboxes: default ports, supported types, and which fields may be written."""

from __future__ import annotations

from desktop_app.core.mailbox.mailbox import Field, Mailbox, ServerType, Value
from desktop_app.core.mailbox.rights import (
    FieldAccess,
    FieldRight,
    LockCause,
    LockReason,
    field_access,
    row_lock,
)

DEFAULT_PORTS: dict[ServerType, int] = {
    ServerType.POP: 110,
    ServerType.POPS: 995,
    ServerType.IMAP: 143,
    ServerType.IMAPS: 993,
    ServerType.IMAP_OAUTH: 993,
}
"""The usual port of each type (IANA; SuperOffice's help names 143 and 993)."""

SUPPORTED_TYPES = frozenset(
    {ServerType.POP, ServerType.IMAP, ServerType.POPS, ServerType.IMAPS},
)
"""Types that are safe to save; for others, the effect of a save on tokens or routes is unknown."""

TYPES_WITHOUT_TLS = frozenset({ServerType.POP, ServerType.IMAP})
"""Types that SuperOffice fetches without encryption: the password can be read on the way."""

NEEDED_TO_FETCH = frozenset({Field.ADDRESS, Field.SERVER, Field.USER_NAME, Field.PASSWORD})
"""What a mailbox that is fetched with a password cannot work without; the port has a default."""

PORT_MIN, PORT_MAX = 1, 65535
DATABASE_MAX_LENGTH = 255
"""Maximum characters of a text column in SuperOffice's table mail_in_filter; only a hint."""

RIGHT_KEYS: dict[Field, tuple[str, ...]] = {
    Field.SERVER_TYPE: ("servertype", "server_type"),
    Field.ADDRESS: ("address",),
    Field.USER_NAME: ("username", "popuser", "pop_user"),
    Field.PASSWORD: ("password", "poppassword", "pop_password"),
    Field.SERVER: ("server", "popserver", "pop_server"),
    Field.PORT: ("port", "popport", "pop_port"),
}
"""The names, in lower case, under which a server may state rights for a field."""


def is_valid_port(port: Value) -> bool:
    """Return whether a value is an integer from 1 to 65535."""
    return isinstance(port, int) and PORT_MIN <= port <= PORT_MAX


def is_supported_type(server_type: Value) -> bool:
    """Return whether the effect of a save on a mailbox of this type is known."""
    return isinstance(server_type, ServerType) and server_type in SUPPORTED_TYPES


def fields_needed_by(server_type: Value) -> frozenset[Field]:
    """Return the fields that a new mailbox of this type must have.

    Nobody can delete a mailbox through the API, so none is created that cannot work.
    """
    return NEEDED_TO_FETCH if is_supported_type(server_type) else frozenset({Field.ADDRESS})


def field_access_for(
    mailbox: Mailbox, lock: LockReason | None = None, *, allow_unsupported: bool = False
) -> dict[Field, FieldAccess]:
    """Return what the user may do with each field, from all rights that the server stated.

    ``lock`` is a lock by this program, such as that of a read-only profile. ``allow_unsupported``
    means that the user wants to edit a type outside ``SUPPORTED_TYPES``.
    """
    row = row_lock_for(mailbox, allow_unsupported=allow_unsupported) or lock
    return {field: field_access(_field_rights_for(mailbox, field), row) for field in Field}


def row_lock_for(mailbox: Mailbox, *, allow_unsupported: bool = False) -> LockReason | None:
    """Return why the whole mailbox may not be saved, or None if it may."""
    creates = mailbox.id == 0
    lock = row_lock(mailbox.table_right, is_new=creates)
    vouched = (
        creates or allow_unsupported or is_supported_type(mailbox.values.get(Field.SERVER_TYPE))
    )
    return lock if lock is not None or vouched else LockReason(LockCause.TYPE_UNSUPPORTED)


def _field_rights_for(mailbox: Mailbox, which: Field) -> list[FieldRight]:
    named = (mailbox.field_rights.get(key) for key in RIGHT_KEYS[which])
    return [right for right in named if right is not None]


def can_save(mailbox: Mailbox) -> bool:
    """Return whether at least one field can be written; stops at the first for speed."""
    if row_lock_for(mailbox) is not None:
        return False
    return any(field_access(_field_rights_for(mailbox, field), None).can_write for field in Field)
