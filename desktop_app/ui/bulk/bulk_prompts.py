"""Confirmations before a bulk window closes or the program quits."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop_app.ui.dialogs.message_boxes import confirm
from desktop_app.ui.i18n import translate


def confirm_losing_passwords(parent: QWidget, count: int) -> bool:
    """Ask before ``count`` typed or pasted passwords are lost unsaved; return whether to close."""
    return confirm(
        parent,
        translate("bulk", "Close without saving the passwords?"),
        translate("bulk", "%n password(s) are not saved. They are not kept anywhere.", None, count),
        translate("bulk", "&Close without saving"),
        translate("bulk", "&Keep them here"),
    )


def confirm_forgetting_passwords(parent: QWidget, count: int) -> bool:
    """Ask before losing ``count`` passwords that a retry could use; return whether to close."""
    more = translate(
        "bulk",
        "%n mailbox(es) are not saved. Their new passwords are forgotten when you close.",
        None,
        count,
    )
    leave = translate("bulk", "&Keep them here")
    return confirm(
        parent,
        translate("bulk", "Close and forget the passwords?"),
        more,
        translate("bulk", "&Close"),
        leave,
    )


def confirm_stopping_run(
    parent: QWidget, unsaved: int, *, can_resume: bool, passwords: bool
) -> bool:
    """Ask before closing a window stops its bulk run; return whether to stop."""
    return confirm(
        parent,
        translate("bulk", "Many mailboxes are being saved. Stop?"),
        _consequences_text(
            translate("bulk", "The one that is under way is finished; the rest stays as it is."),
            unsaved,
            can_resume=can_resume,
            passwords=passwords,
        ),
        translate("bulk", "S&top and close"),
        translate("bulk", "&Go on saving"),
    )


def confirm_quitting_run(
    parent: QWidget, unsaved: int, *, can_resume: bool, passwords: bool
) -> bool:
    """Ask before quitting the program stops a bulk run; return whether to quit."""
    return confirm(
        parent,
        translate("bulk", "Many mailboxes are being saved. Quit all the same?"),
        _consequences_text(
            translate(
                "bulk", "Of the one that is under way it may not be known whether it was saved."
            ),
            unsaved,
            can_resume=can_resume,
            passwords=passwords,
        ),
        translate("bulk", "&Quit"),
        translate("bulk", "&Go on saving"),
    )


def _consequences_text(first: str, unsaved: int, *, can_resume: bool, passwords: bool) -> str:
    sentences = [
        first,
        translate("bulk", "%n mailbox(es) are not saved yet.", None, unsaved),
    ]
    if can_resume:
        sentences.append(translate("bulk", "You can go on later: History, Bulk runs."))
    if passwords:
        sentences.append(
            translate("bulk", "Passwords are not kept: paste or type them again then.")
        )
    return "\n".join(sentences)
