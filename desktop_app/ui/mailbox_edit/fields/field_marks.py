"""What the form shows beside its fields: what was changed, the usual port, and shared locks."""

from __future__ import annotations

from collections.abc import Mapping

from desktop_app.core.mailbox.mailbox import Draft, Field, KeepPassword, ServerType, Value
from desktop_app.core.mailbox.mailbox_rules import DEFAULT_PORTS
from desktop_app.ui.i18n import translate
from desktop_app.ui.mailbox_edit.fields.field_row import FieldRow
from desktop_app.ui.text.mailbox import display_text, field_lock_text, server_type_text

FORM_ORDER = (
    Field.ADDRESS,
    Field.SERVER,
    Field.SERVER_TYPE,
    Field.PORT,
    Field.USER_NAME,
    Field.PASSWORD,
)
"""The fields from top to bottom: which mailbox, where it is, and who signs in."""


def mark_change(row: FieldRow, draft: Draft) -> None:
    """Show what a changed field was, and beside the port the usual one of the type."""
    if draft.is_new:
        row.change_mark.clear()
    elif row.field is Field.PASSWORD:
        is_kept = isinstance(draft.password, KeepPassword)
        row.change_mark.clear() if is_kept else row.change_mark.show_secret()
    elif row.field in draft.changes:
        row.change_mark.show_was(display_text(draft.original.values.get(row.field)))
    else:
        row.change_mark.clear()
    if row.field is Field.PORT:
        usual = usual_port_text(draft.result.get(Field.SERVER_TYPE))
        row.show_hint(usual if row.access.can_write else "")


def usual_port_text(server_type: Value) -> str:
    """Return which port a server type usually has; empty if it has none. Translated."""
    usual = DEFAULT_PORTS.get(server_type) if isinstance(server_type, ServerType) else None
    if usual is None:
        return ""
    return translate("mailbox_edit", "usual for {server_type}: {port}").format(
        server_type=server_type_text(server_type), port=usual
    )


def group_locks(rows: Mapping[Field, FieldRow]) -> None:
    """Tell each row which fields are locked for the same reason as its own."""
    reasons = {field: field_lock_text(rows[field].access) for field in FORM_ORDER}
    for field, row in rows.items():
        same = (each for each in FORM_ORDER if reasons[each] == reasons[field])
        row.set_lock_group(tuple(same) if reasons[field] else ())
