"""What is wrong with the values of the form, and what is worth knowing about them."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop_app.core.mailbox import Draft, Field, ServerType, Value, value_text
from desktop_app.core.rights import FieldAccess
from desktop_app.core.rules import LENGTH_HINT, USUAL_PORT, is_usual_number, is_vouched
from desktop_app.ui.words.mailboxes import odd_words, type_words


def tr(text: str) -> str:
    """Translate a text of this room."""
    return QCoreApplication.translate("checks", text)


def error_in(which: Field, draft: Draft, access: FieldAccess) -> str:
    """Why this value cannot be saved; empty if it can."""
    if not access.can_write:
        return ""
    value = draft.result.get(which)
    if which is Field.SERVER_TYPE and draft.creates and not is_vouched(value):
        return tr("Choose how SuperOffice is to fetch the mail.")
    if which is Field.ADDRESS and draft.creates and not value_text(value).strip():
        return tr("Type the address of the mailbox.")
    if which is not Field.PASSWORD and access.mandatory and not value_text(value).strip():
        return _mandatory(access)
    if which in draft.changes:
        return _too_long(value, access)
    return ""


def _mandatory(access: FieldAccess) -> str:
    reason = f" ({access.mandatory_reason})" if access.mandatory_reason else ""
    return tr("SuperOffice demands a value here.") + reason


def _too_long(value: Value, access: FieldAccess) -> str:
    most = access.max_characters
    if most is None or not isinstance(value, str) or len(value) <= most:
        return ""
    return tr("SuperOffice takes %d characters here; these are %d.") % (most, len(value))


def hint_for(which: Field, draft: Draft) -> str:
    """What is worth knowing about a value that can be saved."""
    value = draft.result.get(which)
    if which is Field.PORT:
        return _port_hint(value, draft.result.get(Field.SERVER_TYPE))
    if isinstance(value, str) and len(value) > LENGTH_HINT:
        return tr("Longer than the %d characters that SuperOffice's database takes.") % LENGTH_HINT
    return odd_words(value)


def _port_hint(port: Value, server_type: Value) -> str:
    usual = USUAL_PORT.get(server_type) if isinstance(server_type, ServerType) else None
    if port is not None and not is_usual_number(port):
        return tr("Not a port from 1 to 65535; it stays as it is unless you change it.")
    if usual is None:
        return ""
    if port == usual:
        return tr("Usual for %s") % type_words(server_type)
    return tr("%s usually has port %d") % (type_words(server_type), usual)
