"""Server types, fields and what may be done with them, in the mailbox's own words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop_app.core.mailbox.mailbox import Field, ServerType, Value, value_text
from desktop_app.core.mailbox.rights import FieldAccess, LockCause, LockReason
from desktop_app.ui.text.plain_text import shortened


def tr(text: str) -> str:
    """Translate a text of this room."""
    return QCoreApplication.translate("mailboxes", text)


def server_type_text(value: Value) -> str:
    """A server type in plain words; an unknown one as the server wrote it."""
    if isinstance(value, ServerType):
        return _type_names()[value]
    return "" if value is None else value_text(value)


def _type_names() -> dict[ServerType, str]:
    return {
        ServerType.UNKNOWN: tr("Unknown"),
        ServerType.POP: tr("POP, no TLS"),
        ServerType.IMAP: tr("IMAP, no TLS"),
        ServerType.MAPI: tr("MAPI (obsolete)"),
        ServerType.FACEBOOK: tr("Facebook"),
        ServerType.POPS: tr("POP over TLS"),
        ServerType.IMAPS: tr("IMAP over TLS"),
        ServerType.SMS_PLUGIN: tr("SMS plug-in"),
        ServerType.MAILGUN: tr("Mailgun (Online)"),
        ServerType.IMAP_OAUTH: tr("IMAP with OAuth sign-in"),
    }


def display_text(value: Value) -> str:
    """A field's value for a table cell or a line."""
    return server_type_text(value) if isinstance(value, ServerType) else value_text(value)


def field_name(field: Field) -> str:
    """The name of a field, as its label says it."""
    return {
        Field.SERVER_TYPE: tr("Server type"),
        Field.ADDRESS: tr("Address"),
        Field.USER_NAME: tr("User name"),
        Field.PASSWORD: tr("Password"),
        Field.SERVER: tr("Server"),
        Field.PORT: tr("Port"),
    }[field]


def field_label(field: Field) -> str:
    """The name of a field with its mnemonic."""
    return {
        Field.SERVER_TYPE: tr("Server &type"),
        Field.ADDRESS: tr("&Address"),
        Field.USER_NAME: tr("&User name"),
        Field.PASSWORD: tr("Pass&word"),
        Field.SERVER: tr("S&erver"),
        Field.PORT: tr("P&ort"),
    }[field]


ROW_CAUSES = frozenset(
    {LockCause.ROW, LockCause.NO_INSERT, LockCause.TYPE_UNSUPPORTED, LockCause.PROFILE}
)
"""Causes that lock the whole mailbox; they are said once, above the fields."""


def field_lock_text(access: FieldAccess) -> str:
    """Why a field of its own is locked: the server's reason, else what its mask means."""
    own = (why for why in access.reasons if why.cause not in ROW_CAUSES)
    return " ".join(dict.fromkeys(lock_reason_text(why) for why in own))


def lock_reason_text(reason: LockReason) -> str:
    """One lock in words: what the right means, and the server's own reason where it gives one."""
    mask = shortened(reason.mask)
    meaning = {
        LockCause.ROW: tr("Locked: you may read this mailbox, not change it."),
        LockCause.NO_INSERT: tr("Locked: you may not create mailboxes."),
        LockCause.FIELD: tr("Locked: you may read this field, not change it."),
        LockCause.HINT: tr("Locked: SuperOffice marks this field as not to be edited."),
        LockCause.UNKNOWN_MASK: tr("Locked: this program does not know the right “%s”.") % mask,
        LockCause.TYPE_UNSUPPORTED: tr(
            "Locked: what a save does to this type of mailbox is not known. "
            "Change it in SuperOffice."
        ),
        LockCause.PROFILE: tr("Locked: this profile is read-only."),
    }[reason.cause]
    said = (
        tr("SuperOffice says: “%s”.") % shortened(reason.reason).rstrip(".")
        if reason.reason
        else ""
    )
    return f"{meaning} {said}".strip()
