"""Texts for server types, fields and locks of mailboxes. All are translated."""

from __future__ import annotations

from desktop_app.core.mailbox.addresses import parse_address
from desktop_app.core.mailbox.mailbox import Field, Mailbox, ServerType, Value, value_text
from desktop_app.core.mailbox.rights import FieldAccess, LockCause, LockReason
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.plain_text import shortened


def address_without_name(text: str) -> str:
    """Return the address in ``<a@b.com> (Name)`` as written there; another text as it is."""
    return parse_address(text).address or text


def server_type_text(value: Value) -> str:
    """Return the name of a server type; an unknown type as the server wrote it, None as ""."""
    if isinstance(value, ServerType):
        return _type_names()[value]
    return "" if value is None else value_text(value)


def _type_names() -> dict[ServerType, str]:
    return {
        ServerType.UNKNOWN: translate("mailbox", "Unknown"),
        ServerType.POP: translate("mailbox", "POP, no TLS"),
        ServerType.IMAP: translate("mailbox", "IMAP, no TLS"),
        ServerType.MAPI: translate("mailbox", "MAPI (obsolete)"),
        ServerType.FACEBOOK: translate("mailbox", "Facebook"),
        ServerType.POPS: translate("mailbox", "POP over TLS"),
        ServerType.IMAPS: translate("mailbox", "IMAP over TLS"),
        ServerType.SMS_PLUGIN: translate("mailbox", "SMS plug-in"),
        ServerType.MAILGUN: translate("mailbox", "Mailgun (Online)"),
        ServerType.IMAP_OAUTH: translate("mailbox", "IMAP with OAuth sign-in"),
    }


def display_text(value: Value) -> str:
    """Return a field's value for a table cell or a line; only server types are translated."""
    return server_type_text(value) if isinstance(value, ServerType) else value_text(value)


def mailbox_summary(mailbox: Mailbox) -> str:
    """Return the known values of a mailbox in one line, each shortened. Translated."""
    known = ((field, display_text(mailbox.values.get(field))) for field in Field)
    return ", ".join(f"{field_name(field)} “{shortened(text)}”" for field, text in known if text)


def field_name(field: Field) -> str:
    """Return the name of a field, without mnemonic."""
    return {
        Field.SERVER_TYPE: translate("mailbox", "Server type"),
        Field.ADDRESS: translate("mailbox", "Address"),
        Field.USER_NAME: translate("mailbox", "User name"),
        Field.PASSWORD: translate("mailbox", "Password"),
        Field.SERVER: translate("mailbox", "Server"),
        Field.PORT: translate("mailbox", "Port"),
    }[field]


def field_label(field: Field) -> str:
    """Return the name of a field with its mnemonic."""
    return {
        Field.SERVER_TYPE: translate("mailbox", "Server &type"),
        Field.ADDRESS: translate("mailbox", "&Address"),
        Field.USER_NAME: translate("mailbox", "&User name"),
        Field.PASSWORD: translate("mailbox", "Pass&word"),
        Field.SERVER: translate("mailbox", "S&erver"),
        Field.PORT: translate("mailbox", "P&ort"),
    }[field]


ROW_CAUSES = frozenset(
    {LockCause.ROW, LockCause.NO_INSERT, LockCause.TYPE_UNSUPPORTED, LockCause.PROFILE}
)
"""Causes that lock the whole mailbox; they are shown once, above the fields."""


def field_lock_text(access: FieldAccess) -> str:
    """Return why this field is locked, or "" if only the whole mailbox is (ROW_CAUSES)."""
    own = (why for why in access.reasons if why.cause not in ROW_CAUSES)
    return " ".join(dict.fromkeys(lock_reason_text(why) for why in own))


def lock_reason_text(reason: LockReason) -> str:
    """Return what a lock means, followed by the server's own reason, if any."""
    mask = shortened(reason.mask)
    meaning = {
        LockCause.ROW: translate("mailbox", "Locked: you may view this mailbox but not change it."),
        LockCause.NO_INSERT: translate("mailbox", "Locked: you may not create mailboxes."),
        LockCause.FIELD: translate("mailbox", "Locked: you may view this but not change it."),
        LockCause.HINT: translate("mailbox", "Locked: SuperOffice marks this as read-only."),
        LockCause.UNKNOWN_MASK: translate(
            "mailbox", "Locked: this program does not recognize the right “{right}”."
        ).format(right=mask),
        LockCause.TYPE_UNSUPPORTED: translate(
            "mailbox",
            "Locked: saving this type of mailbox is untested. Change it in SuperOffice.",
        ),
        LockCause.PROFILE: translate("mailbox", "Locked: this profile is read-only."),
    }[reason.cause]
    message = (
        translate("mailbox", "SuperOffice says: “{reply}”.").format(
            reply=shortened(reason.reason).rstrip(".")
        )
        if reason.reason
        else ""
    )
    return f"{meaning} {message}".strip()
