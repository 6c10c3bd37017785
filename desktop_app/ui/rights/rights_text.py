"""Texts about rights, and a request to the SuperOffice administrator. All are translated."""

from __future__ import annotations

from desktop_app.core.mailbox.characters import isolate_direction
from desktop_app.core.mailbox.mailbox import Field, Mailbox
from desktop_app.core.mailbox.mailbox_rules import field_access_for
from desktop_app.core.mailbox.rights import AccessLevel, FieldAccess, TableRight
from desktop_app.ui.i18n import translate
from desktop_app.ui.text.mailbox import display_text, field_name, lock_reason_text


def access_text(access: FieldAccess) -> str:
    """Return what the user may do with a field, in one or two words."""
    message = {
        AccessLevel.HIDDEN: translate("rights", "hidden"),
        AccessLevel.LOCKED: translate("rights", "read-only"),
        AccessLevel.WRITE_ONLY: translate("rights", "write-only"),
        AccessLevel.EDITABLE: translate("rights", "change"),
    }[access.level]
    return (
        translate("rights", "{right}, required").format(right=message)
        if access.mandatory
        else message
    )


def restriction_text(access: FieldAccess) -> str:
    """Return why a field is restricted, a line per reason, with the server's own masks."""
    with_mask = translate("rights", "{reason} [{mask}]")
    lines = [
        with_mask.format(reason=lock_reason_text(why), mask=why.mask)
        if why.mask
        else lock_reason_text(why)
        for why in access.reasons
    ]
    if access.mandatory:
        lines.append(
            translate("rights", "SuperOffice requires a value.")
            + f" {isolate_direction(access.mandatory_reason)}".rstrip()
        )
    if (limit := access.max_characters) is not None:
        lines.append(translate("rights", "At most %n character(s).", None, limit))
    return "\n".join(dict.fromkeys(lines)) or translate("rights", "Nothing restricts this field.")


def row_right_text(right: TableRight | None) -> str:
    """Return the right of a mailbox in the server's own, untranslated words."""
    if right is None or not right.mask:
        return translate("rights", "SuperOffice reports no rights for this mailbox.")
    return f"{right.mask}: {isolate_direction(right.reason)}" if right.reason else right.mask


def rights_request_text(profile: str, user: str, mailbox: Mailbox) -> str:
    """Return a request to the SuperOffice administrator, listing the rights of a mailbox."""
    lines = [
        translate(
            "rights", "Hello, I administer mailboxes in SuperOffice Service ({profile}) as {user}."
        ).format(profile=profile, user=user),
        translate(
            "rights", "For the mailbox {mailbox} (ID {id}), SuperOffice gives me these rights:"
        ).format(mailbox=display_text(mailbox.values.get(Field.ADDRESS)), id=mailbox.id),
        translate("rights", "- Mailbox: {rights}").format(
            rights=row_right_text(mailbox.table_right)
        ),
    ]
    rights = field_access_for(mailbox)
    for field, access in rights.items():
        reason = restriction_text(access).replace("\n", " ")
        lines.append(f"- {field_name(field)}: {access_text(access)}. {reason}")
    if all(access.can_write and access.can_read for access in rights.values()):
        lines.append(translate("rights", "So nothing here is locked for me."))
    else:
        lines.append(
            translate(
                "rights",
                "To change what is read-only, I need the functional right “Service "
                "administration” on my role. Can you grant it, or make the change for me?",
            )
        )
    return "\n".join(lines)
