"""Server types, fields and what may be done with them, in the mailbox's own words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop_app.core.mailbox.mailbox import Field, ServerType, Value, value_text
from desktop_app.core.mailbox.rights import Cause, FieldAccess, Why
from desktop_app.ui.text.plain_text import shortened


def tr(text: str) -> str:
    """Translate a text of this room."""
    return QCoreApplication.translate("mailboxes", text)


def type_words(value: Value) -> str:
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


def shown(value: Value) -> str:
    """A field's value for a table cell or a line."""
    return type_words(value) if isinstance(value, ServerType) else value_text(value)


def field_name(which: Field) -> str:
    """The name of a field, as its label says it."""
    return {
        Field.SERVER_TYPE: tr("Server type"),
        Field.ADDRESS: tr("Address"),
        Field.USER_NAME: tr("User name"),
        Field.PASSWORD: tr("Password"),
        Field.SERVER: tr("Server"),
        Field.PORT: tr("Port"),
    }[which]


def field_label(which: Field) -> str:
    """The name of a field with its mnemonic."""
    return {
        Field.SERVER_TYPE: tr("Server &type"),
        Field.ADDRESS: tr("&Address"),
        Field.USER_NAME: tr("&User name"),
        Field.PASSWORD: tr("Pass&word"),
        Field.SERVER: tr("S&erver"),
        Field.PORT: tr("P&ort"),
    }[which]


OF_THE_ROW = frozenset({Cause.ROW, Cause.NO_INSERT, Cause.TYPE_NOT_VOUCHED, Cause.PROFILE})
"""Causes that lock the whole mailbox; they are said once, above the fields."""


def lock_words(access: FieldAccess) -> str:
    """Why a field of its own is locked: the server's reason, else what its mask means."""
    own = (why for why in access.why if why.cause not in OF_THE_ROW)
    return " ".join(dict.fromkeys(why_words(why) for why in own))


def why_words(why: Why) -> str:
    """One lock in words: what the right means, and the server's own reason where it gives one."""
    mask = shortened(why.mask)
    meaning = {
        Cause.ROW: tr("Locked: you may read this mailbox, not change it."),
        Cause.NO_INSERT: tr("Locked: you may not create mailboxes."),
        Cause.FIELD: tr("Locked: you may read this field, not change it."),
        Cause.HINT: tr("Locked: SuperOffice marks this field as not to be edited."),
        Cause.UNKNOWN_MASK: tr("Locked: this program does not know the right “%s”.") % mask,
        Cause.TYPE_NOT_VOUCHED: tr(
            "Locked: what a save does to this type of mailbox is not known. "
            "Change it in SuperOffice."
        ),
        Cause.PROFILE: tr("Locked: this profile is read-only."),
    }[why.cause]
    said = tr("SuperOffice says: “%s”.") % shortened(why.reason).rstrip(".") if why.reason else ""
    return f"{meaning} {said}".strip()
